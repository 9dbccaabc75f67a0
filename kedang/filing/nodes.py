"""The nodes of a folder template: checked, flattened, and found again by a folder's path."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.access.words import Clearance
from kedang.core.errors import Invalid
from kedang.core.patterns import Token, TokenSpec, parse
from kedang.filing.file_names import name_key, safe_part
from kedang.filing.paths import MOST_DEPTH, MOST_NAME, join, safe_folder_name

MOST_NODES = 300
PROJECT, YEAR = "project", "year"
TOKENS = (
    TokenSpec(PROJECT, ("项目", "project"), gettext_lazy("每个项目一个文件夹"), "营销项目"),
    TokenSpec(YEAR, ("年", "年份", "year"), gettext_lazy("每年一个文件夹"), "2026"),
)
_KEY = re.compile(r"[a-z0-9_-]{1,60}")


@dataclass(frozen=True)
class Node:
    """One folder of a template (模板节点). With a `token` (`{项目}`, `{年}年`) it stands for many folders."""

    key: str
    name: str
    parent: str
    path: str
    classification: int = Clearance.PUBLIC
    token: str = ""
    is_unique: bool = True  # neither it nor a node above it stands for many folders

    def fits(self, name: str) -> bool:
        """Whether a folder called `name` can stand for this node."""
        if not self.token:
            return name_key(self.name) == name_key(name)
        return re.fullmatch(self._expression(), name) is not None

    def named(self, value: str) -> str:
        """The folder's name when the token has `value`."""
        return safe_folder_name(
            "".join(value if isinstance(part, Token) else str(part) for part in self._parts())
        )

    def value_in(self, name: str) -> str:
        found = re.fullmatch(self._expression(), name)
        return found.group(1) if found else ""

    def _expression(self) -> str:
        value = r"(\d{4})" if self.token == YEAR else "(.+)"
        return "".join(value if isinstance(part, Token) else re.escape(str(part)) for part in self._parts())

    def _parts(self) -> Sequence[object]:
        return parse(self.name, TOKENS)


@dataclass(frozen=True)
class Layout:
    """The nodes of one template, ready to be asked."""

    nodes: tuple[Node, ...]

    def children(self, key: str) -> list[Node]:
        return [node for node in self.nodes if node.parent == key]

    def by_key(self, key: str) -> Node | None:
        return next((node for node in self.nodes if node.key == key), None)

    def along(self, path: str) -> list[Node | None]:
        """For each name of `path` its node; None from where the template knows nothing of it."""
        found: list[Node | None] = []
        parent: str | None = ""
        for name in path.split("/"):
            node = self._child(parent, name) if parent is not None else None
            parent = node.key if node else None
            found.append(node)
        return found

    def _child(self, parent: str, name: str) -> Node | None:
        children = sorted(self.children(parent), key=lambda node: bool(node.token))
        return next((node for node in children if node.fits(name)), None)


def layout_of(nodes: Sequence[Mapping[str, Any]]) -> Layout:
    return Layout(tuple(_flatten(nodes, None)))


def checked_nodes(nodes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`nodes` as they are stored, new ones with a key. Raises Invalid, naming the folder."""
    keys: set[str] = set()
    checked = _checked(nodes, "", keys, depth=1)
    if len(keys) > MOST_NODES:
        message = _("模板有 %(count)s 个文件夹，最多 %(most)s 个。") % {
            "count": len(keys),
            "most": MOST_NODES,
        }
        raise Invalid(message, field="nodes", remedy=_("请合并一些文件夹。"))
    return checked


def _flatten(nodes: Sequence[Mapping[str, Any]], parent: Node | None) -> Iterator[Node]:
    for each in nodes:
        token = _token_of(each["name"])
        node = Node(
            key=each["key"],
            name=each["name"],
            parent=parent.key if parent else "",
            path=join([parent.path if parent else "", each["name"]]),
            classification=each.get("classification") or Clearance.PUBLIC,
            token=token,
            is_unique=not token and (parent is None or parent.is_unique),
        )
        yield node
        yield from _flatten(each.get("children", ()), node)


def _checked(
    nodes: Sequence[Mapping[str, Any]], path: str, keys: set[str], depth: int
) -> list[dict[str, Any]]:
    if depth > MOST_DEPTH and nodes:
        raise Invalid(
            _("“%(path)s”下面的层级太深。") % {"path": path}, field="nodes", remedy=_("最多 12 层。")
        )
    names: set[str] = set()
    result = []
    for each in nodes:
        name = _checked_name(str(each.get("name", "")), path)
        if name_key(name) in names:
            message = _("“%(path)s”下有两个“%(name)s”。") % {"path": path or _("最上层"), "name": name}
            raise Invalid(message, field="nodes", value=name, remedy=_("请改名或合并。"))
        names.add(name_key(name))
        node: dict[str, Any] = {"key": _checked_key(str(each.get("key") or ""), keys), "name": name}
        if each.get("classification"):
            node["classification"] = _checked_classification(each["classification"], name)
        below = _checked(each.get("children") or (), join([path, name]), keys, depth + 1)
        result.append({**node, "children": below} if below else node)
    return result


def _checked_name(name: str, path: str) -> str:
    name = name.strip()
    where = path or _("最上层")
    if not name:
        raise Invalid(
            _("“%(path)s”下有一个文件夹没有名称。") % {"path": where},
            field="nodes",
            remedy=_("请填写或删去。"),
        )
    parts = parse(name, TOKENS)
    if sum(isinstance(part, Token) for part in parts) > 1:
        raise Invalid(_("“%(name)s”里只能有一个变量。") % {"name": name}, field="nodes", value=name)
    is_plain = not any(isinstance(part, Token) for part in parts)
    if len(name) > MOST_NAME or (is_plain and safe_folder_name(name) != safe_part(name)):
        message = _("“%(name)s”不能作文件夹名称。") % {"name": name[:MOST_NAME]}
        raise Invalid(message, field="nodes", value=name, remedy=_("请换一个简短的名称。"))
    for part in parts:
        if isinstance(part, str) and f".{part}." != safe_part(f".{part}."):
            message = _("“%(name)s”里有文件夹名称不允许的字符。") % {"name": name}
            raise Invalid(message, field="nodes", value=name, remedy=_('不能用 < > : " / \\ | ? * 和换行。'))
    return name


def _checked_key(key: str, keys: set[str]) -> str:
    if not _KEY.fullmatch(key) or key in keys:
        key = f"n{secrets.token_hex(6)}"
    keys.add(key)
    return key


def _checked_classification(level: Any, name: str) -> int:
    if level not in Clearance.values:
        raise Invalid(_("“%(name)s”的密级无效。") % {"name": name}, field="nodes", value=str(level))
    return int(level)


def _token_of(name: str) -> str:
    return next((part.key for part in parse(name, TOKENS) if isinstance(part, Token)), "")
