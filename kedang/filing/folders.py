"""Folders as other rooms need them: there when asked for. Plain functions for use inside actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kedang.core.text import match_key
from kedang.customers.models import Customer, Project
from kedang.filing.layouts import Shelf
from kedang.filing.models import Folder
from kedang.filing.nodes import PROJECT, Layout, Node
from kedang.filing.paths import join, name_of, parent_of, path_key, safe_path
from kedang.filing.search import index_folders

UNSORTED = "待整理"  # where a document goes of which nothing says where it belongs
_CUSTOMERS_PER_QUERY = 500


@dataclass(frozen=True)
class _Wanted:
    """A folder that is to be there, with its node."""

    customer: Customer
    path: str
    node: Node | None

    @property
    def place(self) -> tuple[int, str]:
        return self.customer.pk, path_key(self.path)


def ensure_folder(customer: Customer, path: str) -> Folder:
    """The folder at `path` of `customer`, made with all above it if it is not there yet."""
    return ensure_folders([(customer, path)])[0]


def ensure_folders(places: Sequence[tuple[Customer, str]], *, shelf: Shelf | None = None) -> list[Folder]:
    """One folder per (customer, path), in their order, with few statements for many.

    A standard folder that still has an older name is taken as it is: re-applying the template renames it.
    """
    shelf = shelf or Shelf.in_force()
    customers = {customer.pk: customer for customer, _path in places}
    layouts = {pk: shelf.layout_for(customer) for pk, customer in customers.items()}
    there = _Present(customers.values())
    asked = [
        there.resolve(customer, safe_path(path) or UNSORTED, layouts[customer.pk])
        for customer, path in places
    ]
    missing: dict[tuple[int, str], _Wanted] = {}
    for wanted in (each for line in asked for each in line):
        if wanted.place not in there.by_path:
            missing.setdefault(wanted.place, wanted)
    for depth in sorted({wanted.path.count("/") for wanted in missing.values()}):
        there.make([wanted for wanted in missing.values() if wanted.path.count("/") == depth])
    return [there.by_path[lines[-1].place] for lines in asked]


class _Present:
    """The folders that some customers have, and those made meanwhile."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self.customers = list(customers)
        self.by_path: dict[tuple[int, str], Folder] = {}
        self.by_node: dict[tuple[int, str], Folder] = {}
        for start in range(0, len(self.customers), _CUSTOMERS_PER_QUERY):
            some = [customer.pk for customer in self.customers[start : start + _CUSTOMERS_PER_QUERY]]
            self._take(Folder.objects.filter(customer_id__in=some).available())
        self._projects: dict[tuple[int, str], int] | None = None

    def resolve(self, customer: Customer, path: str, layout: Layout) -> list[_Wanted]:
        """The lineage of `path`, where a standard folder stands for its node whatever its name is by now."""
        wanted: list[_Wanted] = []
        base = ""
        for name, node in zip(path.split("/"), layout.along(path), strict=True):
            base = join([base, name])
            known = self.by_node.get((customer.pk, node.key)) if node and node.is_unique else None
            base = known.path if known else base
            wanted.append(_Wanted(customer, base, node))
        return wanted

    def make(self, wanted: Sequence[_Wanted]) -> None:
        """Make folders of one depth; those above are there. Somebody else may make the same meanwhile."""
        Folder.objects.bulk_create(
            [self._new(each) for each in wanted], ignore_conflicts=True, batch_size=200
        )
        made: list[Folder] = []
        for start in range(0, len(wanted), 200):
            condition = Q()
            for each in wanted[start : start + 200]:
                condition |= Q(customer_id=each.customer.pk, path_key=path_key(each.path))
            made += Folder.objects.filter(condition).available()
        self._take(made)
        index_folders(made)

    def _new(self, wanted: _Wanted) -> Folder:
        above = self.by_path.get((wanted.customer.pk, path_key(parent_of(wanted.path))))
        return Folder(
            customer=wanted.customer,
            parent=above,
            project_id=self._project(wanted) or (above.project_id if above else None),
            name=name_of(wanted.path),
            path=wanted.path,
            path_key=path_key(wanted.path),
            template_node=wanted.node.key if wanted.node else "",
            classification=max(
                wanted.node.classification if wanted.node else 1, above.classification if above else 1
            ),
        )

    def _project(self, wanted: _Wanted) -> int | None:
        if wanted.node is None or wanted.node.token != PROJECT:
            return None
        if self._projects is None:
            rows = Project.objects.filter(customer__in=self.customers)
            self._projects = {(row.customer_id, row.match_key): row.pk for row in rows}
        value = wanted.node.value_in(name_of(wanted.path))
        return self._projects.get((wanted.customer.pk, match_key(value)))

    def _take(self, folders: Iterable[Folder]) -> None:
        for folder in folders:
            self.by_path[folder.customer_id, folder.path_key] = folder
            if folder.template_node:
                self.by_node.setdefault((folder.customer_id, folder.template_node), folder)


def standard_path(
    customer: Customer, type_code: str, *, project: str = "", shelf: Shelf | None = None
) -> str:
    """Where such a document belongs: with a project in its folder, else at the node of the type."""
    shelf = shelf or Shelf.in_force()
    layout = shelf.layout_for(customer)
    if project and (node := next((node for node in layout.nodes if node.token == PROJECT), None)):
        parent = layout.by_key(node.parent)
        return join([parent.path if parent else "", node.named(project)])
    node = layout.by_key(shelf.folder_of(type_code)) if type_code else None
    return node.path if node and node.is_unique else UNSORTED


def rule_path(customer: Customer, path: str = "") -> str:
    """`部门/阶段/客户/合同/…`: where the rule puts it, for people to copy."""
    department = customer.department.name if customer.department else ""
    return join([department, str(customer.get_stage_display()), safe_path(customer.name), path])
