"""The organisation's own fields are fields of the query language under their own names (`合作级别:金牌`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.preset_names import words
from kedang.customers import custom, options
from kedang.customers.columns import SORTED
from kedang.customers.models import CustomField, CustomPick, CustomValue, FieldType
from kedang.people.models import Person
from kedang.search import conditions
from kedang.search.fields import Choice, SearchField
from kedang.search.fields import FieldType as SearchType

_TYPES: dict[str, SearchType] = {
    FieldType.TEXT: "text",
    FieldType.LONG: "text",
    FieldType.CHOICE: "choice",
    FieldType.CHOICES: "choice",
    FieldType.YES_NO: "choice",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.DATE: "date",
    FieldType.PERSON: "person",
    FieldType.FILE: "tag",
}


def own_search_fields() -> Iterable[SearchField]:
    """Of sealed ones only whole values and emptiness can be asked for: their token is all the database knows."""
    return [_sealed(field) if field.is_sealed else _plain(field) for field in CustomField.objects.offered()]


def _plain(field: CustomField) -> SearchField:
    return SearchField(
        names=_names(field),
        is_own=True,
        type=_TYPES[field.type],
        choices=_choices(field),
        q=_asked(field),
        empty=lambda: ~_having(field, Q()),
    )


def _sealed(field: CustomField) -> SearchField:
    return SearchField(
        names=_names(field),
        is_own=True,
        storage="sealed",
        choices=_choices(field),
        q=lambda value, operator: _equals(field, value, operator),
        empty=lambda: ~_having(field, Q()),
    )


def _names(field: CustomField) -> tuple[str, ...]:
    """As the page calls it first, then in the other language, by code, and as it was called before."""
    names = (field.title, *words(field.label), field.label_en, *field.former_labels)
    return tuple(dict.fromkeys([*(spelled(name) for name in names if spelled(name)), field.code]))


def spelled(label: str) -> str:
    """A label as a name of the language, which has no blanks and no brackets: `Annual purchase` → `Annual_purchase`."""
    name = _NO_NAME.sub("_", label).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


_NO_NAME = re.compile(r"[^\w]+")


def _choices(field: CustomField) -> list[Choice]:
    if field.type == FieldType.YES_NO:
        return [(custom.YES, _("是")), (custom.NO, _("否"))]
    return list(options.offered(field)) if field.has_options else []


def _having(field: CustomField, condition: Q) -> Q:
    return Q(Exists(CustomValue.objects.filter(condition, customer=OuterRef("pk"), field=field)))


def _equals(field: CustomField, value: str, operator: str) -> Q:
    column = SearchField(names=_names(field), storage="sealed")
    conditions.refuse_order(column, operator)
    whole = [custom.read_value(field, item) for item in _items(field, value)]
    return _having(field, Q(token__in=[custom.token_of(field, one) for one in whole]))


def _items(field: CustomField, value: str) -> list[str]:
    """`低,中`: any of them; a text with a comma in it is one value."""
    return conditions.items(value) if field.type in {FieldType.CHOICE, FieldType.YES_NO} else [value]


def _asked(field: CustomField) -> Callable[[str, str], Q]:
    if field.type in _ASKED:
        return lambda value, operator: _ASKED[field.type](field, value, operator)
    column = SearchField(names=_names(field), path=SORTED[FieldType(field.type)], type=_TYPES[field.type])

    def q(value: str, operator: str) -> Q:
        asked = conditions.condition(column, CustomValue, operator, value, None)  # type: ignore[arg-type]  # none of these types asks who asks
        return _having(field, asked)

    return q


def _of_choice(field: CustomField, value: str, operator: str) -> Q:
    return _having(field, Q(text__in=_codes(field, value)))


def _of_choices(field: CustomField, value: str, operator: str) -> Q:
    picks = CustomPick.objects.filter(field=field, option__in=_codes(field, value), customer=OuterRef("pk"))
    return Q(Exists(picks))


def _codes(field: CustomField, value: str) -> list[str]:
    found: list[str] = []
    for word in conditions.items(value):
        codes = options.codes_for(field, word)
        if not codes:
            options.read(field, word)  # says what there is to choose from
        found += codes
    return found


def _of_yes_no(field: CustomField, value: str, operator: str) -> Q:
    return _having(field, Q(text=custom.read_value(field, value)))


def _of_long(field: CustomField, value: str, operator: str) -> Q:
    column = SearchField(names=_names(field))
    conditions.refuse_order(column, operator)
    lookup = "iexact" if operator == "=" else "icontains"
    return _having(field, Q(**{f"long__{lookup}": value}))


def _of_person(field: CustomField, value: str, operator: str) -> Q:
    named, lookup = Q(), "iexact" if operator == "=" else "icontains"
    for name in conditions.items(value):
        named |= Q(**{f"name__{lookup}": name})
    return _having(field, Q(person__in=Person.objects.filter(named).values("pk")))


def _of_file(field: CustomField, value: str, operator: str) -> Q:
    raise Invalid(
        _("“%(name)s”是文件，只能查有没有。") % {"name": field.title},
        value=value,
        remedy=_("请写 %(name)s:空 或 %(name)s:非空。") % {"name": field.title},
    )


_ASKED: dict[str, Callable[[CustomField, str, str], Q]] = {
    FieldType.CHOICE: _of_choice,
    FieldType.CHOICES: _of_choices,
    FieldType.YES_NO: _of_yes_no,
    FieldType.LONG: _of_long,
    FieldType.PERSON: _of_person,
    FieldType.FILE: _of_file,
}
