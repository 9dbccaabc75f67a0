"""Who is spoken to: colleagues who may see what is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kedang.access.sight import Onlookers, Standing, standings_of
from kedang.core.errors import Invalid
from kedang.core.pinyin import pinyin_keys
from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.people.models import Person

MOST = 20
OFFERED = 8
_SCANNED = 2000  # people whose names are read in pinyin
_LONGEST = 20
# A name ends where a sign or a space stands; the rest is tried from the longest to the shortest.
_AFTER_AT = re.compile(rf"@([^\s@,，。；;：:！!？?、（）()]{{1,{_LONGEST}}})")


def offered(customer: Customer, document: Document | None, typed: str, *, but: int) -> list[Person]:
    """For the list below the words: by name, pinyin or initials, nearest to the customer first."""
    found = _matching(typed)
    seen = may_see(found, customer, document)
    standing = _standing(customer)
    near = {standing.owner_id, *standing.helper_ids}
    kept = [one for one in found if one.pk in seen and one.pk != but]
    kept.sort(key=lambda one: (one.pk not in near, one.department_id != customer.department_id, one.name))
    return kept[:OFFERED]


def read_mentions(text: str, chosen: Iterable[int], author_id: int) -> list[Person]:
    """The `chosen` whose name still stands in `text`, and whoever is named there without having been chosen.

    A name that several colleagues share counts only when one of them was chosen. Raises Invalid: too many.
    """
    said = _said(text)
    names = {name[:length] for name in said for length in range(2, len(name) + 1)}
    people = list(colleagues().filter(name__in=names)) if names else []
    picked = set(chosen)
    by_name: dict[str, list[Person]] = {}
    for one in people:
        by_name.setdefault(one.name, []).append(one)
    found: dict[int, Person] = {}
    for name in said:
        longest = max((key for key in by_name if name.startswith(key)), key=len, default="")
        bearers = by_name.get(longest, [])
        meant = [one for one in bearers if one.pk in picked] or (bearers if len(bearers) == 1 else [])
        found |= {one.pk: one for one in meant if one.pk != author_id}
    if len(found) > MOST:
        raise Invalid(_("一次最多提及 %(count)d 位同事") % {"count": MOST}, field="text")
    return list(found.values())


def check_seen(
    people: Sequence[Person], customer: Customer, document: Document | None, *, may_grant: bool
) -> None:
    """Raises Invalid: somebody spoken to may not see it."""
    seen = may_see(people, customer, document)
    blind = [one.name for one in people if one.pk not in seen]
    if not blind:
        return
    what = _("这位客户") if document is None else _("这份文档")
    remedy = (
        _("请先在“单独授权”中允许其查看，或去掉这个 @。")
        if may_grant
        else _("请让部门主管授权其查看，或去掉这个 @。")
    )
    message = _("%(names)s 看不到%(what)s，不能提及") % {"names": "、".join(blind), "what": what}
    raise Invalid(message, field="text", value="、".join(blind), remedy=remedy)


def may_see(people: Sequence[Person], customer: Customer, document: Document | None) -> set[int]:
    """Ids of those who see the customer, its comments and, when it is about one, the document."""
    standing = _standing(customer)
    asked = [(Onlookers(people), standing), (Onlookers(people, resource="comment"), standing)]
    if document is not None:
        level = max(document.classification, standing.classification)
        asked.append((Onlookers(people, resource="document"), replace(standing, classification=level)))
    return {one.pk for one in people if all(eyes.sees(one.pk, of) for eyes, of in asked)}


def colleagues() -> QuerySet[Person]:
    return Person.objects.filter(is_system=False, is_active=True, suspended_at=None).select_related(
        "department"
    )


def _matching(typed: str) -> list[Person]:
    typed = typed.strip()
    rows = colleagues().order_by("name", "pk")
    if not typed:
        return list(rows[:200])
    if not typed.isascii():
        return list(rows.filter(name__icontains=typed)[:60])
    keys = typed.lower()
    names = list(rows.values_list("pk", "name")[:_SCANNED])
    ids = [pk for pk, name in names if _reads(name, keys)]
    return list(rows.filter(pk__in=ids[:60]))


def _reads(name: str, keys: str) -> bool:
    full, initials = pinyin_keys(name)
    return full.startswith(keys) or initials.startswith(keys) or keys in name.lower()


def _said(text: str) -> list[str]:
    return list(dict.fromkeys(_AFTER_AT.findall(text)))


def _standing(customer: Customer) -> Standing:
    return standings_of({customer.pk: customer.classification})[customer.pk]
