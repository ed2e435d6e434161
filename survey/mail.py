"""Mail: one message to one person over SMTP, and in plain words what the server made of it."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from typing import Literal

from analysis.model import Problem
from survey.addresses import address, sender_name
from survey.config import Config
from survey.letters import Letter

HEADERS = {
    "subject", "from", "to", "reply-to", "date", "message-id", "auto-submitted",
    "content-type", "content-transfer-encoding", "mime-version",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message.

    ``sent``: the server took it. ``refused``: it says no for good. ``later``: it says not now, or
    was not heard to the end, so that it is unknown whether it took the message.
    """

    state: Literal["sent", "refused", "later"]
    said: str = ""
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom a letter goes, answers to whom, what tells it from all others, and who signs it."""

    to: str
    reply_to: str
    id: str
    date: datetime
    sender: str = ""


def compose(letter: Letter, envelope: Envelope, sender: str) -> bytes:
    """The message as it travels. Its headers are read again and compared before it may.

    The only display name is the client's own, which is checked: some versions of Python turn hidden
    text in one into headers of their own (CVE-2024-6923), and others' names may be a prank.
    """
    made = EmailMessage(policy=policy.SMTP)
    made["Subject"] = letter.subject
    made["From"] = Address(sender_name(envelope.sender), addr_spec=sender)
    made["To"] = envelope.to
    if envelope.reply_to:
        made["Reply-To"] = address(envelope.reply_to)
    made["Date"] = format_datetime(envelope.date)
    made["Message-ID"] = f"<{envelope.id}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    text = letter.body.encode("utf-8", "replace").decode("utf-8")
    made.set_content(text, charset="utf-8", cte="quoted-printable")
    raw = made.as_bytes()
    _same(raw, envelope.to, sender)
    return raw


def _same(raw: bytes, to: str, sender: str) -> None:
    """Refuse a message in whose headers anything stands that we did not put there."""
    read = BytesHeaderParser(policy=policy.SMTP).parsebytes(raw)
    names = [name.lower() for name in read.keys()]  # noqa: SIM118 - a message can name one twice
    alone = [address.addr_spec for address in read["From"].addresses] == [sender]
    known = len(names) == len(set(names)) and set(names) <= HEADERS
    if not (known and alone and read["To"] == to):
        raise Problem(
            "this message would carry hidden headers",
            why="Somewhere in its subject stands what mail programmes read as such.",
            mend="Look at the title of the survey and at the subject of the letter.",
        )


class Post:
    """A mail server that we speak with, connected anew where it hung up."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter, envelope: Envelope) -> Outcome:
        """Hand over one message. Problem if the server can't be reached or won't have us at all."""
        try:
            to = address(envelope.to)
        except Problem as problem:
            return Outcome("refused", problem.what)
        sender = address(self._config.mail_from)
        made = compose(letter, replace(envelope, to=to), sender)
        server = self._connected()
        try:
            server.sendmail(sender, [to], made)
        except smtplib.SMTPRecipientsRefused as error:
            return self._answered(*error.recipients[to])
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code >= 500:
                raise _refused(self._config, error.smtp_code, error.smtp_error) from error
            return self._answered(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return self._answered(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Outcome("later", f"the connection was lost ({_named(error)})", unheard=True)
        return Outcome("sent")

    def greet(self) -> None:
        """Reach the server and sign in; Problem where that fails."""
        self._connected()

    def _answered(self, code: int, said: bytes | str) -> Outcome:
        """The server's own words. 421 is how one hangs up."""
        if code == 421:
            self.close()
        return Outcome("refused" if code >= 500 else "later", f"{code} {_text(said)}")

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = _connect(self._config)
        return self._server

    def close(self) -> None:
        """Hang up."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def leave(self) -> None:
        """Say goodbye, as far as anybody listens."""
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self.close()
        self._server = None


@contextmanager
def post(config: Config) -> Iterator[Post]:
    """The mail server of the settings, for as long as it is needed."""
    if not config.mail_host:
        raise Problem(
            "no mail server is set",
            where="mail_host",
            why="Nothing can be sent by e-mail.",
            mend="Set mail_host and mail_from, or use the sheet of links or the cards.",
        )
    made = Post(config)
    try:
        yield made
    finally:
        made.leave()


def _connect(config: Config) -> smtplib.SMTP:
    """Reach the server, safely where that is set, and sign in; Problem where that fails."""
    server = None
    try:
        server = _dial(config)
        if config.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if config.mail_user:
            server.login(config.mail_user, config.mail_password)
    except (smtplib.SMTPException, OSError) as error:
        if server is not None:
            server.close()
        raise _unusable(config, error) from error
    return server


def _dial(config: Config) -> smtplib.SMTP:
    if config.mail_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            config.mail_host, config.mail_port, timeout=config.mail_timeout, context=context
        )
    return smtplib.SMTP(config.mail_host, config.mail_port, timeout=config.mail_timeout)


def _unusable(config: Config, error: Exception) -> Problem:
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(config, error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _refused(config, 0, str(error))
    return Problem(
        "the mail server can't be reached",
        where=f"{config.mail_host}:{config.mail_port}",
        why=f"The system says: {_named(error)}.",
        mend="Nothing is lost: it is tried again by itself. If it lasts, check the settings.",
    )


def _refused(config: Config, code: int, said: bytes | str) -> Problem:
    return Problem(
        "the mail server won't have us",
        where=f"{config.mail_host}:{config.mail_port}",
        why=f"It says: {code or ''} {_text(said)}.".replace("  ", " "),
        mend="Check mail_from, mail_user and mail_password. Nothing is lost meanwhile.",
    )


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _named(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return _text(str(error)) or type(error).__name__
