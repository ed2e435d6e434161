"""A mail server for tests that speaks real SMTP, and misbehaves when it is told to."""

import asyncio
import socket
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from survey.config import Config


class Server:
    """Takes mail on this machine. ``answers`` are given to the next messages, one each:

    ``250`` and other codes at the end of DATA, ``rcpt:550`` at the recipient, ``hang`` (says
    nothing), ``mail:451`` at the sender, ``drop`` (hangs up in the middle of DATA), ``late drop``
    (takes it, then hangs up).
    """

    def __init__(self) -> None:
        self.answers: deque[str] = deque()
        self.taken: list[tuple[str, str, bytes]] = []

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for _, _, raw in self.taken]

    @property
    def recipients(self) -> Counter[str]:
        return Counter(to for _, to, _ in self.taken)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, _options: Any
    ) -> str:
        if self.answers and self.answers[0].startswith("mail:"):
            return f"{self.answers.popleft()[5:]} not from you"
        envelope.mail_from = sender
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: Any
    ) -> str:
        if self.answers and self.answers[0].startswith("rcpt:"):
            return f"{self.answers.popleft()[5:]} not this one"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.popleft() if self.answers else "250"
        if answer == "hang":
            await asyncio.sleep(5)
        if answer in ("hang", "drop", "late drop"):
            if answer == "late drop":
                self._take(envelope)
            assert server.transport
            server.transport.abort()
            return "421 gone"
        if answer.startswith("250"):
            self._take(envelope)
        return f"{answer} said so"

    def _take(self, envelope: Envelope) -> None:
        raw = envelope.content
        assert isinstance(raw, bytes)
        for to in envelope.rcpt_tos:
            self.taken.append((str(envelope.mail_from), str(to), raw))


@contextmanager
def mail_server() -> Iterator[tuple[Server, dict[str, Any]]]:
    """A server that listens, and the settings that lead to it."""
    handler = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield handler, settings(port)
    finally:
        controller.stop(no_assert=True)


def settings(port: int) -> dict[str, Any]:
    """A site that sends by the server at this port."""
    return {
        "mail_host": "127.0.0.1",
        "mail_port": port,
        "mail_security": "none",
        "mail_from": "survey@example.org",
        "mail_timeout": 1,
        "mail_per_minute": 6000,
    }


def with_mail(config: Config, facts: dict[str, Any]) -> Config:
    """The same site with a mail server."""
    from dataclasses import replace

    return replace(config, **facts)
