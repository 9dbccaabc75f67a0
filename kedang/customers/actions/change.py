"""Changing what is known of a customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.access.rights import rights_of
from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.core.errors import Invalid, Refused
from kedang.customers import custom, files
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.changing import Change, amend, check_seen
from kedang.customers.completeness import Templates
from kedang.customers.events import (
    ASSIGNED,
    CHANGED,
    CLASSIFIED,
    COOPERATION_ENDED,
    COOPERATION_RESUMED,
    STAGE_CHANGED,
)
from kedang.customers.models import (
    Customer,
    CustomField,
    Dimension,
    DimensionValue,
    FieldType,
    HelperRole,
    Stage,
    Status,
)
from kedang.customers.record import custom_fields, load_states
from kedang.people.models import Department, Person


@action(needs="edit")
def change_fields(
    customer: Customer, typed: Mapping[str, Any], *, seen: Mapping[str, str] | None = None, actor: Actor
) -> list[Change]:
    """Store facts and custom fields (`custom:3`) as typed. `seen`: fingerprints of what the form was opened with.

    Raises Invalid, FieldConflict (mine and theirs), NothingChanged.
    """
    customer = fresh(customer)
    wanted = read_fields(customer, typed)
    _check_files(customer, wanted, actor)
    check_seen(customer, wanted, seen or {})
    return amend(customer, wanted, kind=CHANGED, actor=actor)


@action(needs="edit")
def set_stage(customer: Customer, stage: str, *, actor: Actor) -> list[Change]:
    """潜在客户 → 现有客户 → 已流失客户, and back. Lost is not ended: no retention clock starts."""
    customer = fresh(customer)
    return amend(customer, stage_changes(customer, stage), kind=STAGE_CHANGED, actor=actor)


@action(needs="edit")
def end_cooperation(customer: Customer, on: date, reason: str, *, actor: Actor) -> list[Change]:
    """已终止: starts the retention clocks, so it asks for the date and the reason."""
    customer, reason = fresh(customer), reason.strip()
    if not reason:
        raise Invalid(_("请写明终止合作的原因"), field="end_reason")
    if on > today():
        raise Invalid(_("终止日期在今天之后"), field="cooperation_end", value=on.isoformat())
    if customer.cooperation_start and on < customer.cooperation_start:
        raise Invalid(_("终止日期早于合作开始日期"), field="cooperation_end", value=on.isoformat())
    wanted = {"status": Status.ENDED.value, "cooperation_end": on.isoformat(), "end_reason": reason[:200]}
    return amend(customer, wanted, kind=COOPERATION_ENDED, actor=actor)


@action(needs="edit")
def resume_cooperation(customer: Customer, *, actor: Actor) -> list[Change]:
    wanted = {"status": Status.ACTIVE.value, "cooperation_end": None, "end_reason": ""}
    return amend(fresh(customer), wanted, kind=COOPERATION_RESUMED, actor=actor)


@action(needs="edit")
def assign(
    customer: Customer,
    *,
    owner: Person | None = None,
    department: Department | None = None,
    helpers: Iterable[Person] | None = None,
    roles: Mapping[int, str] | None = None,
    actor: Actor,
) -> list[Change]:
    """What is given changes; the department follows the owner unless one is named. `roles`: of helpers, by id."""
    wanted: dict[str, Any] = {}
    if owner is not None:
        wanted |= {"owner": owner.pk, "department": owner.department_id}
    if department is not None:
        wanted["department"] = department.pk
    if helpers is not None:
        wanted["helpers"] = sorted({person.pk for person in helpers})
    if roles:
        present = load_states([customer], {"links"})[customer.pk]["helper_roles"]
        wanted["helper_roles"] = present | {str(pk): _role(role) for pk, role in roles.items()}
    return amend(fresh(customer), wanted, kind=ASSIGNED, actor=actor)


@action(needs="edit")
def switch_template(customer: Customer, *, actor: Actor) -> list[Change]:
    """To the record template that fits its type and industry now. Raises NothingChanged."""
    customer = fresh(customer)
    facts = {"kind": customer.kind, "industry": customer.industry}
    return amend(customer, {"template": Templates.load().id_for(facts)}, kind=CHANGED, actor=actor)


@action(needs="edit")
def set_classification(customer: Customer, level: int, *, actor: Actor) -> list[Change]:
    """Nobody sets a level above their own clearance: they would lose sight of what they did."""
    if level not in Clearance.values:
        raise Invalid(_("没有这个密级"), field="classification", value=str(level))
    if level > rights_of(actor).clearance:
        raise Refused(_("所选密级高于您的涉密等级"), field="classification")
    return amend(fresh(customer), {"classification": level}, kind=CLASSIFIED, actor=actor)


@action(needs="edit")
def classify(
    customer: Customer, dimension: Dimension, values: Iterable[DimensionValue], *, actor: Actor
) -> list[Change]:
    """Put the customer into classes of one dimension, in place of those it was in."""
    customer = fresh(customer)
    chosen = [value.pk for value in values if value.dimension_id == dimension.pk]
    if len(chosen) > 1 and not dimension.is_multiple:
        raise Invalid(_("“%(name)s”只能选一项") % {"name": dimension.name}, field="classes")
    present = load_states([customer], {"links"})[customer.pk]["classes"]
    own = set(DimensionValue.objects.filter(dimension=dimension, pk__in=present).values_list("pk", flat=True))
    return amend(customer, {"classes": [*(set(present) - own), *chosen]}, kind=CLASSIFIED, actor=actor)


def fresh(customer: Customer) -> Customer:
    """As it is stored now, held until the transaction ends."""
    return Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)


def read_fields(customer: Customer, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Stored forms of typed facts and custom fields. Raises Invalid naming the field."""
    own = custom_fields(typed)
    return {key: _read(customer, key, raw, own) for key, raw in typed.items()}


def _check_files(customer: Customer, wanted: Mapping[str, Any], actor: Actor) -> None:
    for key, field in custom_fields(wanted).items():
        if field.type == FieldType.FILE and wanted[key] is not None:
            files.check(customer.pk, wanted[key], actor, field=key)


def stage_changes(customer: Customer, stage: str) -> dict[str, Any]:
    """With the beginning of the cooperation, when this is it."""
    value = ATTRIBUTES["stage"].read(stage)
    begins = Stage.CURRENT == value != customer.stage and customer.cooperation_start is None
    return {"stage": value} | ({"cooperation_start": today().isoformat()} if begins else {})


def _role(code: str) -> str:
    if code and code not in HelperRole.values:
        raise Invalid(_("没有这个协作角色"), field="helper_roles", value=code)
    return code


def _read(customer: Customer, key: str, raw: Any, own: Mapping[str, CustomField]) -> Any:
    if key in own:
        if own[key].retired_at is not None:
            raise Invalid(
                _("“%(field)s”已停用，不能再填写") % {"field": own[key].title},
                field=key,
                remedy=_("原来的内容仍然保留；需要时请管理员恢复这个字段。"),
            )
        return custom.read_value(own[key], raw)
    attribute = ATTRIBUTES.get(key)
    if attribute is None or not attribute.is_fact or customer.kind not in attribute.kinds:
        raise Invalid(
            _("这里不能修改“%(field)s”") % {"field": attribute.label if attribute else key}, field=key
        )
    value = attribute.read(raw)
    if key == "name" and not value:
        raise Invalid(_("客户名称为空"), field="name", remedy=_("请填写全称。"))
    return value
