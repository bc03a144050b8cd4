"""Settings: the only reader of the environment, and the finder of the project's own folders."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

PACKAGE = Path(__file__).resolve().parent
MEGABYTE = 1_000_000
DEFAULT_SITE_NAME = "Cookbook"


def kit_folder() -> Path:
    """Return the folder `build/`: the press's styles, filters, themes and fonts.

    A wheel carries it inside the package; a checkout has it beside the package.
    """
    return _root_folder("build")


def templates_folder() -> Path:
    """Return the folder of the site's templates; found as `build/` is."""
    return _root_folder("templates")


def static_folder() -> Path:
    """Return the folder of the site's styles, scripts, pictures and fonts; found as `build/` is."""
    return _root_folder("static")


def migrations_folder() -> Path:
    """Return the folder of the database's migrations."""
    return PACKAGE / "migrations"


def samples_folder() -> Path:
    """Return the folder of the sample books, which only a checkout has."""
    return PACKAGE.parent / "samples"


def instance_folder() -> Path:
    """Return the folder that everything produced lives in.

    `COOKBOOK_INSTANCE` names it; without that it is `instance/` beside the project.
    """
    named = os.environ.get("COOKBOOK_INSTANCE", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    beside = PACKAGE.parent
    if (beside / "pyproject.toml").is_file():
        return beside / "instance"
    return Path.cwd() / "instance"


@dataclass(frozen=True)
class MailSettings:
    """How mail leaves: through an SMTP server, or into the local outbox where `server` is ""."""

    server: str = ""
    port: int = 25
    username: str = ""
    password: str = field(default="", repr=False)
    use_tls: bool = False
    use_ssl: bool = False
    sender: str = "cookbook@localhost"


@dataclass(frozen=True)
class BuildSettings:
    """How books are pressed: who carries the word that one is to be, and how much each may take.

    `broker_url` is "" for the embedded queue under the instance folder. A worker holds a build for
    `lease_seconds` at a time; one that it doesn't renew is run again. `processes` is how many this
    machine gives to a press, 0 for one a core. A worker that `helps` sets pages for the books of
    other machines while it has none itself; one that `checks` has tools judge what it has made.
    """

    broker_url: str = ""
    lease_seconds: int = 30
    limit_minutes: int = 60
    memory_mb: int = 8_000
    processes: int = 0
    helps: bool = True
    checks: bool = False

    @property
    def process_count(self) -> int:
        """How many processes this machine gives to a press."""
        return self.processes or os.cpu_count() or 1

    @property
    def renew_seconds(self) -> float:
        """How often a lease is renewed, and how often a worker looks for leases that ran out."""
        return self.lease_seconds / 6


@dataclass(frozen=True)
class BucketSettings:
    """An S3 bucket that bytes lie in, under names that begin with `prefix`.

    `endpoint` is "" for Amazon's own servers; without keys, what the machine itself may do counts.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    access_key: str = ""
    secret_key: str = field(default="", repr=False)


@dataclass(frozen=True)
class CacheSettings:
    """Where the press keeps what it need not make again: a folder, and a bucket if there is one."""

    folder: Path
    limit_mb: int = 2_000
    bucket: BucketSettings | None = None

    @property
    def limit_bytes(self) -> int:
        """How much each of the two may hold."""
        return self.limit_mb * MEGABYTE


@dataclass(frozen=True)
class FetchSettings:
    """Whether pages of others are fetched for those who ask for them, and from where.

    All but `allowed` is for tests, which have their pages on this machine.
    """

    allowed: bool = True
    seconds: float = 10
    ports: frozenset[int] = frozenset({80, 443})
    loopback: bool = False


@dataclass(frozen=True)
class Settings:
    """All that an installation may set; docs/settings.md says what each means."""

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    site_name: str = DEFAULT_SITE_NAME
    base_url: str = ""
    mail: MailSettings = field(default_factory=MailSettings)
    builds: BuildSettings = field(default_factory=BuildSettings)
    bucket: BucketSettings | None = None
    cache_mb: int = 2_000
    secure_cookies: bool = False
    trusted_proxies: int = 0
    upload_max_bytes: int = 32 * MEGABYTE
    page_previews: bool = True
    fetching: FetchSettings = field(default_factory=FetchSettings)
    limits: bool = True
    demo: bool = False

    @property
    def host(self) -> str:
        """The site's name on the network, without a port; "" where no address is set."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def storage_folder(self) -> Path:
        """Where the bytes of pictures and books lie."""
        return self.instance / "storage"

    @property
    def cache_folder(self) -> Path:
        """Where the press keeps what it need not make again."""
        return self.instance / "cache"

    @property
    def cache(self) -> CacheSettings:
        """What a cache is made from."""
        return CacheSettings(self.cache_folder, self.cache_mb, self.bucket)

    @property
    def is_farm(self) -> bool:
        """Whether several machines may press one book: they need a broker and a bucket."""
        return bool(self.builds.broker_url) and self.bucket is not None

    @property
    def outbox_folder(self) -> Path:
        """Where mail lies that no server takes."""
        return self.instance / "outbox"

    @property
    def queue_folder(self) -> Path:
        """Where the embedded task engine keeps its messages."""
        return self.instance / "queue"

    @property
    def pressing_folder(self) -> Path:
        """Where books lie while they are pressed."""
        return self.instance / "pressing"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; the secret key is made once and kept in the instance.

    Raises ValueError, naming the variable, where a number or a yes is none.
    """
    env = os.environ if environment is None else environment
    instance = instance_folder()
    url = env.get("DATABASE_URL", "").strip()
    return Settings(
        instance=instance,
        database_url=_database_url(url) if url else f"sqlite:///{instance / 'cookbook.db'}",
        secret_key=env.get("COOKBOOK_SECRET_KEY", "").strip() or _kept_secret(instance),
        site_name=env.get("COOKBOOK_SITE_NAME", "").strip() or DEFAULT_SITE_NAME,
        base_url=env.get("COOKBOOK_BASE_URL", "").strip().rstrip("/"),
        mail=MailSettings(
            server=env.get("MAIL_SERVER", "").strip(),
            port=_number(env, "MAIL_PORT", 25),
            username=env.get("MAIL_USERNAME", ""),
            password=env.get("MAIL_PASSWORD", ""),
            use_tls=_yes(env, "MAIL_USE_TLS"),
            use_ssl=_yes(env, "MAIL_USE_SSL"),
            sender=env.get("MAIL_SENDER", "").strip() or "cookbook@localhost",
        ),
        builds=BuildSettings(
            broker_url=env.get("BROKER_URL", "").strip(),
            lease_seconds=max(1, _number(env, "COOKBOOK_BUILD_LEASE_SECONDS", 30)),
            limit_minutes=max(1, _number(env, "COOKBOOK_BUILD_MINUTES", 60)),
            memory_mb=_number(env, "COOKBOOK_BUILD_MEMORY_MB", 8_000),
            processes=_number(env, "COOKBOOK_BUILD_PROCESSES", 0),
            helps=_yes(env, "COOKBOOK_BUILD_HELP", otherwise=True),
            checks=_yes(env, "COOKBOOK_BUILD_CHECKS", otherwise=True),
        ),
        bucket=_bucket(env),
        cache_mb=_number(env, "COOKBOOK_CACHE_MB", 2_000),
        secure_cookies=_yes(env, "COOKBOOK_SECURE_COOKIES"),
        trusted_proxies=_number(env, "COOKBOOK_TRUSTED_PROXIES", 0),
        upload_max_bytes=_number(env, "COOKBOOK_UPLOAD_MAX_MB", 32) * MEGABYTE,
        page_previews=_yes(env, "COOKBOOK_PAGE_PREVIEWS", otherwise=True),
        fetching=FetchSettings(allowed=_yes(env, "COOKBOOK_FETCH_PAGES", otherwise=True)),
        demo=_yes(env, "COOKBOOK_DEMO"),
    )


def load_cache_settings(environment: Mapping[str, str] | None = None) -> CacheSettings:
    """Read what a cache is made from, for who needs no other setting; makes nothing.

    Raises ValueError, naming the variable, where one is wrong.
    """
    env = os.environ if environment is None else environment
    limit = _number(env, "COOKBOOK_CACHE_MB", 2_000)
    return CacheSettings(instance_folder() / "cache", limit, _bucket(env))


def _bucket(env: Mapping[str, str]) -> BucketSettings | None:
    said = env.get("STORAGE_URL", "").strip()
    if not said:
        return None
    url = urlsplit(said)
    given = dict(parse_qsl(url.query))
    is_known = url.scheme == "s3" and given.keys() <= {"endpoint", "region"}
    if not is_known or not url.netloc or "@" in url.netloc:
        # It isn't repeated, as somebody may have written a password into it.
        raise ValueError(
            'STORAGE_URL is not of the form "s3://bucket/prefix?endpoint=https://…&region=…"'
        )
    return BucketSettings(
        name=url.netloc,
        prefix=url.path.strip("/"),
        endpoint=given.get("endpoint", "").rstrip("/"),
        region=given.get("region", "") or BucketSettings.region,
        access_key=env.get("AWS_ACCESS_KEY_ID", "").strip(),
        secret_key=env.get("AWS_SECRET_ACCESS_KEY", "").strip(),
    )


def _root_folder(name: str) -> Path:
    shipped = PACKAGE / "_kit" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


def _database_url(url: str) -> str:
    """Name the driver that we bring where a provider's address leaves it open."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return f"postgresql+psycopg://{url.removeprefix(prefix)}"
    return url


def _kept_secret(instance: Path) -> str:
    """Give the instance's own secret, which is made at the first start and only we may read."""
    file = instance / "secret-key"
    if not file.is_file():
        instance.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=instance)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
        # Of two processes that start at once, the first to give the name wins.
        with contextlib.suppress(FileExistsError):
            os.link(made, file)
        Path(made).unlink()
    return file.read_text(encoding="ascii").strip()


def _number(env: Mapping[str, str], name: str, otherwise: int) -> int:
    said = env.get(name, "").strip()
    if said and not said.isdecimal():
        raise ValueError(f'{name} says "{said}"; a whole number is expected')
    return int(said) if said else otherwise


def _yes(env: Mapping[str, str], name: str, *, otherwise: bool = False) -> bool:
    said = env.get(name, "").strip().lower()
    if said not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise ValueError(f'{name} says "{said}"; "yes" or "no" is expected')
    return said in {"1", "yes", "true"} if said else otherwise
