"""Whose each row is: by customer number, external id or name, within the rights of who imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.text import match_key
from kedang.customers.models import ContactPerson, Customer
from kedang.people.models import Person

_KEYS = {"number": "number", "external_id": "external_id", "name": "match_key"}


@dataclass
class Links:
    """What the rows of a chunk point at, looked up at once."""

    customers: dict[str, dict[str, list[Customer]]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    contacts: dict[tuple[int, str], int] = field(default_factory=dict)

    def customer(self, said: dict[str, str]) -> tuple[Customer | None, str, str, str]:
        """`said`: target → cell. The customer, or None with the target at fault, what is wrong and what to do."""
        for target, column in _KEYS.items():
            value = said.get(target, "")
            if not value:
                continue
            found = self.customers.get(column, {}).get(_key(column, value), [])
            if len(found) == 1:
                return found[0], "", "", ""
            if len(found) > 1:
                numbers = "、".join(one.number for one in found[:5])
                words = _("有多个客户叫“%(name)s”：%(numbers)s") % {"name": value, "numbers": numbers}
                return None, target, words, _("请加一列客户编号。")
        named = next((target for target in _KEYS if said.get(target)), "")
        if not named:
            return None, "", _("没有写明是哪个客户"), _("请填写客户编号、外部编号或名称。")
        words = _("没有找到客户“%(value)s”") % {"value": said[named]}
        return None, named, words, _("核对编号或名称；只能导入您可以维护的客户。")


def find_links(rows: Iterable[dict[str, str]], actor: Actor) -> Links:
    """Three statements for the customers, one for colleagues, one for contact persons."""
    rows = list(rows)
    links = Links()
    permitted = Customer.objects.in_use().permitted(actor, "import", resource="dealing")
    for target, column in _KEYS.items():
        wanted = {_key(column, row[target]) for row in rows if row.get(target)}
        found: defaultdict[str, list[Customer]] = defaultdict(list)
        if wanted:
            for customer in permitted.filter(**{f"{column}__in": wanted}):
                found[getattr(customer, column)].append(customer)
        links.customers[column] = dict(found)
    links.people = _people({row["author"] for row in rows if row.get("author")})
    links.contacts = _contacts(links)
    return links


def _key(column: str, value: str) -> str:
    return match_key(value) if column == "match_key" else value.strip()


def _people(names: set[str]) -> dict[str, int]:
    """By name or e-mail; a name two colleagues share is nobody's."""
    if not names:
        return {}
    found: dict[str, int] = {}
    shared: set[str] = set()
    people = Person.objects.filter(is_system=False)
    for pk, name in people.filter(name__in=names).values_list("pk", "name"):
        shared |= {name} if name in found else set()
        found[name] = pk
    mails = people.filter(email__in=[name.lower() for name in names if "@" in name])
    by_mail = dict(mails.values_list("email", "pk"))
    return {name: pk for name, pk in found.items() if name not in shared} | by_mail


def _contacts(links: Links) -> dict[tuple[int, str], int]:
    ids = {one.pk for groups in links.customers.values() for found in groups.values() for one in found}
    rows = ContactPerson.objects.in_use().filter(customer_id__in=ids) if ids else ContactPerson.objects.none()
    return {(one.customer_id, match_key(one.name)): one.pk for one in rows}
