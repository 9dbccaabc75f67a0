"""What re-applying a changed template does to folders in use: worked out first, shown, then done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kedang.filing.models import Folder
from kedang.filing.nodes import Layout, Node
from kedang.filing.paths import join, name_of, parent_of, path_key


@dataclass(frozen=True)
class Step:
    """One folder's change. `path`: where it goes; empty: the template knows it no more, it becomes own."""

    folder: Folder
    path: str

    @property
    def kind(self) -> str:
        if not self.path:
            return "left_over"
        return "renamed" if parent_of(self.path) == parent_of(self.folder.path) else "moved"


def plan(layout: Layout, folders: Sequence[Folder]) -> list[Step]:
    """The steps for all folders of one customer, those above before those below."""
    steps: list[Step] = []
    goes_to: dict[int, str] = {}  # folder id → its path after the steps so far
    for folder in sorted(folders, key=lambda each: each.path.count("/")):
        here = join([goes_to.get(folder.parent_id or 0, parent_of(folder.path)), folder.name])
        node = layout.by_key(folder.template_node) if folder.template_node else None
        target = _target(layout, node, folder, folders, goes_to) if node else here
        goes_to[folder.pk] = target
        if folder.template_node and node is None:
            steps.append(Step(folder, ""))
        elif path_key(target) != path_key(here) or name_of(target) != folder.name:
            steps.append(Step(folder, target))
    return steps


def _target(
    layout: Layout, node: Node, folder: Folder, folders: Sequence[Folder], goes_to: dict[int, str]
) -> str:
    name = folder.name if node.token else node.name
    if not node.parent:
        return name
    parent = layout.by_key(node.parent)
    if parent is None or parent.is_unique:
        return join([parent.path if parent else "", name])
    # Below `{项目}`: it stays with the project folder it lies in.
    above = goes_to.get(folder.parent_id or 0, parent_of(folder.path))
    return join([above, name])
