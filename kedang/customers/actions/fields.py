"""What an organisation does with its own fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict
from kedang.customers.events import FIELD_CHANGED
from kedang.customers.fields import FieldDraft, checked, new_field, use_of
from kedang.customers.models import CustomField, CustomValue, TemplateField
from kedang.customers.tasks import reindex_field, reseal_field
from kedang.ledger.record import record

_TOLD = (
    "label", "label_en", "type", "help", "help_en", "is_personal", "is_sensitive", "purpose", "choices", "options",
    "retention",
)  # fmt: skip


@action(needs="create")
def define_field(model: type[CustomField], draft: FieldDraft, *, actor: Actor) -> CustomField:
    """A new field. Raises Invalid or Conflict, naming the entry."""
    return new_field(draft, actor=actor)


@action(needs="edit")
def change_field(
    field: CustomField, draft: FieldDraft, *, revision: int | None = None, actor: Actor
) -> dict[str, list[Any]]:
    """What was changed, from and to. `revision`: what the form was opened with.

    What records hold is written anew, sealed or plain, by a job. Raises Conflict: records hold values of another type,
    that job is under way, an option in use is gone, somebody was faster.
    """
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    if revision is not None and revision != field.revision:
        raise Conflict(_("有人刚刚改过这个字段"), remedy=_("请重新打开，核对后再保存。"))
    facts = checked(draft, field)
    is_moving = _check_stored(field, facts)
    changed = {
        name: [getattr(field, name), facts[name]] for name in _TOLD if getattr(field, name) != facts[name]
    }
    if "label" in changed:
        facts["former_labels"] = list(dict.fromkeys([*field.former_labels, field.label]))
    revise(field, **facts, **({"is_resealing": True} if is_moving else {}))
    record(FIELD_CHANGED, field, actor=actor, details={"changed": changed})
    if is_moving:
        reseal_field.enqueue(field.pk)
    elif {"choices", "options"} & changed.keys():
        # Words are found by what an option is called now; the rows themselves need no change.
        reindex_field.enqueue(field.pk)
    return changed


@action(needs="edit")
def finish_resealing(field: CustomField, *, actor: Actor) -> None:
    """Every value lies as the definition says."""
    revise(field, is_resealing=False)
    record(FIELD_CHANGED, field, actor=actor, details={"resealed": field.is_sealed})


@action(needs="edit")
def retire_field(field: CustomField, *, actor: Actor) -> None:
    """No longer asked for nor offered; what records hold stays and is shown as an earlier field."""
    if field.retired_at is not None:
        raise Conflict(_("“%(name)s”已经停用") % {"name": field.title})
    revise(field, retired_at=now())
    record(FIELD_CHANGED, field, actor=actor, details={"retired": field.label})


@action(needs="edit")
def resume_field(field: CustomField, *, actor: Actor) -> None:
    """In use again. Raises Conflict: another one is called so by now."""
    if field.retired_at is None:
        raise Conflict(_("“%(name)s”正在使用") % {"name": field.title})
    if CustomField.objects.offered().filter(label=field.label).exists():
        raise Conflict(_("已有字段“%(name)s”") % {"name": field.label}, remedy=_("请先改那个字段的名称。"))
    revise(field, retired_at=None)
    record(FIELD_CHANGED, field, actor=actor, details={"resumed": field.label})


@action(needs="delete")
def delete_field(field: CustomField, *, actor: Actor) -> None:
    """Only one nothing is stored in. Raises Conflict."""
    if (use := use_of(field)).count:
        raise Conflict(
            _("“%(name)s”有 %(count)s 位客户填了内容，不能删除")
            % {"name": field.title, "count": use.count_label},
            remedy=_("请停用它：内容保留，显示在“以前的字段”里。"),
        )
    TemplateField.objects.filter(key=field.key).delete()
    record(FIELD_CHANGED, field, actor=actor, details={"deleted": field.label})
    field.delete()


def _check_stored(field: CustomField, facts: dict[str, Any]) -> bool:
    """Whether what is stored must be written anew. Raises Conflict: it keeps its type; and one change at a time."""
    if facts["type"] == field.type and facts["is_sealed"] == field.is_sealed:
        return False
    if not CustomValue.objects.filter(field=field).exists():
        return False
    if facts["type"] != field.type:
        raise Conflict(
            _("“%(name)s”已有客户填了内容，不能改类型") % {"name": field.title},
            field="type",
            remedy=_("请新建一个字段，把内容导出后再导入到新字段，然后停用这一个。"),
        )
    if field.is_resealing:
        raise Conflict(
            _("“%(name)s”正在改换保存方式") % {"name": field.title},
            field="is_personal",
            remedy=_("请等它完成后再改。"),
        )
    return True
