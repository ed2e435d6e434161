"""Config: every setting of the site with its default and its help.

Defaults < a TOML file < ``TIEWISE_*`` in the environment < options of the command. A secret may
also lie in a file that ``TIEWISE_SECRET_KEY_FILE`` (or ``TIEWISE_MAIL_PASSWORD_FILE``) names.
"""

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analysis.model import Problem

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_SECRET = 32
MAIL_SECURITY = ("starttls", "tls", "none")
SECRETS = {
    "secret_key": "the secret key",
    "database_url": "the address of the database",
    "queue_url": "the address of the queue",
    "mail_password": "the password of the mail server",
    "sso_client_secret": "the secret of single sign-on",
}
DOORS = ("all", "survey", "console")
SECOND_FACTOR = ("optional", "required")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one site; ``load`` makes one and refuses what would be insecure."""

    instance: Path = field(
        default=Path("instance"), metadata={"help": "folder that holds the databases and reports"}
    )
    base_url: str = field(
        default="http://127.0.0.1:8000", metadata={"help": "address that personal links begin with"}
    )
    host: str = field(default="127.0.0.1", metadata={"help": "address that the server listens on"})
    port: int = field(default=8000, metadata={"help": "port that the server listens on"})
    threads: int = field(default=8, metadata={"help": "requests served at the same time"})
    secret_key: str = field(
        default="", metadata={"help": "secret behind links and forms; made and kept if left empty"}
    )
    embedded_worker: bool = field(
        default=True, metadata={"help": "whether the site itself also does the analyses"}
    )
    upload_mb: int = field(default=10, metadata={"help": "largest upload, in megabytes"})
    trust_proxy: bool = field(
        default=False, metadata={"help": "whether a proxy in front sets X-Forwarded-For and -Proto"}
    )
    timezone: str = field(
        default="UTC", metadata={"help": "time zone in which the schedule is read and shown"}
    )
    mail_host: str = field(
        default="", metadata={"help": "mail server; nothing is sent by e-mail if left empty"}
    )
    mail_port: int = field(default=587, metadata={"help": "port of the mail server"})
    mail_security: str = field(
        default="starttls", metadata={"help": "how mail travels: starttls, tls or none"}
    )
    mail_user: str = field(default="", metadata={"help": "name to sign in to the mail server with"})
    mail_password: str = field(
        default="", metadata={"help": "password for it (or TIEWISE_MAIL_PASSWORD_FILE)"}
    )
    mail_from: str = field(default="", metadata={"help": "address that invitations come from"})
    mail_per_minute: int = field(
        default=60, metadata={"help": "e-mails sent a minute, so that servers don't block us"}
    )
    mail_timeout: int = field(
        default=30, metadata={"help": "seconds to wait for the mail server to answer"}
    )
    serve: str = field(
        default="all", metadata={"help": "which doors are open here: survey, console or all"}
    )
    second_factor: str = field(
        default="optional", metadata={"help": "second factor for staff: optional or required"}
    )
    sso_issuer: str = field(
        default="", metadata={"help": "OpenID Connect issuer for staff; no single sign-on if empty"}
    )
    sso_client_id: str = field(default="", metadata={"help": "what the issuer calls this site"})
    sso_client_secret: str = field(
        default="", metadata={"help": "secret for it (or TIEWISE_SSO_CLIENT_SECRET_FILE)"}
    )
    sso_name: str = field(
        default="your firm's account", metadata={"help": "what the sign-in button calls it"}
    )
    database_url: str = field(
        default="",
        metadata={
            "help": "address of a PostgreSQL for the tables; SQLite in the folder if left empty "
            "(or TIEWISE_DATABASE_URL_FILE)"
        },
    )
    keep_addresses_days: int = field(
        default=30, metadata={"help": "days after the close that e-mail addresses are kept"}
    )
    keep_answers_days: int = field(
        default=365, metadata={"help": "days after the close that answers are kept"}
    )
    queue_url: str = field(
        default="",
        metadata={
            "help": "address of a Redis for the queue of jobs; with the tables if left empty "
            "(or TIEWISE_QUEUE_URL_FILE)"
        },
    )

    @property
    def secure(self) -> bool:
        """Whether the site is reached by HTTPS."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def hosts(self) -> list[str]:
        """The only host names that the site answers to."""
        name = urlsplit(self.base_url).hostname or ""
        return [*LOOPBACK[:2], "[::1]"] if name in LOOPBACK else [name]


def load(
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Config:
    """The settings from everywhere; a Problem where one is unknown, wrong or insecure."""
    given = {**_from_file(file), **_from_environ(environ if environ is not None else os.environ)}
    given |= {key: value for key, value in (options or {}).items() if value is not None}
    known = kinds()
    for key in given:
        if key not in known:
            raise Problem(
                f"there is no setting {key!r}", mend=f"The settings are: {', '.join(known)}."
            )
    config = Config(**{key: _read(key, value, known[key]) for key, value in given.items()})
    return secured(config)


def shown(
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[tuple[str, str, str, str], ...]:
    """Each setting: its name, value, where that comes from, help. Of secrets only whether set."""
    places = (
        ("an option", {k: v for k, v in (options or {}).items() if v is not None}),
        ("the environment", _from_environ(environ if environ is not None else os.environ)),
        (str(file), _from_file(file)),
    )
    rows = []
    for entry in fields(Config):
        source = next((name for name, given in places if entry.name in given), "default")
        value = next((given[entry.name] for _, given in places if entry.name in given), None)
        text = str(entry.default if value is None else value)
        if entry.name in SECRETS:
            text = "set" if text else "not set"
        rows.append((entry.name, text, source, str(entry.metadata["help"])))
    return tuple(rows)


def secured(config: Config) -> Config:
    """The same settings with a secret key; a Problem instead of an insecure start."""
    _check_address(config)
    _check_timezone(config)
    _check_mail(config)
    _check_doors(config)
    _check_times(config)
    secret = config.secret_key or kept_secret(config.instance)
    if len(secret) < SHORTEST_SECRET:
        raise Problem(
            f"the secret key has {len(secret)} characters",
            where="secret_key",
            why="Personal links could be guessed.",
            mend=f"Use at least {SHORTEST_SECRET} random characters, or leave it empty.",
        )
    values = {entry.name: getattr(config, entry.name) for entry in fields(Config)}
    return Config(**{**values, "secret_key": secret, "base_url": config.base_url.rstrip("/")})


def kept_secret(instance: Path) -> str:
    """The secret key of this instance: made at the first start, read by its owner only."""
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = instance / "secret_key"
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
            made.write(token_urlsafe(48))
    except FileExistsError:
        pass
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Problem(
            "the secret key can be read by others",
            where=str(file),
            why="Whoever has it can make every personal link.",
            mend=f"Run: chmod 600 {file}",
        )
    return file.read_text(encoding="ascii").strip()


def _check_address(config: Config) -> None:
    parts = urlsplit(config.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise Problem(
            f"{config.base_url!r} is no web address",
            where="base_url",
            why="Personal links begin with it.",
            mend="Set it to something like https://survey.example.com (without a path).",
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Problem(
            "answers would travel unencrypted",
            where="base_url",
            why=f"{config.base_url} is reached over the network without HTTPS.",
            mend="Put a proxy with HTTPS in front and set base_url to its https:// address.",
        )
    if config.host not in LOOPBACK and parts.hostname in LOOPBACK:
        raise Problem(
            f"the site would listen on {config.host}, but its links lead to {parts.hostname}",
            where="base_url",
            mend="Set base_url to the address that people will use.",
        )


def _check_times(config: Config) -> None:
    if not 0 <= config.keep_addresses_days <= config.keep_answers_days:
        raise Problem(
            "addresses would be kept longer than answers",
            where="keep_addresses_days",
            mend="Use a number of days from 0 to that of keep_answers_days.",
        )


def _check_timezone(config: Config) -> None:
    try:
        ZoneInfo(config.timezone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise Problem(
            f"there is no time zone {config.timezone!r}",
            where="timezone",
            mend="Use a name like Europe/Stockholm, or UTC.",
        ) from None


def _check_mail(config: Config) -> None:
    if config.mail_security not in MAIL_SECURITY:
        raise Problem(
            f"mail can't travel by {config.mail_security!r}",
            where="mail_security",
            mend=f"Use one of: {', '.join(MAIL_SECURITY)}.",
        )
    if not config.mail_host:
        return
    if "@" not in config.mail_from or "=?" in config.mail_from:
        raise Problem(
            "invitations have no sender",
            where="mail_from",
            mend="Set mail_from to the address that they come from.",
        )
    if config.mail_security == "none" and config.mail_host not in LOOPBACK:
        raise Problem(
            "personal links would travel unencrypted",
            where="mail_security",
            why=f"{config.mail_host} is reached over the network.",
            mend="Use starttls or tls, or a mail server on this machine.",
        )
    if config.mail_per_minute < 1 or config.mail_timeout < 1:
        raise Problem("mail would never go out", where="mail_per_minute", mend="Use 1 or more.")


def _check_doors(config: Config) -> None:
    for key, fine in (("serve", DOORS), ("second_factor", SECOND_FACTOR)):
        if getattr(config, key) not in fine:
            what = f"{getattr(config, key)!r} is no value for this setting"
            raise Problem(what, where=key, mend=f"Use one of: {', '.join(fine)}.")
    issuer = urlsplit(config.sso_issuer)
    if config.sso_issuer and not (
        issuer.scheme == "https" or (issuer.scheme == "http" and issuer.hostname in LOOPBACK)
    ):
        raise Problem(
            "single sign-on would travel unencrypted",
            where="sso_issuer",
            mend="Use the issuer's https:// address.",
        )
    if config.sso_issuer and not config.sso_client_id:
        raise Problem(
            "single sign-on does not know what this site is called there",
            where="sso_client_id",
            mend="Register this site with the issuer, and set the id that it gives.",
        )


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(
            "the settings cannot be read", where=str(file), why=f"{error}.", mend="Correct it."
        ) from error


def _from_environ(environ: Mapping[str, str]) -> dict[str, str]:
    names = {f"TIEWISE_{entry.name.upper()}": entry.name for entry in fields(Config)}
    given = {key: environ[name] for name, key in names.items() if environ.get(name)}
    for key, what in SECRETS.items():
        file = environ.get(f"TIEWISE_{key.upper()}_FILE")
        if file:
            given[key] = _secret_in(file, what)
    return given


def _secret_in(file: str, what: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{what} cannot be read", where=file, why=f"{error}.") from error


def kinds() -> dict[str, Any]:
    """The type of each setting, by name."""
    return {entry.name: entry.type for entry in fields(Config)}


def _read(key: str, value: Any, kind: Any) -> Any:
    """The value in the type of its default."""
    words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    try:
        if kind is bool:
            return value if isinstance(value, bool) else words[str(value).lower()]
        return Path(value) if kind is Path else kind(value)
    except (KeyError, ValueError, TypeError) as error:
        raise Problem(
            f"{value!r} is no value for this setting",
            where=key,
            mend="Use yes or no." if kind is bool else f"Use a value of type {kind.__name__}.",
        ) from error
