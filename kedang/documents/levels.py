"""What holds for each classification beside rights: how much a day, whether pages are stamped, who lets files out."""

from __future__ import annotations

from kedang.access.words import Clearance
from kedang.documents.models import Document, LevelRule

# Shipped: the second level from above leaves only with a permit; the top one is asked for in each sitting (`sitting`).
_SHIPPED = {
    Clearance.PUBLIC: LevelRule(level=Clearance.PUBLIC),
    Clearance.INTERNAL: LevelRule(level=Clearance.INTERNAL, views=2000, downloads=500, prints=200),
    Clearance.CONFIDENTIAL: LevelRule(
        level=Clearance.CONFIDENTIAL, views=300, downloads=30, prints=30, is_stamped=True, asks_permit=True
    ),
    Clearance.CORE: LevelRule(level=Clearance.CORE, views=100, downloads=10, prints=10, is_stamped=True),
}


def level_of(document: Document) -> Clearance:
    """Its own level or its customer's, whichever is higher."""
    return Clearance(max(document.classification, document.customer.classification))


def rule_of(level: Clearance) -> LevelRule:
    return LevelRule.objects.filter(level=level).first() or _SHIPPED[level]


def rules() -> dict[Clearance, LevelRule]:
    kept = {Clearance(rule.level): rule for rule in LevelRule.objects.all()}
    return {level: kept.get(level) or _SHIPPED[level] for level in Clearance}
