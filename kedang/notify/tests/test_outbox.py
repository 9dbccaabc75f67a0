"""Mail through a real SMTP server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kedang.core.errors import Conflict
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.notify import outbox
from kedang.notify.models import Mail


@dataclass
class Postbox:
    """What the server took, and what it answers next."""

    answers: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd calls it so
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(BytesParser(policy=default).parsebytes(envelope.content or b""))  # type: ignore[arg-type]  # bytes by default
        return answer


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield box
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def post(key: str = "test:1") -> None:
    outbox.post(
        key, to="buyer@example.com", subject="年度回访", text="您好", html="<p>您好</p>",
        headers={"List-Unsubscribe": "<https://example.com/u>"}, owner="system", purpose="mail",
    )  # fmt: skip


def test_a_mail_arrives_whole(db: None, postbox: Postbox) -> None:
    post()
    run_pending()
    (mail,) = postbox.taken
    assert (mail["To"], mail["Subject"]) == ("buyer@example.com", "年度回访")
    assert mail["List-Unsubscribe"] == "<https://example.com/u>"
    assert mail.get_body(("plain",)).get_content().strip() == "您好"  # type: ignore[union-attr]  # it has one
    assert Mail.objects.get().state == Mail.State.SENT
    assert Event.objects.filter(kind="notify.mailed").count() == 1


def test_the_same_mail_leaves_once(db: None, postbox: Postbox) -> None:
    post()
    post()
    run_pending()
    post()
    run_pending()
    assert len(postbox.taken) == 1


def test_neither_address_nor_words_lie_in_clear_nor_stay_after_sending(db: None, postbox: Postbox) -> None:
    post()
    assert b"buyer" not in bytes(Mail.objects.get().sealed)
    run_pending()
    assert bytes(Mail.objects.get().sealed) == b""


def test_a_final_refusal_is_told_to_the_sender_at_once(db: None, postbox: Postbox) -> None:
    told: list[tuple[str, str]] = []
    outbox.when_settled("test:", lambda key, state, error: told.append((key, state)))
    postbox.answers = ["550 no such mailbox"]
    post()
    run_pending()
    assert told == [("test:1", "failed")]
    assert "buyer" not in Mail.objects.get().error


def test_a_passing_refusal_is_tried_again(db: None, postbox: Postbox) -> None:
    postbox.answers = ["451 try later"]
    post()
    with pytest.raises(OSError):
        run_pending()
    assert Mail.objects.get().state == Mail.State.WAITING
    from kedang.notify.tasks import deliver_mail

    deliver_mail("test:1")
    assert len(postbox.taken) == 1


def test_a_cancelled_mail_stays(db: None, postbox: Postbox) -> None:
    post()
    assert outbox.cancel("test:") == 1
    run_pending()
    assert not postbox.taken


def test_without_a_server_posting_says_what_to_do(db: None, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with pytest.raises(Conflict, match="发信服务器"):
        post()
