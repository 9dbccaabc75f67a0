"""The options of a choice: codes as they are stored, and what became of each since.

Renaming or merging an option touches no stored value and no history: a code is read as what it means now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.core.folding import fold
from kedang.core.preset_names import meant, shown
from kedang.customers.models import CustomField
from kedang.customers.models.templates import is_english


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    label_en: str = ""
    into: str = ""  # merged: what it means now
    is_retired: bool = False

    @property
    def title(self) -> str:
        return self.label_en if self.label_en and is_english() else shown(self.label)

    @property
    def is_offered(self) -> bool:
        return not self.into and not self.is_retired

    def stored(self) -> dict[str, Any]:
        """What `CustomField.options` keeps; nothing for a code that is as it was made."""
        kept = {
            "label": self.label if self.label != self.code else "",
            "label_en": self.label_en,
            "into": self.into,
            "retired": self.is_retired,
        }
        return {name: value for name, value in kept.items() if value}


def options_of(field: CustomField) -> list[Option]:
    """All that were ever made, in their order."""
    return [_option(field, code) for code in field.choices]


def offered(field: CustomField, held: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Code and title of those to choose from; what a record holds already (`held`) stays to be chosen."""
    return [(one.code, one.title) for one in options_of(field) if one.is_offered or one.code in held]


def meaning(field: CustomField, code: str) -> str:
    """The code it was merged into, or itself."""
    for _step in range(len(field.choices) + 1):
        into = field.options.get(code, {}).get("into", "")
        if not into:
            return code
        code = into
    return code


def title_of(field: CustomField, code: str) -> str:
    return _option(field, meaning(field, code)).title


def codes_for(field: CustomField, word: str) -> list[str]:
    """Every stored code that means what `word` names, by label in either language or by code."""
    wanted = {fold(name) for name in meant(word)}
    named = {meaning(field, one.code) for one in options_of(field) if wanted & _names(one)}
    return [code for code in field.choices if meaning(field, code) in named]


def read(field: CustomField, typed: str) -> str:
    """The code of what was typed. Raises Invalid."""
    if typed in field.choices:
        return meaning(field, typed)
    if found := codes_for(field, typed):
        return meaning(field, found[0])
    raise Invalid(
        _("没有“%(raw)s”这一项") % {"raw": typed},
        value=typed,
        remedy=_("可选：%(choices)s") % {"choices": "、".join(title for _code, title in offered(field))},
    )


def _option(field: CustomField, code: str) -> Option:
    kept = field.options.get(code, {})
    return Option(
        code,
        kept.get("label") or code,
        kept.get("label_en", ""),
        kept.get("into", ""),
        bool(kept.get("retired")),
    )


def _names(one: Option) -> set[str]:
    return {fold(name) for name in (one.code, one.label, one.label_en) if name}
