"""Findings in words, and what can be done about each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core import regions
from kedang.customers.attributes import ATTRIBUTES
from kedang.customers.completeness import labels_of
from kedang.customers.models import ContactKind, Kind
from kedang.quality.models import Finding
from kedang.quality.rules import RULES
from kedang.ui.words import day as day_words

_WHY = {
    "unreadable": gettext_lazy("写得不对，无法识别"),
    "kind": gettext_lazy("填错了种类，应是%(is)s"),
    "form": gettext_lazy("没有按规范书写"),
}


def tell(finding: Finding, labels: dict[str, str] | None = None) -> str:
    """One sentence; `labels` of own fields, read once for a page."""
    rule = RULES.get(finding.rule)
    if rule is None:
        return finding.rule
    facts: dict[str, Any] = dict(finding.facts)
    facts["field"] = label_of(finding, labels)
    if "day" in facts:
        facts["day"] = day_words(date.fromisoformat(facts["day"]))
    if "code" in facts:
        facts["region"] = regions.full_name(facts["code"])
    if "why" in facts:
        facts["why"] = str(_WHY[facts["why"]]) % {"is": _kind(facts.get("is", ""))}
    if rule.code == "other_kind":
        facts["kind"] = Kind(facts["kind"]).label
    return str(rule.sentence) % facts


def label_of(finding: Finding, labels: dict[str, str] | None = None) -> str:
    """Of the field that is wrong."""
    key = finding.field
    if key.startswith("contact:") and "kind" in finding.facts:
        return _kind(finding.facts["kind"])
    if key in ATTRIBUTES:
        return str(ATTRIBUTES[key].label)
    if key == "contact":
        return _("联系方式")
    return (labels if labels is not None else labels_of([key])).get(key, key)


def labels_for(findings: list[Finding]) -> dict[str, str]:
    """Names of what the sentences may mention: one query for a page."""
    return labels_of({one.field for one in findings})


def remedy(finding: Finding) -> str:
    rule = RULES.get(finding.rule)
    return str(rule.remedy) if rule else ""


def rule_label(code: str) -> str:
    rule = RULES.get(code)
    return str(rule.label) if rule else code


def _kind(code: str) -> str:
    return str(ContactKind(code).label) if code in ContactKind.values else code
