"""What a clean-up goes through: sections of the worklists there are, counted within one's sight, each with its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor
from kedang.customers.models import CustomField, CustomValue
from kedang.duplicates.models import DuplicatePair
from kedang.quality.dust import DUST, Dust, count_of
from kedang.quality.models import Cleanup, Finding
from kedang.quality.reading import COUNTED


@dataclass(frozen=True)
class Section:
    """`count` is capped."""

    code: str
    label: str | Promise
    count: Callable[[Actor], int]
    url: Callable[[], str]


@dataclass(frozen=True)
class Line:
    section: Section
    before: int | None
    now: int

    @property
    def now_label(self) -> str:
        return f"{COUNTED}+" if self.now > COUNTED else str(self.now)

    @property
    def before_label(self) -> str:
        if self.before is None:
            return ""
        return f"{COUNTED}+" if self.before > COUNTED else str(self.before)


def _of_rule(rule: str, label: str | Promise) -> Section:
    def count(actor: Actor) -> int:
        rows = Finding.objects.visible_to(actor).open().filter(rule=rule)
        return rows.order_by().values("pk")[: COUNTED + 1].count()

    return Section(rule, label, count, lambda: f"{reverse('quality:worklist')}?rule={rule}")


def _of_dust(one: Dust) -> Section:
    return Section(
        one.code, one.label, partial(count_of, one), lambda: reverse("quality:dust", args=[one.code])
    )


def _pairs(actor: Actor) -> int:
    return DuplicatePair.objects.visible_to(actor).open().order_by().values("pk")[: COUNTED + 1].count()


def _unused_fields(actor: Actor) -> int:
    """Own fields in which nobody ever wrote anything."""
    used = CustomValue.objects.filter(field=OuterRef("pk"))
    return CustomField.objects.visible_to(actor).offered().filter(~Exists(used)).count()


SECTIONS = (
    Section("duplicates", _("重复客户"), _pairs, lambda: reverse("duplicates:pairs")),
    _of_rule("bounced", _("退信的联系方式")),
    _of_rule("expired_contact", _("过期的联系方式")),
    _of_rule("unreachable", _("没有可用联系方式的客户")),
    _of_rule("silent", _("久未联系的客户")),
    _of_rule("no_owner", _("没有负责人的客户")),
    _of_rule("lost_with_project", _("已流失仍有项目的客户")),
    *(_of_dust(one) for one in DUST.values()),
    Section("unused_fields", _("没有用到的字段"), _unused_fields, lambda: reverse("record_templates")),
)


def counts(actor: Actor) -> dict[str, int]:
    return {one.code: one.count(actor) for one in SECTIONS}


def lines_of(cleanup: Cleanup, actor: Actor) -> list[Line]:
    """As it stands; of a signed one, as it stood then."""
    now = cleanup.after if cleanup.signed_at else counts(actor)
    return [Line(one, cleanup.before.get(one.code), now.get(one.code, 0)) for one in SECTIONS]
