"""One field of many customers: which fields there are, what would change, and the run that does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.runs import ChunkResult, run_kind
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers import custom
from kedang.customers.actions.change import read_fields, stage_changes
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.bulk import put_back
from kedang.customers.changing import Amendment, amend_many
from kedang.customers.columns import is_own
from kedang.customers.events import CHANGED, STAGE_CHANGED
from kedang.customers.models import Customer, CustomField, FieldType
from kedang.customers.querysets import CustomerQuerySet
from kedang.customers.record import custom_fields, load_states, part_of

SAMPLE = 20
COUNTED = 2_000
# What is one customer's own, or changed by verbs of its own.
_APART = frozenset({"name", "uscc", "id_number", "external_id", "short_name"})


@dataclass(frozen=True)
class Sample:
    """What would become of one customer; `why_not` when nothing."""

    customer: Customer
    old: str = ""
    new: str = ""
    why_not: str = ""


@dataclass
class Preview:
    label: str
    new: str
    samples: list[Sample] = field(default_factory=list)
    count: int = 0

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def fields_of() -> list[tuple[str, str]]:
    """Key and label of what can be changed in bulk."""
    standard = [
        (name, str(one.label))
        for name, one in ATTRIBUTES.items()
        if name == "stage" or (one.is_fact and not one.is_sealed and name not in _APART)
    ]
    own = CustomField.objects.offered().filter(is_sealed=False).exclude(type=FieldType.FILE)
    return [*standard, *((one.key, one.title) for one in own)]


def check_key(key: str) -> None:
    """Raises Invalid, also for what is each customer's own."""
    own = custom_fields([key]).get(key)
    if own is not None and own.type == FieldType.FILE:
        raise Invalid(
            _("“%(name)s”是文件字段，不能批量修改：每位客户的文件不同") % {"name": own.title},
            field="key",
            value=key,
            remedy=_("请在客户页上逐个选择。"),
        )
    if own is not None and own.is_sealed:
        raise Invalid(
            _("“%(name)s”是加密保存的，不能批量修改") % {"name": own.title},
            field="key",
            value=key,
            remedy=_("请在客户页上逐个修改，或用导入更新。"),
        )
    if key not in dict(fields_of()):
        raise Invalid(_("请选择要修改的字段"), field="key", value=key)


def preview_of(chosen: CustomerQuerySet, key: str, typed: str, actor: Actor) -> Preview:
    """The newest twenty, side by side. Raises Invalid: the value cannot be taken."""
    check_key(key)
    rows = chosen.permitted(actor, "edit").order_by()
    preview = Preview(dict(fields_of())[key], words_of(key, _read_any(key, typed)))
    preview.count = rows.values("pk")[: COUNTED + 1].count()
    newest = list(rows.order_by("-pk")[:SAMPLE])
    states = load_states(newest, {part_of(key)})
    preview.samples = [_sample(one, key, typed, states[one.pk].get(key)) for one in newest]
    return preview


@run_kind("customers.edit_field", needs="edit", model=Customer, undo=put_back)
def edit_run(customers: list[Customer], args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """args: `key`, `typed`. Whom the value does not fit is skipped, with the reason."""
    result, amendments = ChunkResult(), []
    for customer in customers:
        try:
            amendments.append(Amendment(customer, _wanted(customer, args["key"], args["typed"])))
        except Invalid as error:
            result.skipped[customer.pk] = str(error)
    kind = STAGE_CHANGED if args["key"] == "stage" else CHANGED
    changes = amend_many(amendments, kind=kind, actor=actor)
    result.skipped |= {pk: _("已是这个内容") for pk, one in changes.items() if not one}
    result.done = sum(bool(one) for one in changes.values())
    result.undo = [{"id": pk, "changes": one} for pk, one in changes.items() if one]
    return result


def words_of(key: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if is_own(key):
        return custom.show(custom_fields([key])[key], value)
    return ATTRIBUTES[key].words(value)


def _sample(customer: Customer, key: str, typed: str, old: Any) -> Sample:
    try:
        new = _wanted(customer, key, typed)[key]
    except Invalid as error:
        return Sample(customer, words_of(key, old), why_not=str(error))
    if (old or None) == (new or None):
        return Sample(customer, words_of(key, old), why_not=_("已是这个内容"))
    return Sample(customer, words_of(key, old), words_of(key, new))


def _wanted(customer: Customer, key: str, typed: str) -> dict[str, Any]:
    return stage_changes(customer, typed) if key == "stage" else read_fields(customer, {key: typed})


def _read_any(key: str, typed: str) -> Any:
    if is_own(key):
        return custom.read_value(custom_fields([key])[key], typed)
    return ATTRIBUTES[key].read(typed)
