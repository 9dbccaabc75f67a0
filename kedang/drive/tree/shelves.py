"""Customers on shelves: one's own, lately used, by department, all. However many there are, no listing is long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.text import match_key
from kedang.customers.models import Customer, Helper
from kedang.drive.names import composed
from kedang.drive.tree.places import FolderPlace, Path, Place, Shelf
from kedang.filing.file_names import look_back, name_key, safe_part
from kedang.filing.paths import safe_folder_name
from kedang.ledger.models import Event
from kedang.people.models import Department

if TYPE_CHECKING:
    from kedang.customers.querysets import CustomerQuerySet

TOP, MINE, LATELY, DEPARTMENTS, ALL = "", "我的客户", "最近", "部门", "全部客户"
SHELVES = (MINE, LATELY, DEPARTMENTS, ALL)
MOST = 500  # customers listed side by side; more of them stand in stretches
_FAN = 100
_LATELY, _LOOKED_BACK = 50, 400
_MOST_DEPARTMENTS = 500
_NUMBERED = re.compile(r".*〔(.+)〕", re.DOTALL)
_STRETCH = re.compile(r"第([0-9]{1,15})-([0-9]{1,15})户")


def name_on_shelf(customer: Customer) -> str:
    """`蓝天贸易有限公司〔KH-0001〕`: the number tells two of one name apart and outlives a change of name."""
    return f"{safe_folder_name(customer.name)[:60].rstrip(' .')}〔{safe_part(customer.number)}〕"


def customers(actor: Actor) -> CustomerQuerySet:
    """What the drive knows of: nothing of the top level."""
    rows = Customer.objects.visible_to(actor).filter(classification__lt=Clearance.CORE)
    return rows.unsealed()


def step(shelf: Shelf, name: str, actor: Actor) -> Place | None:
    """What `name` is on `shelf`."""
    path = (*shelf.path, name)
    if shelf.kind == TOP:
        return next((Shelf(path=path, kind=kind) for kind in SHELVES if kind == composed(name)), None)
    if shelf.kind == DEPARTMENTS and (department := _department(shelf.department, name)):
        return Shelf(path=path, kind=DEPARTMENTS, department=department)
    if found := _STRETCH.fullmatch(name):
        stretch = int(found[1]), int(found[2])
        return Shelf(path=path, kind=shelf.kind, department=shelf.department, stretch=stretch)
    customer = _customer(name, actor)
    return FolderPlace(path=path, customer=customer) if customer else None


def listing(shelf: Shelf, actor: Actor) -> Iterator[Place]:
    if shelf.kind == TOP:
        yield from (Shelf(path=(kind,), kind=kind) for kind in SHELVES)
        return
    if shelf.kind == DEPARTMENTS and shelf.stretch is None:
        for department in _departments(shelf.department):
            path = (*shelf.path, safe_part(department.name))
            yield Shelf(path=path, kind=DEPARTMENTS, department=department)
        if shelf.department is None:
            return
    rows = _rows(shelf, actor)
    yield from _customers(shelf, rows) if shelf.kind == LATELY else _spread(shelf, rows)


def _rows(shelf: Shelf, actor: Actor) -> CustomerQuerySet:
    rows = customers(actor)
    if shelf.kind == MINE:
        rows = rows.filter(Q(owner=actor.person) | Q(pk__in=_helped(actor)))
    elif shelf.kind == LATELY:
        rows = rows.filter(pk__in=_lately(actor))
    elif shelf.kind == DEPARTMENTS:
        rows = rows.filter(department=shelf.department)
    return rows.filter(pk__range=shelf.stretch) if shelf.stretch else rows


def _spread(shelf: Shelf, rows: CustomerQuerySet) -> Iterator[Place]:
    """As they are while they are few, else in stretches of the order in which they were entered."""
    few = list(rows.order_by("pk")[: MOST + 1])
    if len(few) <= MOST:
        yield from (_place(shelf.path, customer) for customer in few)
        return
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    width = _width(ends["last"] - ends["first"] + 1)
    start = ends["first"] - ends["first"] % width
    for low in range(start, ends["last"] + 1, width):
        stretch = low, low + width - 1
        if rows.filter(pk__range=stretch).exists():
            path = (*shelf.path, f"第{stretch[0]}-{stretch[1]}户")
            yield Shelf(path=path, kind=shelf.kind, department=shelf.department, stretch=stretch)


def _width(span: int) -> int:
    """A round number of customers, so that a stretch keeps its name when more are entered."""
    width = 100
    while span > width * _FAN:
        width *= 10
    return width


def _customers(shelf: Shelf, rows: CustomerQuerySet) -> Iterator[Place]:
    for customer in rows.order_by("pk")[:MOST]:
        yield _place(shelf.path, customer)


def _place(path: Path, customer: Customer) -> FolderPlace:
    return FolderPlace(path=(*path, name_on_shelf(customer)), customer=customer)


def _customer(name: str, actor: Actor) -> Customer | None:
    """By the number in 〔〕, by number alone, or by a name nobody else has."""
    numbered = _NUMBERED.fullmatch(name)
    number = numbered[1] if numbered else name
    found = list(customers(actor).filter(number__in={number, look_back(number)})[:2])
    if not found and not numbered:
        found = list(customers(actor).named([match_key(look_back(name))])[:2])
    return found[0] if len(found) == 1 else None


def _departments(above: Department | None) -> list[Department]:
    return list(
        Department.objects.filter(parent=above, closed_at=None).order_by("name", "pk")[:_MOST_DEPARTMENTS]
    )


def _department(above: Department | None, name: str) -> Department | None:
    key = name_key(composed(name))
    return next((one for one in _departments(above) if name_key(safe_part(one.name)) == key), None)


def _helped(actor: Actor) -> list[int]:
    return list(Helper.objects.filter(person=actor.person).values_list("customer_id", flat=True)[:MOST])


def _lately(actor: Actor) -> list[int]:
    """Whose record or documents the person opened or changed last, by the person's own ledger."""
    mine = Event.objects.filter(actor_id=actor.id).exclude(customer_id=None).order_by("-pk")
    recent = mine.values_list("customer_id", flat=True)[:_LOOKED_BACK]
    return [pk for pk in dict.fromkeys(recent) if pk is not None][:_LATELY]
