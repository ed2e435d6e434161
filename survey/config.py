"""Config: every setting of the site with its default and its help.

Defaults < a TOML file < ``TIEWISE_*`` in the environment < options of the command. A secret may
also lie in a file that ``TIEWISE_SECRET_KEY_FILE`` names.
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

from analysis.model import Problem

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_SECRET = 32


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


def secured(config: Config) -> Config:
    """The same settings with a secret key; a Problem instead of an insecure start."""
    _check_address(config)
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
    file = environ.get("TIEWISE_SECRET_KEY_FILE")
    if file:
        try:
            given["secret_key"] = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Problem("the secret key cannot be read", where=file, why=f"{error}.") from error
    return given


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
