"""A customer's folder tree: the template's nodes merged with the folders that are really there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kedang.access.words import Clearance
from kedang.core.actor import Actor
from kedang.core.clock import today
from kedang.customers.models import Customer, Project
from kedang.filing.layouts import Shelf
from kedang.filing.models import Folder
from kedang.filing.nodes import YEAR, Layout, Node
from kedang.filing.paths import join, name_of, parent_of, path_key


@dataclass
class Branch:
    """One folder of the tree. `folder` is None while it is virtual: standard, and not used yet."""

    name: str
    path: str
    node: str = ""
    folder: Folder | None = None
    classification: int = Clearance.PUBLIC
    children: list[Branch] = field(default_factory=list)

    @property
    def is_virtual(self) -> bool:
        return self.folder is None

    @property
    def is_own(self) -> bool:
        """Made by people, not by the template."""
        return not self.node

    def walk(self) -> Iterator[Branch]:
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(customer: Customer, *, actor: Actor, shelf: Shelf | None = None) -> list[Branch]:
    """The folders of `customer` that `actor` may see, standard ones first."""
    folders = list(Folder.objects.filter(customer=customer).available().order_by("path_key"))
    visible = Folder.objects.visible_to(actor).filter(customer=customer).available()
    seen = set(visible.values_list("pk", flat=True))
    projects = list(
        Project.objects.filter(customer=customer, trashed_at=None)
        .order_by("name")
        .values_list("name", flat=True)
    )
    return merge((shelf or Shelf.in_force()).layout_for(customer), folders, seen, projects)


def merge(layout: Layout, folders: Sequence[Folder], seen: set[int], projects: Sequence[str]) -> list[Branch]:
    """`folders` are all of a customer's, `seen` the ids that may be shown."""
    return _Merger(layout, folders, seen, projects).branches("", "")


class _Merger:
    def __init__(
        self, layout: Layout, folders: Sequence[Folder], seen: set[int], projects: Sequence[str]
    ) -> None:
        self.layout, self.seen = layout, seen
        self.values = {YEAR: [str(today().year)]}
        self.projects = projects
        self.below: defaultdict[str, list[Folder]] = defaultdict(list)
        for folder in folders:
            self.below[parent_of(folder.path_key)].append(folder)
        self.taken = {folder.template_node for folder in folders if folder.template_node}

    def branches(self, path: str, key: str | None) -> list[Branch]:
        """The level below `path`, whose node is `key` ("" at the top, None below an own folder)."""
        real = {folder.path_key: folder for folder in self.below[path_key(path)]}
        nodes = self.layout.children(key) if key is not None else []
        level = [branch for node in nodes for branch in self._standard(node, path, real)]
        own = [self._real(folder, self._node_key(folder, key)) for folder in real.values()]
        return [branch for branch in (*level, *own) if branch.folder is None or branch.folder.pk in self.seen]

    def _standard(self, node: Node, path: str, real: dict[str, Folder]) -> Iterator[Branch]:
        for name in self._names(node):
            folder = real.pop(path_key(join([path, name])), None)
            if folder is not None:
                yield self._real(folder, node.key)
            elif not (node.is_unique and node.key in self.taken):
                yield self._virtual(node, name, path)

    def _names(self, node: Node) -> list[str]:
        if not node.token:
            return [node.name]
        return [node.named(value) for value in self.values.get(node.token, self.projects)]

    def _real(self, folder: Folder, key: str | None) -> Branch:
        return Branch(
            name=folder.name,
            path=folder.path,
            node=folder.template_node,
            folder=folder,
            classification=folder.classification,
            children=self.branches(folder.path, key),
        )

    def _virtual(self, node: Node, name: str, path: str) -> Branch:
        own = join([path, name])
        return Branch(name, own, node.key, None, node.classification, self.branches(own, node.key))

    def _node_key(self, folder: Folder, parent_key: str | None) -> str | None:
        """The node of a real folder that stands elsewhere than the template says, or under a token's node."""
        if folder.template_node and self.layout.by_key(folder.template_node):
            return folder.template_node
        nodes = self.layout.children(parent_key) if parent_key is not None else []
        return next((node.key for node in nodes if node.fits(name_of(folder.path))), None)
