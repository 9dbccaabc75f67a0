"""How documents are called and how records are numbered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.models import NumberingRule
from kedang.access.number_templates import SERIES, parse_template
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.filing import events
from kedang.filing.models import NamingRule
from kedang.filing.naming import SHIPPED, parse_rule
from kedang.ledger.record import record


@action(needs="manage", resource="template")
def set_naming_rule(subject: None, text: str, *, actor: Actor) -> None:
    """The rule for all documents whose type has none of its own. Names given before stay."""
    parse_rule(text)
    rule, made = NamingRule.objects.get_or_create(pk=1, defaults={"text": text.strip()})
    before = SHIPPED if made else rule.text
    if not made:
        revise(rule, text=text.strip())
    change = {"field": "text", "label": _("命名规则"), "old": before, "new": rule.text}
    record(events.NAMING_RULE_SET, rule, actor=actor, changes=[change])


@action(needs="manage", resource="template")
def set_numbering_rule(subject: None, series: str, template: str, *, actor: Actor) -> None:
    """The template for new numbers of `series`. Numbers given before stay, and none is given twice."""
    if series not in SERIES:
        raise Invalid(_("没有这种编号。"), field="series", value=series)
    text = parse_template(SERIES[series], template.strip()).text
    rule, made = NumberingRule.objects.get_or_create(series=series, defaults={"template": text})
    before = SERIES[series].shipped if made else rule.template
    if not made:
        revise(rule, template=text)
    change = {"field": "template", "label": str(SERIES[series].label), "old": before, "new": text}
    record(events.NUMBERING_RULE_SET, rule, actor=actor, changes=[change])
