"""Registering a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers import completeness, files
from kedang.customers.changing import Change, amend
from kedang.customers.events import CHANGED
from kedang.customers.models import Customer, CustomField, GapPolicy
from kedang.customers.registration import CustomerInput, NewCustomer, read_customer, register_many


@action(needs="create")
def register_customer(model: type[Customer], given: CustomerInput, *, actor: Actor) -> Customer:
    """A new record with number, keys, contact points, audience and index. The registrar owns it unless told otherwise.

    Raises Invalid (a value, or a gap where the template blocks), Refused (owner or level beyond the actor's rights).
    """
    new = read_customer(complete(given, actor), CustomField.objects.in_bulk(given.custom.keys()))
    _check_gaps(new)
    return register_many([new], actor=actor)[0]


@action(needs="create")
def keep_first_files(customer: Customer, documents: Mapping[int, int], *, actor: Actor) -> list[Change]:
    """The files that came with a new customer, by own field. Raises Conflict: it is no longer new."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if customer.revision != 1:
        raise Conflict(_("这份档案已经有人改过"), remedy=_("文件已归档，请在客户页上选择。"))
    fields = CustomField.objects.in_bulk(documents.keys())
    for pk, document_id in documents.items():
        files.check(customer.pk, document_id, actor, field=fields[pk].key)
    wanted = {fields[pk].key: document_id for pk, document_id in documents.items()}
    return amend(customer, wanted, kind=CHANGED, actor=actor)


def complete(
    given: CustomerInput, actor: Actor, templates: completeness.Templates | None = None
) -> CustomerInput:
    """With owner, department and template filled in; what the actor may not decide is refused.

    `templates`: read once by whoever completes many.
    """
    rights = rights_of(actor)
    if given.owner_id not in (None, actor.id) and not rights.has("customer", "edit"):
        raise Refused(_("您只能登记自己负责的客户"), field="owner", remedy=_("请由部门主管分配负责人。"))
    if given.classification > rights.clearance:
        raise Refused(_("所选密级高于您的涉密等级"), field="classification")
    own = None if actor.person.is_system else actor.person
    return replace(
        given,
        owner_id=given.owner_id or (own.pk if own else None),
        department_id=given.department_id or (own.department_id if own else None),
        template_id=given.template_id or (templates or completeness.Templates.load()).id_for(given.facts),
    )


def _check_gaps(new: NewCustomer) -> None:
    template = completeness.template(new.given.template_id)
    if template is None or template.gap_policy != GapPolicy.BLOCK:
        return
    gaps = completeness.gaps_of_new(new, template)
    if gaps:
        raise Invalid(
            _("缺少：%(fields)s") % {"fields": "、".join(gap.label for gap in gaps)},
            field=gaps[0].key,
            remedy=_("“%(template)s”要求填写这些内容；联系方式可标记“暂无”并写明原因。")
            % {"template": template.name},
        )
