"""Chinese on an English page: what people typed may stand there, what the house says or ships may not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from kedang.core.preset_names import SHIPPED

_RUN = re.compile(r"[\u4e00-\u9fff]+")
# Variables of the naming rule; names of files, which hold what the rule put there.
_OWN = re.compile(r"\{[^{}\n]{1,12}[}|]|[\w（）()]*_[\w（）()]*|[\w（）()]+\.(?:txt|csv)")
_SPOKEN = ("title", "placeholder", "aria-label", "alt", "data-label", "label", "data-title")
_VOID = {"input", "br", "img", "hr", "meta", "link", "source", "area", "col", "wbr"}


class _Reader(HTMLParser):
    """The texts and spoken attributes of a page, without what is marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_silent = tag in ("script", "style") or (given.get("lang") or "").startswith("zh")
        if tag not in _VOID and (is_silent or self._silent):
            self._silent.append(tag)
        elif not is_silent:
            self.found += [given[name] or "" for name in _SPOKEN if name in given]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def chinese_in(page: str, typed: Iterable[str]) -> set[str]:
    """Runs of Chinese that are in nothing people typed, or that are a name the house ships."""
    reader = _Reader()
    reader.feed(page)
    known = "\n".join(typed)
    words = set(_RUN.findall(known))
    runs = {run for text in reader.found for run in _RUN.findall(_OWN.sub("", text))}
    return {run for run in runs if run not in known or (run in SHIPPED and run not in words)}


def typed_in(*sources: Path) -> Iterator[str]:
    """The Chinese literals of test data."""
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant):
                value = node.value.decode() if isinstance(node.value, bytes) else node.value
                if isinstance(value, str) and _RUN.search(value):
                    yield value
