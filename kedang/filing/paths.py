"""Paths of folders: names from the top, joined by `/`."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.filing.file_names import cut, name_key, safe_name

MOST_NAME = 80  # characters of one folder's name
MOST_DEPTH = 12


def safe_path(path: str) -> str:
    """`path` with every name as all systems take it; empty names fall away, long ones are cut."""
    names = [safe_folder_name(name) for name in path.replace("\\", "/").split("/") if name.strip(" .")]
    if len(names) > MOST_DEPTH:  # what lies deeper goes into the deepest folder there may be
        names = names[:MOST_DEPTH]
    return join(names)


def safe_folder_name(name: str) -> str:
    return safe_name(cut(safe_name(name)[:MOST_NAME], 240))


def checked_name(name: str) -> str:
    """A name as somebody typed it. Raises Invalid: empty, or longer than a folder's name may be."""
    if not name.strip(" ./\\"):
        raise Invalid(_("请写文件夹名称。"), field="name", value=name)
    safe = safe_name(name)
    if len(safe) > MOST_NAME:
        message = _("文件夹名称有 %(length)s 个字，最多 %(most)s 个。") % {
            "length": len(safe),
            "most": MOST_NAME,
        }
        raise Invalid(message, field="name", value=name, remedy=_("请缩短名称。"))
    return safe_folder_name(name)


def path_key(path: str) -> str:
    """Equal for paths that Windows or macOS would hold to be the same."""
    return name_key(path)


def join(names: Iterable[str]) -> str:
    return "/".join(name for name in names if name)


def parent_of(path: str) -> str:
    return path.rpartition("/")[0]


def name_of(path: str) -> str:
    return path.rpartition("/")[2]


def lineage(path: str) -> list[str]:
    """`a/b/c` → `a`, `a/b`, `a/b/c`."""
    names = path.split("/")
    return [join(names[: end + 1]) for end in range(len(names))]
