"""Custom fields as an organisation defines them: what is asked of a definition, what stored values forbid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid
from kedang.core.text import pinyin_keys, tidy
from kedang.customers.custom import SEPARATORS
from kedang.customers.events import FIELD_CHANGED
from kedang.customers.models import CustomField, CustomValue, FieldType, RecordTemplate
from kedang.customers.options import Option
from kedang.customers.retention import RetentionClass
from kedang.ledger.record import record

MOST_OPTIONS = 200
COUNTED = 2_000
_WITH_OPTIONS = (FieldType.CHOICE, FieldType.CHOICES)


@dataclass(frozen=True)
class FieldDraft:
    """A definition as somebody wrote it. An option without a code is new."""

    label: str
    type: str = FieldType.TEXT
    choices: Sequence[Option] = ()
    label_en: str = ""
    help: str = ""
    help_en: str = ""
    is_personal: bool = False
    is_sensitive: bool = False
    purpose: str = ""
    retention: str = RetentionClass.CUSTOMER

    @property
    def is_sealed(self) -> bool:
        return self.is_personal or self.is_sensitive


@dataclass(frozen=True)
class Use:
    """Where a field stands: how many records hold something (to two thousand), in which templates."""

    count: int = 0
    templates: list[RecordTemplate] = field(default_factory=list)

    @property
    def count_label(self) -> str:
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


def use_of(own: CustomField) -> Use:
    count = CustomValue.objects.filter(field=own).values("pk")[: COUNTED + 1].count()
    return Use(count, list(RecordTemplate.objects.filter(fields__key=own.key)))


def new_field(draft: FieldDraft, *, actor: Actor) -> CustomField:
    """Inside an action. Raises Invalid or Conflict, naming the entry."""
    facts = checked(draft)
    made = CustomField.objects.create(code=free_code(facts["label"]), **facts)
    record(FIELD_CHANGED, made, actor=actor, details={"created": facts["label"]})
    return made


def checked(draft: FieldDraft, present: CustomField | None = None) -> dict[str, Any]:
    """The columns of a definition. Raises Invalid or Conflict, naming the entry."""
    label = tidy(draft.label)
    if not label or len(label) > 60:
        raise Invalid(_("名称应为 1 至 60 个字"), field="label", value=label)
    if draft.type not in FieldType.values:
        raise Invalid(_("没有这种字段类型"), field="type", value=draft.type)
    if draft.retention not in RetentionClass.values:
        raise Invalid(_("没有这个保管期限"), field="retention", value=draft.retention)
    if draft.is_sealed and not tidy(draft.purpose):
        raise Invalid(_("个人信息要写明用途"), field="purpose")
    _check_names(draft, present)
    return {
        "label": label,
        "label_en": tidy(draft.label_en)[:80],
        "help": tidy(draft.help)[:200],
        "help_en": tidy(draft.help_en)[:200],
        "type": draft.type,
        "is_personal": draft.is_sealed,
        "is_sensitive": draft.is_sensitive,
        "is_sealed": draft.is_sealed,
        "grade": "L4" if draft.is_sensitive else "L3" if draft.is_personal else "L2",
        "purpose": tidy(draft.purpose)[:200],
        "retention": draft.retention,
    } | _options(draft, present)


def clean_options(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for line in lines if (text := tidy(line))))


def free_code(label: str, model: Any = CustomField) -> str:
    base = slugify(pinyin_keys(label).full)[:30] or "own"
    code, place = base, 1
    while model.objects.filter(code=code).exists():
        place += 1
        code = f"{base}_{place}"
    return code


def _check_names(draft: FieldDraft, present: CustomField | None) -> None:
    """Two fields of one name could not be told apart in a list, a query or an import."""
    others = CustomField.objects.offered().exclude(pk=present.pk if present else 0)
    taken = {name for one in others for name in (one.label, one.label_en) if name}
    for entry, name in (("label", tidy(draft.label)), ("label_en", tidy(draft.label_en))):
        if name in taken:
            raise Conflict(
                _("已有字段“%(name)s”") % {"name": name},
                field=entry,
                value=name,
                remedy=_("请换一个名称，或使用已有的字段。"),
            )


def _options(draft: FieldDraft, present: CustomField | None) -> dict[str, Any]:
    if draft.type not in _WITH_OPTIONS:
        return {"choices": [], "options": {}}
    known = set(present.choices) if present else set()
    rows = [_coded(one, known) for one in draft.choices if tidy(one.label)]
    _check_options(draft, rows)
    if present and (gone := known - {one.code for one in rows}):
        _check_gone(present, gone)
    return {
        "choices": [one.code for one in rows],
        "options": {one.code: kept for one in rows if (kept := one.stored())},
    }


def _coded(one: Option, known: set[str]) -> Option:
    label = tidy(one.label)
    code = one.code if one.code in known else label
    return Option(code, label, tidy(one.label_en)[:60], one.into if one.into != code else "", one.is_retired)


def _check_options(draft: FieldDraft, rows: Sequence[Option]) -> None:
    if not any(one.is_offered for one in rows):
        raise Invalid(_("请写出选项，至少一个"), field="choices")
    if len(rows) > MOST_OPTIONS:
        raise Invalid(_("选项太多：最多 %(most)d 个") % {"most": MOST_OPTIONS}, field="choices")
    for one in rows:
        _check_option(draft, one, rows)
    _check_rings(rows)


def _check_gone(present: CustomField, gone: set[str]) -> None:
    """Only while nothing is stored: a code that records hold must still mean something."""
    if CustomValue.objects.filter(field=present).exists():
        raise Conflict(
            _("选项“%(names)s”可能已在使用，不能删除") % {"names": "、".join(sorted(gone))},
            field="choices",
            remedy=_("可以停用它，或并入另一个选项。"),
        )


def _check_option(draft: FieldDraft, one: Option, rows: Sequence[Option]) -> None:
    codes, live = [each.code for each in rows], [each.label for each in rows if not each.into]
    if len(one.label) > 60:
        raise Invalid(_("选项太长：最多 60 个字"), field="choices", value=one.label)
    if codes.count(one.code) > 1 or (not one.into and live.count(one.label) > 1):
        raise Conflict(_("选项“%(name)s”写了两次") % {"name": one.label}, field="choices", value=one.label)
    if one.into and one.into not in codes:
        raise Invalid(_("没有要并入的选项“%(name)s”") % {"name": one.into}, field="choices", value=one.into)
    if draft.type == FieldType.CHOICES and SEPARATORS.search(one.label):
        raise Invalid(_("多选的选项里不能有顿号、逗号、分号"), field="choices", value=one.label)


def _check_rings(rows: Sequence[Option]) -> None:
    into = {one.code: one.into for one in rows}
    for start in into:
        seen: set[str] = set()
        code = start
        while code:
            if code in seen:
                raise Invalid(_("选项互相并入，绕成了圈"), field="choices", value=start)
            seen.add(code)
            code = into.get(code, "")
