"""Tag files of a bag as facts: the declaration, bag-info, manifests, fetch."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.dossier.bag.trees import Tree

_DECLARATION = re.compile(
    r"BagIt-Version: (?P<major>\d+)\.(?P<minor>\d+)(?:\r\n|\r|\n)"
    r"Tag-File-Character-Encoding: (?P<encoding>\S+)(?:\r\n|\r|\n)*"
)
_LINE = re.compile(r"(?P<digest>[0-9A-Fa-f]+)[ \t]+\*?(?P<path>.+)")
_ENCODED = re.compile(r"%(0[AaDd]|25)")
# Tag files are small; the manifests of 200,000 files are about 60 MB.
MOST_BYTES = 128 * 2**20


def read_text(tree: Tree, name: str, encoding: str) -> str:
    if tree.sizes[name] > MOST_BYTES:
        raise Invalid(_("“%(name)s”过大") % {"name": name}, field="file", value=name)
    try:
        return b"".join(tree.pieces(name)).decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid(
            _("“%(name)s”不是 %(encoding)s 编码") % {"name": name, "encoding": encoding},
            field="file",
            value=name,
        ) from error


def read_declaration(tree: Tree) -> tuple[tuple[int, int], str]:
    """The version and the encoding of the other tag files."""
    if "bagit.txt" not in tree.sizes:
        raise Invalid(
            _("没有 bagit.txt，这不是 BagIt 档案包"),
            field="file",
            value="bagit.txt",
            remedy=_("请选择由客档导出的档案包（zip）。"),
        )
    found = _DECLARATION.fullmatch(read_text(tree, "bagit.txt", "utf-8"))
    if found is None:
        raise Invalid(_("bagit.txt 的内容不合规范（RFC 8493）"), field="file", value="bagit.txt")
    try:
        codecs.lookup(found["encoding"])
    except LookupError:
        raise Invalid(_("不认识的编码"), field="file", value=found["encoding"]) from None
    return (int(found["major"]), int(found["minor"])), found["encoding"]


def read_info(text: str) -> list[tuple[str, str]]:
    """Labels and values in their order; a line that begins with a blank goes on with the one before."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and found:
            label, value = found[-1]
            found[-1] = label, f"{value} {line.strip()}"
        elif ":" in line:
            label, _colon, value = line.partition(":")
            found.append((label.strip(), value.strip()))
        elif line.strip():
            raise Invalid(
                _("bag-info.txt 有一行不合规范：%(line)s") % {"line": line[:80]}, value="bag-info.txt"
            )
    return found


def read_manifest(name: str, text: str) -> Iterator[tuple[str, str]]:
    """(path, digest) line by line, as they are written."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise Invalid(
                _("%(name)s 第 %(row)d 行不合规范") % {"name": name, "row": number}, row=number, value=name
            )
        yield found["path"], found["digest"].lower()


def read_fetch(text: str) -> list[str]:
    """The paths that lie elsewhere."""
    return [parts[2] for line in text.splitlines() if len(parts := line.split(None, 2)) == 3]


def decode_path(path: str) -> str:
    """RFC 8493 2.1.3: line ends and the percent sign are written as %0A, %0D, %25."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), path)


def encode_path(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
