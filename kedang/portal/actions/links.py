"""Links for customers: made, withdrawn; the code as second step; sessions of their own."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.engagement.linking import digest_of, new_token
from kedang.engagement.mailing import address_in, check_mail_is_set_up, house
from kedang.engagement.permissions import check_not_refused
from kedang.ledger.record import record
from kedang.notify import outbox
from kedang.notify.telling import tell
from kedang.portal import events
from kedang.portal.models import WRONG_CODES, PortalLink, PortalSession
from kedang.portal.notices import LOCKED
from kedang.portal.sealing import ASKED, code_digest, seal

REACHED_BY = (ContactKind.EMAIL, ContactKind.MOBILE, ContactKind.LANDLINE)
CODE_FOR, READ_OUT_FOR = timedelta(minutes=10), timedelta(minutes=30)
SESSION_FOR = timedelta(hours=1)
BETWEEN = timedelta(seconds=60)
MAILS = 6


@action(needs="share", resource="feedback")
def make_link(
    customer: Customer,
    point: ContactPoint,
    *,
    days: int = 7,
    asked_for: str = "",
    by_mail: bool = False,
    origin: str,
    actor: Actor,
) -> tuple[PortalLink, str]:
    """The link and its token, shown once. `point`: where the code will go, known before.

    Raises Invalid: another customer's point, or one no code can reach; no mail server for `by_mail`.
    """
    if (
        point.customer_id != customer.pk
        or point.kind not in REACHED_BY
        or point.removed_at
        or point.is_absent
    ):
        raise Invalid(_("请选择这位客户的邮箱或电话"), field="point")
    if not 1 <= days <= 90:
        raise Invalid(_("有效天数应为 1 至 90"), field="days", value=str(days))
    token = new_token()
    wanted = "\n".join(line.strip()[:80] for line in asked_for.splitlines() if line.strip())[:2000]
    link = PortalLink.objects.create(
        customer=customer, point=point, made_by=actor.person, origin=origin, digest=digest_of(token),
        asked_for=seal(wanted, customer.pk, ASKED) if wanted else None,
        expires_at=now() + timedelta(days=days),
    )  # fmt: skip
    if by_mail:
        _mail_link(link, token)
    record(
        events.LINK_MADE, link, actor=actor, customer_id=customer.pk, details={"days": days, "files": wanted}
    )
    return link, token


@action(needs="share")
def withdraw_link(link: PortalLink, *, actor: Actor) -> None:
    """With the sessions it opened."""
    if link.state not in {"live", "locked"}:
        raise Conflict(_("链接已经失效"))
    revise(link, withdrawn_at=now())
    PortalSession.objects.filter(link=link).delete()
    record(events.LINK_WITHDRAWN, link, actor=actor, customer_id=link.customer_id)


@action(needs="share")
def make_code(link: PortalLink, *, actor: Actor) -> str:
    """To be read out over the known telephone; shown once, good for half an hour. Ends the one before."""
    _check_live(link)
    code = _new_code(link, READ_OUT_FOR)
    record(events.CODE_MADE, link, actor=actor, customer_id=link.customer_id)
    return code


@action(needs="create", resource="feedback")
def mail_code(link: PortalLink, *, actor: Actor) -> None:
    """To the known address. Raises Conflict: no mail, too soon, or too often."""
    _check_live(link)
    check_mail_is_set_up()
    if link.code_made_at and now() - link.code_made_at < BETWEEN:
        raise Conflict(_("刚刚发过验证码"), remedy=_("请一分钟后再试。"))
    if link.codes_mailed >= MAILS:
        raise Conflict(_("这个链接的验证码发送次数已用完"), remedy=_("请联系为您服务的同事。"))
    to = address_in(link.point)
    code = _new_code(link, CODE_FOR)
    revise(link, codes_mailed=link.codes_mailed + 1)
    outbox.post(
        f"portal:{link.pk}:code:{link.codes_mailed}",
        to=to,
        subject=_("验证码 %(code)s") % {"code": code},
        text=_("您的验证码是 %(code)s，10 分钟内有效。不是您本人操作请忽略。") % {"code": code}
        + f"\n{house()}\n",
        owner=link.customer.key_owner,
        purpose="profile",
        customer_id=link.customer_id,
    )
    record(events.CODE_MAILED, link, actor=actor, customer_id=link.customer_id)


@action(needs="create", resource="feedback")
def enter(link: PortalLink, code: str, *, actor: Actor) -> str | None:
    """A session's token; None when the code was wrong, which is counted: the fifth locks the link.

    Raises Conflict: it is locked or over.
    """
    _check_live(link)
    given = code_digest(link, "".join(char for char in code if char.isdigit()))
    fits = bool(link.code) and hmac.compare_digest(bytes(link.code or b""), given)
    if not fits or not link.code_until or link.code_until <= now():
        _count_wrong(link, actor)
        return None
    # Taken once: of two with the same code one gets in.
    taken = {"code": None, "code_until": None, "wrong": 0, "entered_at": now()}
    if not PortalLink.objects.filter(pk=link.pk, code=link.code, locked_at=None).update(**taken):
        raise Conflict(_("验证码已经用过"), remedy=_("请重新获取。"))
    token = new_token()
    PortalSession.objects.create(link=link, digest=digest_of(token), expires_at=now() + SESSION_FOR)
    record(events.ENTERED, link, actor=actor, customer_id=link.customer_id)
    return token


@action(needs="create", resource="feedback")
def leave(session: PortalSession, *, actor: Actor) -> None:
    link = session.link
    session.delete()
    record(events.LEFT, link, actor=actor, customer_id=link.customer_id)


def _count_wrong(link: PortalLink, actor: Actor) -> None:
    """Counted in the database, so that tries at the same moment all count."""
    rows = PortalLink.objects.filter(pk=link.pk)
    rows.update(wrong=F("wrong") + 1)
    link.refresh_from_db(fields=["wrong"])
    if link.wrong < WRONG_CODES:
        record(
            events.WRONG_CODE, link, actor=actor, customer_id=link.customer_id, details={"count": link.wrong}
        )
        return
    rows.update(locked_at=now(), code=None)
    link.refresh_from_db(fields=["locked_at"])
    PortalSession.objects.filter(link=link).delete()
    record(events.LOCKED, link, actor=actor, customer_id=link.customer_id, details={"count": link.wrong})
    tell(LOCKED, [link.made_by_id], link, actor=actor, customer_id=link.customer_id)


def _new_code(link: PortalLink, lasts: timedelta) -> str:
    code = f"{secrets.randbelow(10**6):06d}"
    until: datetime = now() + lasts
    revise(link, code=code_digest(link, code), code_until=until, code_made_at=now())
    return code


def _mail_link(link: PortalLink, token: str) -> None:
    check_mail_is_set_up()
    check_not_refused(link.point)
    url = link.origin + reverse("portal:door", args=[token])
    day = f"{link.expires_at:%Y-%m-%d}"
    outbox.post(
        f"portal:{link.pk}:link",
        to=address_in(link.point),
        subject=f"请核对您的资料 / Please check your details · {house()}",  # i18n: both languages
        text=(
            f"您好！请打开下面的链接核对您在我们这里的资料，{day} 前有效：\n{url}\n\n"  # i18n: both languages
            f"Please check the details we keep of you, until {day}:\n{url}\n\n{house()}\n"
        ),
        owner=link.customer.key_owner,
        purpose="profile",
        customer_id=link.customer_id,
    )


def _check_live(link: PortalLink) -> None:
    if link.state == "locked":
        raise Conflict(_("验证码多次错误，链接已锁定"), remedy=_("请联系为您服务的同事，换一个新链接。"))
    if link.state != "live":
        raise Conflict(_("链接已失效"), remedy=_("请联系为您服务的同事。"))
