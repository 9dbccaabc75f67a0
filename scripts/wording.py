"""Find the texts for people: what is wrapped for translation, and Chinese that was forgotten."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import DebugLexer, Token, TokenType
from django.utils.translation.template import templatize

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
# The line says why this Chinese is no text for people: a value to compare with, a name to parse.
EXEMPT = "i18n:"
WHOLE_FILE = "# i18n: all of it:"  # in one of the first three lines
_CALLS = {
    "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2,
    "pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2,
}  # fmt: skip
# The terminal's marks help texts before Django is loaded.
_SOURCES = {"django.utils.translation", "kedang.core.terminal"}
_TEMPLATE_CALL = re.compile(r"\b(n?p?gettext|_)\((?=\s*u?['\"])")
# Rooms' parts whose Chinese is shown to people; tables to parse or to seed with are elsewhere.
_SHOWN = {
    "views",
    "forms",
    "actions",
    "management",
    "middleware",
    "templatetags",
    "gates",
    "context",
    "events",
    "cli",
}


@dataclass(frozen=True)
class Message:
    msgid: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True)
class Found:
    message: Message
    path: Path
    line: int


@dataclass(frozen=True)
class Forgotten:
    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: Chinese text outside translation: {self.text[:40]!r}"


def rooms(package: Path) -> list[Path]:
    return sorted(path.parent for path in package.glob("*/__init__.py"))


def messages(folder: Path) -> Iterator[Found]:
    """Every text of a room that is wrapped for translation."""
    for path in sorted(folder.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield from python_messages(path.read_text(encoding="utf-8"), path)
    for path in _templates(folder):
        yield from template_messages(path.read_text(encoding="utf-8"), path)


def forgotten(folder: Path) -> Iterator[Forgotten]:
    """Chinese in a room's templates and shown code that no translation reaches."""
    for path in sorted(folder.rglob("*.py")):
        inside = set(path.relative_to(folder).with_suffix("").parts)
        if inside & _SHOWN and not inside & {"tests", "migrations"}:
            yield from python_forgotten(path.read_text(encoding="utf-8"), path)
    for path in _templates(folder):
        yield from template_forgotten(path.read_text(encoding="utf-8"), path)


def _templates(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.glob("templates/**/*") if path.suffix in {".html", ".txt", ".svg", ".xml"}
    )


# Python


def python_messages(source: str, path: Path) -> Iterator[Found]:
    tree = ast.parse(source)
    names = _translating_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (call := _called(node, names)):
            message = _message(call, node.args)
            if message:
                yield Found(message, path, node.lineno)


def python_forgotten(source: str, path: Path) -> Iterator[Forgotten]:
    tree = ast.parse(source)
    names = _translating_names(tree)
    lines = source.splitlines()
    if any(WHOLE_FILE in line for line in lines[:3]):
        return
    covered = {id(part) for node in ast.walk(tree) for part in _covered(node, names)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in covered:
            continue
        exempt = any(EXEMPT in line for line in lines[node.lineno - 1 : node.end_lineno])
        if CHINESE.search(node.value) and not exempt:
            yield Forgotten(path, node.lineno, node.value)


def _translating_names(tree: ast.AST) -> dict[str, str]:
    """Local names of Django's translating functions: `_` → `gettext_lazy`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _SOURCES:
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in _CALLS}
        elif isinstance(node, ast.FunctionDef) and node.name in _CALLS:  # a mark of the file's own
            names[node.name] = node.name
    return names


def _called(node: ast.Call, names: dict[str, str]) -> str:
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id, "")
    if isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS:
        return node.func.attr
    return ""


def _message(call: str, arguments: list[ast.expr]) -> Message | None:
    wanted = _CALLS[call] + ("pgettext" in call)
    texts = [
        node.value
        for node in arguments[:wanted]
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    if len(texts) < wanted or not texts[-1]:
        return None
    context = texts.pop(0) if "pgettext" in call else ""
    return Message(texts[0], texts[1] if len(texts) > 1 else "", context)


def _covered(node: ast.AST, names: dict[str, str]) -> Iterator[ast.AST]:
    """What needs no translation of its own: a translating call's arguments, docstrings."""
    if isinstance(node, ast.Call) and _called(node, names):
        for argument in node.args:
            yield from ast.walk(argument)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value


# Templates


def template_messages(source: str, path: Path) -> Iterator[Found]:
    marked = templatize(source, origin=str(path))
    for match in _TEMPLATE_CALL.finditer(marked):
        call = _parsed_call(marked[match.start() :])
        if call is not None:
            name = {"_": "gettext"}.get(match[1], match[1])
            message = _message(name, call.args)
            if message:
                yield Found(message, path, marked.count("\n", 0, match.start()) + 1)
    yield from _dynamic_attributes(source, path)


def _parsed_call(text: str) -> ast.Call | None:
    """The shortest prefix of `text` that is a whole call."""
    for match in re.finditer(r"\)", text):
        try:
            node = ast.parse(text[: match.end()], mode="eval").body
        except SyntaxError:
            continue
        return node if isinstance(node, ast.Call) else None
    return None


def _dynamic_attributes(source: str, path: Path) -> Iterator[Found]:
    """`<c-button :label="_('保存')">`: cotton evaluates it, Django's extraction does not see it."""
    for token in DebugLexer(source).tokenize():
        if token.token_type == TokenType.TEXT:
            for match in re.finditer(r"\b_\((['\"])(.+?)\1\)", token.contents):
                yield Found(Message(match[2]), path, token.lineno or 1)


def template_forgotten(source: str, path: Path) -> Iterator[Forgotten]:
    tokens = DebugLexer(_without_comments(source)).tokenize()
    inside = ""
    lines = source.splitlines()
    if any(WHOLE_FILE in line for line in lines[:3]):
        return
    for token in tokens:
        word = (
            token.contents.split()[0]
            if token.token_type == TokenType.BLOCK and token.contents.split()
            else ""
        )
        if word in {"blocktrans", "blocktranslate", "comment"}:
            inside = word
        elif inside:
            inside = "" if word == f"end{inside}" else inside
        else:
            yield from _forgotten_in(token, word, path, lines)


def _forgotten_in(token: Token, word: str, path: Path, lines: list[str]) -> Iterator[Forgotten]:
    if token.token_type == TokenType.COMMENT or word in {"trans", "translate"}:
        return
    text = re.sub(r"\b_\((['\"])(.+?)\1\)", "", token.contents)
    for offset, line in enumerate(text.split("\n")):
        number = (token.lineno or 1) + offset
        exempt = number <= len(lines) and EXEMPT in lines[number - 1]
        if CHINESE.search(line) and not exempt:
            yield Forgotten(path, number, line.strip())


def _without_comments(source: str) -> str:
    """HTML comments blanked, lines kept."""
    return re.sub(r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), source, flags=re.DOTALL)
