"""Minds one PostgreSQL server: starts it, says where it is, stops it when standard input ends.

    python -m tests.servers.minder

Prints the folder of the server's socket once it takes connections. It runs as a process of its own
because only a pipe tells reliably that the other side is gone, whatever ended it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "cookbook"
REMEDY = "script/setup --test installs it"

# Sorted by bytes, as SQLite does; but an É is a letter and has a small form.
CTYPE = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"

# Nothing here outlives the run, so nothing is made safe against a power cut.
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "wal_level": "minimal",
}


@dataclass(frozen=True)
class Account:
    """The account that commands run under; None is our own. `prefix` changes to another."""

    name: str | None
    prefix: tuple[str, ...] = ()

    def run(self, *command: str | Path, folder: Path) -> None:
        """Run a command in a folder; exit with what it said if it fails."""
        done = subprocess.run(
            [*self.prefix, *map(str, command)],
            cwd=folder,
            # The server's messages come in one language, whatever ours is.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            log = folder / "log"
            said = log.read_text(encoding="utf-8") if log.exists() else ""
            sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{said}")


def find_programs() -> Path:
    """Give the folder of initdb and pg_ctl: the one in PATH, else the newest that Debian has."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"),
        key=lambda path: float(path.parent.parent.name),
    )
    if not folders:
        sys.exit(f"PostgreSQL's server is not installed: {REMEDY}")
    return folders[-1].parent


def find_account() -> Account:
    """Give the account to run under: our own, but for root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return Account(None)
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        sys.exit(f"PostgreSQL refuses to run as root and there is no account postgres: {REMEDY}")
    become = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
    if Path("/").stat().st_mode & stat.S_IXOTH:
        return Account("postgres", become)
    # In a tree whose root folder is closed to all but root, as some builders of trees leave it,
    # another account finds no program at all unless it keeps root's way through folders; the last
    # word has access(2), by which PostgreSQL looks for its own programs, respect that too.
    keep = "-caps=-all,+dac_override"
    way = (f"--inh{keep}", f"--ambient{keep}", "--securebits=+no_setuid_fixup")
    return Account("postgres", (*become, *way))


def mind(folder: Path) -> None:
    """Run a server in an empty folder until standard input ends."""
    programs, account = find_programs(), find_account()
    if account.name is not None:
        shutil.chown(folder, account.name, account.name)
    data = folder / "data"
    account.run(
        *(programs / "initdb", "--pgdata", data, "--username", SUPERUSER, "--auth", "trust"),
        *("--encoding", "UTF8", "--locale", "C", "--lc-ctype", CTYPE, "--no-sync"),
        folder=folder,
    )
    lines = [f"{name} = '{value}'\n" for name, value in SETTINGS.items()]
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.writelines([*lines, f"unix_socket_directories = '{folder}'\n"])
    account.run(
        *(programs / "pg_ctl", "--pgdata", data, "--log", folder / "log", "--wait", "start"),
        folder=folder,
    )
    try:
        print(folder, flush=True)  # noqa: T201 -- the one word that the other side waits for
        sys.stdin.read()
    finally:
        account.run(
            *(programs / "pg_ctl", "--pgdata", data, "--mode", "fast", "--wait", "stop"),
            folder=folder,
        )


if __name__ == "__main__":
    # A socket's path has room for about a hundred letters.
    with tempfile.TemporaryDirectory(prefix="cookbook-pg-") as own:
        mind(Path(own))
