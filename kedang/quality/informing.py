"""Who is told of a sampling check."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.notify.kinds import NoticeKind, declare
from kedang.notify.telling import tell
from kedang.quality.models import SampleCheck

ASKED = declare(
    NoticeKind(
        "quality.check_asked", _("请您核对客户资料"), _("%(actor)s请您核对一批客户的资料"),
        lambda notice: reverse("quality:check", args=[notice.subject_id]), "checks", by_mail=True,
    )
)  # fmt: skip
ANSWERED = declare(
    NoticeKind(
        "quality.check_answered", _("核对已完成"), _("两位核对人都核对完了"),
        lambda notice: reverse("quality:check", args=[notice.subject_id]), "checks",
    )
)  # fmt: skip


def tell_checkers(check: SampleCheck, *, actor: Actor) -> None:
    people = [check.first_id, check.second_id]
    tell(ASKED, people, check, actor=actor, note=check.title, key=f"check:{check.pk}")


def tell_starter(check: SampleCheck, *, actor: Actor) -> None:
    tell(ANSWERED, [check.person_id], check, actor=actor, note=check.title, key=f"checked:{check.pk}")
