"""Where a document's versions lie in a package: the ruled folder and name; older versions in a tree beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kedang.documents.models import Document, Version
from kedang.filing.file_names import cut, name_key, safe_name, split_extension, unique_name

CURRENT, FORMER = "文档", "历史版本"  # i18n: names of folders in a package, the same in every language
_MOST_BYTES = 180  # of one folder's name: Windows counts the whole path


class Places:
    """Gives each file a path nobody else has, also where case is not told apart."""

    def __init__(self) -> None:
        self._taken: defaultdict[str, set[str]] = defaultdict(set)

    def place(self, folder: str, name: str) -> str:
        path = "/".join(cut(safe_name(part), _MOST_BYTES) for part in folder.split("/") if part)
        unique = unique_name(name, self._taken[name_key(path)])
        self._taken[name_key(path)].add(name_key(unique))
        return f"{path}/{unique}" if path else unique


def paths_of(documents: Sequence[Document], versions: dict[int, list[Version]]) -> dict[tuple[int, int], str]:
    """(document, version number) → path: `文档/合同/A.pdf`, and `历史版本/合同/A_v1.pdf` for what came before."""
    places, found = Places(), {}
    for one in documents:
        found[one.pk, one.version_number] = places.place(f"{CURRENT}/{one.folder.path}", one.name)
    for one in documents:
        stem, extension = split_extension(one.name)
        for version in versions.get(one.pk, []):
            if version.number != one.version_number:
                own = split_extension(version.original_name)[1] or extension
                name = f"{stem}_v{version.number}{own.lower()}"
                found[one.pk, version.number] = places.place(f"{FORMER}/{one.folder.path}", name)
    return found


def folder_name(number: str, name: str) -> str:
    """Of a package, and of the folder in its zip."""
    return cut(safe_name(f"{number}_{name}"), 150) or _("档案")
