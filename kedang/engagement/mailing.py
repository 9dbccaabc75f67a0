"""Mails of this room: in two languages, through the outbox, never to whom it was refused."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kedang.core.errors import Conflict, Invalid
from kedang.customers.contacts import open_points
from kedang.customers.models import ContactKind, ContactPoint, Customer
from kedang.engagement.models import Invitation
from kedang.notify import outbox
from kedang.people.models import Organisation


def address_in(point: ContactPoint) -> str:
    """Raises Invalid: no mail address, or its key is gone."""
    value = open_points([point])[0].value if point.kind == ContactKind.EMAIL else None
    if not value:
        raise Invalid(_("这个联系方式不是邮箱"), field="point")
    return value


def house() -> str:
    organisation = Organisation.objects.filter(pk=1).first()
    return organisation.name if organisation else ""


def check_mail_is_set_up() -> None:
    if not outbox.is_configured():
        raise Conflict(_("还没有设置发信服务器"), remedy=_("请复制链接，用别的方式交给客户。"))


def mail_survey(invitation: Invitation, token: str, *, again: bool = False) -> None:
    """In the caller's transaction."""
    survey, customer = invitation.survey, invitation.customer
    if invitation.point is None:
        return
    url = invitation.origin + reverse("engagement:survey_public", args=[token])
    english = survey.title_en or survey.title
    day = f"{invitation.expires_at:%Y-%m-%d}"
    outbox.post(
        f"survey:{invitation.pk}:{'reminder' if again else 'first'}",
        to=address_in(invitation.point),
        subject=("提醒：" if again else "") + f"{survey.title} / {english}",
        text=(
            f"{customer.name}：\n\n您好！请花一分钟回答几个问题：\n{url}\n\n链接在 {day} 前有效，只能提交一次。\n{house()}\n\n"
            f"---\n\nPlease take a minute for a few questions:\n{url}\n\nThe link is valid until {day} and can be used once.\n"
        ),
        owner=customer.key_owner,
        purpose="profile",
        customer_id=customer.pk,
    )


def mail_points(customer: Customer) -> list[ContactPoint]:
    """Addresses in use, plain objects; show them masked."""
    points = ContactPoint.objects.in_use().filter(customer=customer, kind=ContactKind.EMAIL, is_absent=False)
    return list(points.select_related("contact_person").order_by("pk"))
