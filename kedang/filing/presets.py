"""Industry presets (行业预设): folders, document types, numbering and tags as data files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedang.access.door import action
from kedang.access.models import NumberingRule
from kedang.core.actor import Actor
from kedang.core.text import match_key
from kedang.customers.models import Tag
from kedang.filing import events
from kedang.filing.actions.templates import make_template
from kedang.filing.actions.types import make_document_type
from kedang.filing.models import DocumentType, FolderTemplate
from kedang.ledger.record import record

GENERAL = "general"
_FILES = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Preset:
    """An industry's own folders and types come before the general 项目 folder, its numbering replaces."""

    code: str
    name: str
    folders: list[dict[str, Any]] = field(default_factory=list)
    types: list[dict[str, Any]] = field(default_factory=list)
    numbering: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


@lru_cache(maxsize=16)
def preset_of(industry: str) -> Preset:
    """The preset of an industry; the general one for an industry without a file."""
    general = json.loads((_FILES / f"{GENERAL}.json").read_text(encoding="utf-8"))
    path = _FILES / f"{industry}.json"
    if industry == GENERAL or not industry.isidentifier() or not path.is_file():
        return Preset(code=GENERAL, **general)
    own = json.loads(path.read_text(encoding="utf-8"))
    return Preset(
        code=industry,
        name=own["name"],
        folders=[*general["folders"][:-1], *own["folders"], general["folders"][-1]],
        types=[*general["types"], *own["types"]],
        numbering={**general["numbering"], **own.get("numbering", {})},
        tags=[*general["tags"], *own.get("tags", [])],
    )


@action(needs="manage", resource="template")
def load_preset(subject: None, industry: str, *, actor: Actor) -> None:
    load_presets(industry, actor=actor)
    record(events.PRESETS_LOADED, None, actor=actor, details={"industry": preset_of(industry).code})


def load_presets(industry: str, *, actor: Actor) -> None:
    """Make what is absent; what the organisation has changed stays. For actions such as the first set-up."""
    preset = preset_of(industry)
    _load_types(preset)
    if not FolderTemplate.objects.filter(name=preset.name).exists():
        make_template(name=preset.name, nodes=preset.folders, actor=actor)
    _load_tags(preset)
    for series, template in preset.numbering.items():
        NumberingRule.objects.get_or_create(series=series, defaults={"template": template})


def _load_types(preset: Preset) -> None:
    known = DocumentType.objects.values_list("code", "name")
    codes, names = {code for code, _name in known}, {name for _code, name in known}
    for each in preset.types:
        if each["code"] not in codes and each["name"] not in names:
            make_document_type(**each, is_preset=True)


def _load_tags(preset: Preset) -> None:
    wanted = {match_key(name): name for name in preset.tags}
    known = set(Tag.objects.filter(match_key__in=wanted).values_list("match_key", flat=True))
    Tag.objects.bulk_create(Tag(name=name, match_key=key) for key, name in wanted.items() if key not in known)


def summary(industry: str) -> list[str | Promise]:
    """What the preset brings, for the person who chooses it."""
    preset = preset_of(industry)
    folders = "、".join(node["name"] for node in preset.folders)
    types = "、".join(each["name"] for each in preset.types)
    return [
        ngettext(
            "%(count)s 个标准文件夹：%(names)s", "%(count)s 个标准文件夹：%(names)s", len(preset.folders)
        )
        % {"count": len(preset.folders), "names": folders},
        ngettext("%(count)s 种文档类型：%(names)s", "%(count)s 种文档类型：%(names)s", len(preset.types))
        % {"count": len(preset.types), "names": types},
        _("客户编号：%(template)s") % {"template": preset.numbering["customer"]},
        *([_("行业标签：%(names)s") % {"names": "、".join(preset.tags)}] if preset.tags else []),
    ]
