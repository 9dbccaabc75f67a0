"""Mail leaves through here: written in the transaction of what it tells of, delivered by a job."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.ledger.record import record
from kedang.notify.events import MAIL_FAILED, MAILED
from kedang.notify.models import Mail

_AAD = b"mail"
ATTEMPTS = 8
# (key, state, error), in the transaction that settles the mail: what its sender makes of it.
Settled = Callable[[str, str, str], None]
_settled: dict[str, Settled] = {}


def is_configured() -> bool:
    return bool(settings.EMAIL_HOST)


def when_settled(prefix: str, then: Settled) -> None:
    """Call `then` for each mail whose key starts with `prefix` when it was sent or given up."""
    _settled[prefix] = then


def post(
    key: str,
    *,
    to: str,
    subject: str,
    text: str,
    owner: str,
    purpose: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    customer_id: int | None = None,
) -> None:
    """Have a mail delivered once the caller's transaction is there; a second one with the same `key` is not.

    It is sealed under `owner`'s key until it has left. Raises Conflict: no mail server is set up.
    """
    from kedang.notify.tasks import deliver_mail

    if not is_configured():
        raise Conflict(_("还没有设置发信服务器"), remedy=_("请系统管理员设置 KEDANG_SMTP_URL 后重新启动。"))
    body = {"to": to, "subject": subject, "text": text, "html": html, "headers": dict(headers or {})}
    sealed = vault.seal(owner, purpose, json.dumps(body, ensure_ascii=False).encode(), aad=_AAD)
    mail = Mail(key=key, owner=owner, purpose=purpose, sealed=sealed, customer_id=customer_id)
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    deliver_mail.enqueue(key, key=f"mail:{key}")


def cancel(prefix: str) -> int:
    """What has not left yet stays; how many."""
    waiting = Mail.objects.filter(key__startswith=prefix, state=Mail.State.WAITING)
    return waiting.update(state=Mail.State.CANCELLED, sealed=b"")


def deliver(key: str, *, actor: Actor) -> None:
    """Hand one mail to the server; a crash between its answer and ours sends it again, with the same Message-ID.

    Raises what the server said, for another try; after the last the mail is given up instead.
    """
    mail = Mail.objects.filter(key=key, state=Mail.State.WAITING).first()
    if mail is None:
        return
    try:
        _message(mail).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        Mail.objects.filter(pk=mail.pk).update(attempts=mail.attempts + 1, error=_why(error))
        if mail.attempts < ATTEMPTS and not _is_final(error):
            raise
        _settle(mail, Mail.State.FAILED, _why(error), actor)
    else:
        _settle(mail, Mail.State.SENT, "", actor)


def _settle(mail: Mail, state: Mail.State, error: str, actor: Actor) -> None:
    with transaction.atomic():
        changed = Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(
            state=state, sealed=b"", error=error, sent_at=now() if state == Mail.State.SENT else None
        )
        if not changed:
            return
        kind = MAILED if state == Mail.State.SENT else MAIL_FAILED
        record(kind, mail, actor=actor, customer_id=mail.customer_id, details={"error": error})
        for prefix, then in _settled.items():
            if mail.key.startswith(prefix):
                then(mail.key, str(state), error)


def _message(mail: Mail) -> EmailMultiAlternatives:
    body: dict[str, Any] = json.loads(
        vault.unseal(bytes(mail.sealed), owner=mail.owner, purpose=mail.purpose, aad=_AAD)
    )
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    headers = {"Message-ID": f"<{sha256(mail.key.encode()).hexdigest()[:32]}@{domain}>", **body["headers"]}
    message = EmailMultiAlternatives(body["subject"], body["text"], to=[body["to"]], headers=headers)
    if body["html"]:
        message.attach_alternative(body["html"], "text/html")
    return message


def _is_final(error: OSError) -> bool:
    """Whether the server said that it will never take it (RFC 5321: 5xx)."""
    code = getattr(error, "smtp_code", 0)
    refused = getattr(error, "recipients", None)
    codes = [answer[0] for answer in refused.values()] if isinstance(refused, dict) else [code]
    return bool(codes) and all(500 <= one < 600 for one in codes)


def _why(error: OSError) -> str:
    """Without the address: it may not stand in clear."""
    code = getattr(error, "smtp_code", "")
    refused = getattr(error, "recipients", None)
    if isinstance(refused, dict) and refused:
        code = next(iter(refused.values()))[0]
    return f"{type(error).__name__} {code}".strip()
