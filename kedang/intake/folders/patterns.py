"""Which part of a path names the customer: `{客户}/**`, `*/{客户}/{项目}/**`, `{客户}_*`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

CUSTOMER = ("{客户}", "{customer}")
PROJECT = ("{项目}", "{project}")
REST = "**"
DEFAULT = "{客户}/**"


@dataclass(frozen=True)
class Place:
    """What a path says: whose file, of which project, in which folders below the customer, and its name."""

    label: str
    project: str
    folder: str
    name: str


@dataclass(frozen=True)
class Pattern:
    """A pattern ready to be asked. `levels`: one expression per folder level before the rest."""

    levels: tuple[re.Pattern[str], ...]
    file: re.Pattern[str] | None  # set when the file's own name tells the customer

    def read(self, path: str) -> Place | None:
        """None where the path does not fit: no folder deep enough, or another name."""
        *folders, name = path.split("/")
        if len(folders) < len(self.levels):
            return None
        found: dict[str, str] = {}
        for expression, folder in zip(self.levels, folders, strict=False):
            match = expression.fullmatch(folder)
            if match is None:
                return None
            found.update(match.groupdict())
        if self.file is not None:
            match = self.file.fullmatch(name)
            if match is None:
                return None
            found.update(match.groupdict())
        rest = "/".join(folders[len(self.levels) :])
        label = found.get("customer", "").strip()
        return Place(label, found.get("project", "").strip(), rest, name) if label else None


def parse_pattern(text: str) -> Pattern:
    """Raises Invalid: no customer in it, or twice, or an empty level."""
    levels = [level.strip() for level in text.strip().strip("/").split("/")]
    has_rest = levels[-1] == REST
    folders = levels[:-1]
    named = sum(level.count(token) for level in levels for token in CUSTOMER)
    if named != 1 or "" in levels:
        raise Invalid(
            _("路径规则里应有且只有一个 {客户}"),
            field="pattern",
            value=text,
            remedy=_("例如 {客户}/** 表示第一层文件夹是客户名。"),
        )
    file = None if has_rest else _expression(levels[-1])
    return Pattern(tuple(_expression(level) for level in folders), file)


def _expression(level: str) -> re.Pattern[str]:
    written = ""
    for part in re.split(r"(\{[^}]*\}|\*)", level):
        if part in CUSTOMER:
            written += "(?P<customer>.+?)"
        elif part in PROJECT:
            written += "(?P<project>.+?)"
        elif part == "*":
            written += ".*"
        elif part.startswith("{"):
            raise Invalid(_("不认识 %(token)s") % {"token": part}, field="pattern", value=level)
        else:
            written += re.escape(part)
    return re.compile(written)
