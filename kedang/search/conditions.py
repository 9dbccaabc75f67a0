"""What a condition means in SQL, by the type of its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any

from django.db.models import DateTimeField, Field, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kedang.access.models import Grant
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.core.preset_names import meant
from kedang.people.models import Person
from kedang.search.fields import SearchField
from kedang.search.language import dates, numbers
from kedang.search.language.wording import said

EMPTY = frozenset({"空", "无", "未填", "为空", "empty", "none"})
FILLED = frozenset({"非空", "有", "已填", "不为空", "filled", "any"})
_TRUE = frozenset({"是", "有", "真", "yes", "true", "1"})
_FALSE = frozenset({"否", "无", "没有", "假", "no", "false", "0"})
_LIST = re.compile(r"[,，、;；]")
_ORDER = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


def items(value: str) -> list[str]:
    """`a,b、c`: any of them."""
    return [item for item in (part.strip() for part in _LIST.split(value)) if item] or [value]


def is_empty(field: SearchField, model: type[Model]) -> Q:
    """The field holds nothing."""
    if field.empty:
        return field.empty()
    if not field.path:
        raise Invalid(_("“%(name)s”不能查是否为空。") % {"name": field.label})
    path, _sep, last = field.path.rpartition("__")
    if crosses_many(model, field.path):
        relation = path or last
        return ~Q(pk__in=model._base_manager.filter(**{f"{relation}__isnull": False}).values("pk"))
    blank = Q(**{f"{field.path}__isnull": True})
    column = _column(model, field.path)
    is_text = column is not None and column.get_internal_type() in {"CharField", "TextField", "EmailField"}
    return blank | Q(**{field.path: ""}) if is_text else blank


def condition(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    """`operator` is never `!=`. Raises Invalid: the value or the operator does not fit the type."""
    if (
        operator in _ORDER
        and field.type not in {"number", "money", "date", "age", "custom"}
        and not (field.q and field.type == "text")
    ):
        raise _no_order(field, operator)
    if field.q:
        return field.q(value, operator)
    q = _TYPES[field.type](field, model, operator, value, actor)
    # A row has many tags: each condition looks for its own one, and rows do not double.
    return Q(pk__in=model._base_manager.filter(q).values("pk")) if crosses_many(model, field.path) else q


def seen_through(relation: str, model: type[Model], actor: Actor) -> Q:
    """Rows whose `relation` `actor` may see. Only single grants let one see a row without it: others pay nothing."""
    if not _has_single_grants(model, actor):
        return Q()
    related: Any = model._meta.get_field(relation).related_model
    return Q(**{f"{relation}__in": related.objects.visible_to(actor).values("pk")})


def _has_single_grants(model: type[Model], actor: Actor) -> bool:
    resource: str = model.resource  # type: ignore[attr-defined]  # a guarded model
    key = f"single grants: {resource}"
    if key not in actor.memo:
        near = rights_of(actor).near
        people = Q(person_id=actor.id) | Q(department_id__in=[-one for one in near if one < 0])
        actor.memo[key] = Grant.objects.filter(people, resource=resource, ended_at=None).exists()
    return bool(actor.memo[key])


def refuse_order(field: SearchField, operator: str) -> None:
    """Only whole values of encrypted fields can be compared; and text has no order."""
    if operator in _ORDER:
        raise _no_order(field, operator)


def _no_order(field: SearchField, operator: str) -> Invalid:
    if field.storage != "plain":
        message = _("“%(name)s”是加密保存的，不能用“%(sign)s”比较。")
        remedy = _("可以写 %(name)s:值 或 %(name)s:空。") % {"name": field.label}
    else:
        message = _("“%(name)s”不能用“%(sign)s”比较大小。")
        remedy = _("请写 %(name)s:值。") % {"name": field.label}
    return Invalid(message % {"name": field.label, "sign": operator}, field=field.label, remedy=remedy)


def _text(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    lookup = "iexact" if operator == "=" else "icontains"
    return _any_of(value, lambda item: Q(**{f"{field.path}__{lookup}": item}))


def _choice(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    options = field.words()

    def one(item: str) -> Q:
        wanted = fold(item)
        found = [key for key, labels in options if wanted in {*map(fold, labels), fold(str(key))}]
        found = found or [
            key for key, labels in options if any(fold(label).startswith(wanted) for label in labels)
        ]
        if not found:
            raise _unknown(field, item, [labels[0] for _key, labels in options])
        return Q(**{f"{field.path}__in": found})

    return _any_of(value, one)


def _tag(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    """A shipped one by its English too."""
    return _any_of(value, lambda item: _any_name(f"{field.path}__iexact", item))


def _any_name(lookup: str, item: str) -> Q:
    q = Q()
    for name in meant(item):
        q |= Q(**{lookup: name})
    return q


def _person(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    def one(item: str) -> Q:
        if fold(item) in {"我", "me", "本人"}:
            return Q(**{field.path: actor.id})
        lookup = "iexact" if operator == "=" else "icontains"
        named = Person.objects.filter(Q(**{f"name__{lookup}": item}) | Q(email__iexact=item))
        return Q(**{f"{field.path}__in": named.values("pk")})

    return _any_of(value, one)


def _bool(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    word = fold(value)
    if word not in _TRUE | _FALSE:
        raise Invalid(
            _("“%(name)s”只能是“是”或“否”。") % {"name": field.label}, remedy=f"{field.label}:{said('是')}"
        )
    return Q(**{field.path: word in _TRUE})


def _number(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    span = numbers.span(value)
    if span is None or (operator in _ORDER and ".." in value):
        raise Invalid(
            _("“%(value)s”不是数字。") % {"value": value},
            remedy=_("例如 %(name)s>=10000、%(name)s:1万..5万。") % {"name": field.label},
        )
    if operator in _ORDER:
        return Q(**{f"{field.path}__{_ORDER[operator]}": span.least})
    bounds = {"gte": span.least, "lte": span.most}
    return Q(**{f"{field.path}__{name}": bound for name, bound in bounds.items() if bound is not None})


def _date(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    span = dates.span(value)
    if span is None:
        raise Invalid(
            _("“%(value)s”不是日期。") % {"value": value},
            remedy=_("例如 %(name)s:2026-05、%(name)s:本月、%(name)s:30天内、%(name)s>=2026-05-01。")
            % {"name": field.label},
        )
    sides = {
        ">": ("gte", span.end),
        ">=": ("gte", span.first),
        "<": ("lt", span.first),
        "<=": ("lt", span.end),
    }
    wanted = [sides[operator]] if operator in sides else [("gte", span.first), ("lt", span.end)]
    return _days(field, model, wanted)


def _age(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    """Days since the date; what never happened is longer ago than anything."""
    count = dates.days(value)
    if count is None:
        raise Invalid(
            _("“%(value)s”不是时长。") % {"value": value},
            remedy=_("例如 %(name)s>90天、%(name)s<=2周。") % {"name": field.label},
        )
    day, following = today() - timedelta(days=count), today() - timedelta(days=count - 1)
    if operator in {">", ">="}:
        before = day if operator == ">" else following
        return Q(**{f"{field.path}__isnull": True}) | _days(field, model, [("lt", before)])
    if operator in {"<", "<="}:
        return _days(field, model, [("gte", following if operator == "<" else day)])
    return _days(field, model, [("gte", day), ("lt", following)])


def _days(field: SearchField, model: type[Model], bounds: list[tuple[str, date | None]]) -> Q:
    is_moment = isinstance(_column(model, field.path), DateTimeField)
    q = Q()
    for lookup, day in bounds:
        if day is not None:
            bound = _midnight(day) if is_moment else day
            q &= Q(**{f"{field.path}__{lookup}": bound})
    return q


def _midnight(day: date) -> datetime:
    """In the years a moment can be moved to any time zone."""
    day = min(max(day, date(2, 1, 1)), date(9998, 12, 31))
    return timezone.make_aware(datetime.combine(day, time()))


def _custom(field: SearchField, model: type[Model], operator: str, value: str, actor: Actor) -> Q:
    raise Invalid(_("“%(name)s”不能这样查。") % {"name": field.label}, field=field.label)


_TYPES: dict[str, Callable[[SearchField, type[Model], str, str, Actor], Q]] = {
    "text": _text,
    "choice": _choice,
    "number": _number,
    "money": _number,
    "date": _date,
    "age": _age,
    "bool": _bool,
    "person": _person,
    "tag": _tag,
    "tokened": _custom,
    "custom": _custom,
}


def _any_of(value: str, one: Callable[[str], Q]) -> Q:
    q = Q()
    for item in items(value):
        q |= one(item)
    return q


def _unknown(field: SearchField, value: str, labels: list[str]) -> Invalid:
    near = get_close_matches(value, labels, n=1, cutoff=0.4)
    choices = near or labels[:8]
    return Invalid(
        _("“%(name)s”没有“%(value)s”这一项。") % {"name": field.label, "value": value},
        field=field.label,
        remedy=_("可以是：%(choices)s。") % {"choices": "、".join(choices)},
    )


def _column(model: type[Model], path: str) -> Field[Any, Any] | None:
    column: Any = None
    current: Any = model
    for part in path.split("__"):
        column = current._meta.pk if part == "pk" else current._meta.get_field(part)
        current = column.related_model
    return column if isinstance(column, Field) else None


def crosses_many(model: type[Model], path: str) -> bool:
    current: Any = model
    for part in path.split("__") if path else ():
        column = current._meta.pk if part == "pk" else current._meta.get_field(part)
        if column.many_to_many or column.one_to_many:
            return True
        current = column.related_model
    return False
