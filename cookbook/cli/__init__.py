"""The command `cookbook`: the side door for editors and administrators at a terminal.

Exit codes: 0 when all went well, 1 when something a person can put right stopped it or a check
failed, 2 when the command line itself was wrong, 130 when it was interrupted.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import sys

import click

from cookbook.cli.console import print_error
from cookbook.errors import CookbookError

INTERRUPTED = 130
COMMANDS = {
    "press": "cookbook.cli.pressing:press",
    "import": "cookbook.cli.collections:import_",
    "export": "cookbook.cli.collections:export",
    "check": "cookbook.cli.checking:check",
    "doctor": "cookbook.cli.doctor:doctor",
    "cache": "cookbook.cli.cache:cache",
    "demo": "cookbook.cli.demo:demo",
    "serve": "cookbook.cli.serving:serve",
    "worker": "cookbook.cli.serving:worker",
    "upgrade": "cookbook.cli.serving:upgrade",
    "user": "cookbook.cli.people:user",
    "outbox": "cookbook.cli.people:outbox",
}
"""Where each command is; it is read when it is asked for, as few need the web or a database."""


class CommandTable(click.Group):
    """The commands of the table, in its order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read a command and give it, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


def _version() -> str:
    try:
        return importlib.metadata.version("cookbook-press")
    except importlib.metadata.PackageNotFoundError:
        return "of a checkout that is not installed"


@click.group(
    cls=CommandTable,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(_version(), prog_name="cookbook")
def cookbook() -> None:
    """Make a community's book: recipes or chapters in, EPUB and PDF out.

    \b
    A first book in three steps:
      cookbook import FOLDER --volume our-book     bring in a collection you have
      cookbook export our-book our-book            write it as a book folder, to look and edit
      cookbook press our-book --out made           make EPUB and PDF of it

    What is produced lives in the folder that COOKBOOK_INSTANCE names; without it, in "instance".
    """  # noqa: D301 -- \b is click's mark for lines that are to stay as they are


def main() -> None:
    """Run the command; every expected failure becomes a few clear lines and an exit code."""
    try:
        code = cookbook.main(prog_name="cookbook", standalone_mode=False)
    except click.UsageError as err:
        err.show()
        sys.exit(2)
    except click.exceptions.Abort:
        print_error("Interrupted; nothing that was finished is lost.")
        sys.exit(INTERRUPTED)
    except click.ClickException as err:
        err.show()
        sys.exit(err.exit_code)
    except CookbookError as err:
        print_error(err)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
