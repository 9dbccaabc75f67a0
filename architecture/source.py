"""Kedang's source as the checks read it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kedang"


@dataclass(frozen=True)
class Module:
    """One source file. `inside` are its folders and name below the room: `("views", "checkouts")`."""

    path: Path
    text: str
    inside: tuple[str, ...]
    room: str = ""

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def exempts(self, node: ast.expr | ast.stmt, mark: str) -> bool:
        """Does a line of the node say `# mark: why`?"""
        lines = self.text.splitlines()[node.lineno - 1 : node.end_lineno]
        return any(f"# {mark}: " in line for line in lines)

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.path}:{node.lineno}"


def modules(package: Path = PACKAGE) -> Iterator[Module]:
    """All of the house but tests and migrations."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if len(parts) > 1 and not {"tests", "migrations"} & set(parts):
            yield Module(path, path.read_text(encoding="utf-8"), parts[1:], parts[0])


def planted(text: str, *inside: str, room: str = "customers") -> Module:
    """A module that exists only to be caught."""
    return Module(Path(f"{room}/{'/'.join(inside)}.py"), text, inside, room)


def assert_none(found: Iterable[str]) -> None:
    """Fail with all of what was found, a line each."""
    lines = list(found)
    assert not lines, "\n" + "\n".join(lines)


def chain(node: ast.expr) -> list[str]:
    """The names along a call chain, first to last: `A.objects.filter(x).first()` → A objects filter first."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            if isinstance(node, ast.Name):
                names.append(node.id)
            return names[::-1]


def outermost_chains(tree: ast.AST) -> Iterator[tuple[ast.expr, list[str], ast.Call | None]]:
    """Each whole chain once, with the call that takes it as an argument, if any."""
    inner: set[int] = set()
    arguments: dict[int, ast.Call] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            inner.add(id(node.func))
            arguments |= {id(part): node for part in [*node.args, *(k.value for k in node.keywords)]}
        elif isinstance(node, ast.Attribute | ast.Subscript):
            inner.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call | ast.Attribute | ast.Subscript) and id(node) not in inner:
            yield node, chain(node), arguments.get(id(node))
