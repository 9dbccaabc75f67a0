"""The archive tree (客户档案树): customers grouped by one of their facts, level by level, within rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core import industries, regions
from kedang.core.actor import Actor
from kedang.core.numbers import number_of
from kedang.core.preset_names import shown
from kedang.customers.models import Customer, Grade, Kind, Stage, Tag
from kedang.customers.querysets import CustomerQuerySet

MOST_COUNTED = 999
PAGE = 50
UNKNOWN = "-"


@dataclass(frozen=True)
class Group:
    """One branch of a grouping. `deeper`: it is divided further before its customers come."""

    value: str
    label: str
    count: int
    deeper: bool = False

    @property
    def shown_count(self) -> str:
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


@dataclass(frozen=True)
class Grouping:
    key: str
    label: str | Promise
    # value of the group above ("" at the top) → (value, label, deeper) of those below
    divide: Callable[[str], list[tuple[str, str, bool]]]
    condition: Callable[[str], Q]
    # Of a divided group those that belong to it directly, to none of the groups below.
    directly: Callable[[str], Q] | None = None


@dataclass(frozen=True)
class CustomerPage:
    customers: list[Customer]
    after: int | None


def groups(grouping: Grouping, value: str, *, actor: Actor) -> list[Group]:
    """The groups below `value` in which `actor` sees somebody; counts stop at 999."""
    seen = Customer.objects.visible_to(actor)
    found = []
    for below, label, deeper in grouping.divide(value):
        count = seen.filter(grouping.condition(below))[: MOST_COUNTED + 1].count()
        if count:
            found.append(Group(below, label, count, deeper))
    return found


def customers_in(grouping: Grouping, value: str, *, actor: Actor, after: int | None = None) -> CustomerPage:
    """The customers of one group, the newest first; of a divided one only those in none of its groups."""
    is_divided = bool(grouping.divide(value)) and grouping.directly is not None
    condition = grouping.directly if is_divided and grouping.directly else grouping.condition
    rows: CustomerQuerySet = Customer.objects.visible_to(actor).filter(condition(value))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    page = list(rows.for_lists().order_by("-pk")[: PAGE + 1])
    return CustomerPage(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None)


def _choices(
    field: str, choices: Sequence[tuple[str, str | Promise]]
) -> tuple[Callable[[str], list[tuple[str, str, bool]]], Callable[[str], Q]]:
    """A grouping of one level by a field with few values."""

    def divide(value: str) -> list[tuple[str, str, bool]]:
        if value:
            return []
        return [*((key, str(label), False) for key, label in choices), (UNKNOWN, _("未填写"), False)]

    def condition(value: str) -> Q:
        return Q(**{field: "" if value == UNKNOWN else value})

    return divide, condition


def _divide_regions(value: str) -> list[tuple[str, str, bool]]:
    if value == UNKNOWN:
        return []
    below = regions.children(value)
    found = [(region.code, region.title, bool(regions.children(region.code))) for region in below]
    return found if value else [*found, (UNKNOWN, _("未填写"), False)]


def _in_region(value: str) -> Q:
    if value == UNKNOWN:
        return Q(region="")
    prefix = regions.prefix(value)  # a range, not LIKE: an ordinary index serves it on both engines
    return Q(region__gte=prefix.ljust(6, "0"), region__lte=prefix.ljust(6, "9"))


def _divide_industries(value: str) -> list[tuple[str, str, bool]]:
    if value == UNKNOWN or len(value) > 1:
        return []
    if value:
        return [(each.code, each.title, False) for each in industries.divisions(value)]
    return [*((each.code, each.title, True) for each in industries.sections()), (UNKNOWN, _("未填写"), False)]


def _in_industry(value: str) -> Q:
    if value == UNKNOWN:
        return Q(industry="")
    return Q(industry=value) | Q(industry__gte=f"{value}0", industry__lte=f"{value}99")


def _divide_tags(value: str) -> list[tuple[str, str, bool]]:
    if value:
        return []
    return [
        (str(tag.pk), shown(tag.name), False)
        for tag in Tag.objects.filter(retired_at=None).order_by("name")[:200]
    ]


def _tagged(value: str) -> Q:
    tag = number_of(value)
    return Q(pk__in=()) if tag is None else Q(tag_uses__tag_id=tag)


GROUPINGS = {
    grouping.key: grouping
    for grouping in (
        Grouping("stage", gettext_lazy("按阶段"), *_choices("stage", Stage.choices)),
        Grouping("region", gettext_lazy("按地区"), _divide_regions, _in_region, lambda code: Q(region=code)),
        Grouping(
            "industry",
            gettext_lazy("按行业"),
            _divide_industries,
            _in_industry,
            lambda code: Q(industry=code),
        ),
        Grouping("grade", gettext_lazy("按等级"), *_choices("grade", Grade.choices)),
        Grouping("kind", gettext_lazy("按类型"), *_choices("kind", Kind.choices)),
        Grouping("tag", gettext_lazy("按标签"), _divide_tags, _tagged),
    )
}
