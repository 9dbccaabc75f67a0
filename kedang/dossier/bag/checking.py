"""Whether a bag is whole and unchanged (RFC 8493 3): what is wrong, where, and what to do."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid
from kedang.dossier.bag.reading import (
    decode_path,
    read_declaration,
    read_fetch,
    read_info,
    read_manifest,
    read_text,
)
from kedang.dossier.bag.trees import Tree, is_outside

_ALGORITHMS = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
_LITTER = {".ds_store", "thumbs.db", "desktop.ini"}
MOST_PROBLEMS = 50
_TOLD_EVERY = 4 * 2**20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file of the bag, and what to do about it."""

    file: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.file}：{self.message}"


@dataclass
class Checked:
    """What came of it. `digests`: sha256 of each payload file where a manifest has it."""

    version: tuple[int, int] = (0, 0)
    info: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.problems


Tell = Callable[[int, int], None]
Lines = dict[str, dict[str, str]]  # path → algorithm → digest


def check(tree: Tree, *, tell: Tell | None = None, with_contents: bool = True) -> Checked:
    """Every tag file, every path, every checksum; stops after `MOST_PROBLEMS`. `tell(bytes done, of)`."""
    checked = Checked()
    try:
        _Checker(tree, checked, tell or (lambda _done, _total: None)).run(with_contents)
    except Invalid as error:
        checked.problems.append(Problem(error.value or "", str(error.message), str(error.remedy or "")))
    return checked


class _Checker:
    def __init__(self, tree: Tree, checked: Checked, tell: Tell) -> None:
        self.tree, self.checked, self.tell = tree, checked, tell
        self.by_form = {unicodedata.normalize("NFC", name): name for name in tree.sizes}
        self.encoding = "utf-8"

    def run(self, with_contents: bool) -> None:
        self.checked.version, self.encoding = read_declaration(self.tree)
        if self.checked.version > (1, 0):
            self._wrong("bagit.txt", _("版本比 1.0 新，不能读取"), _("请升级客档。"))
        for name in ("bag-info.txt", "package-info.txt"):
            if name in self.tree.sizes:
                self.checked.info += read_info(read_text(self.tree, name, self.encoding))
        payload, tags = self._manifests("manifest-"), self._manifests("tagmanifest-")
        if not payload:
            self._wrong("manifest-sha256.txt", _("没有清单"), _("清单说明每个文件的校验值，缺少它无法核对。"))
        self._check_payload(payload)
        self._check_fetch()
        self._check_oxum()
        if with_contents and not self.checked.problems:
            self._check_digests({**payload, **tags})
        self.checked.digests = {path: by["sha256"] for path, by in payload.items() if "sha256" in by}

    def _manifests(self, prefix: str) -> Lines:
        lines: Lines = {}
        for name in sorted(self.tree.sizes):
            algorithm = name.removeprefix(prefix).removesuffix(".txt").lower()
            if not (name.startswith(prefix) and name.endswith(".txt")) or "/" in name:
                continue
            if algorithm not in _ALGORITHMS:
                self._wrong(name, _("不认识的校验算法"))
                continue
            self._read(name, algorithm, lines)
        return lines

    def _read(self, name: str, algorithm: str, lines: Lines) -> None:
        for written, digest in read_manifest(name, read_text(self.tree, name, self.encoding)):
            path = self._resolved(written, name)
            if path is None:
                continue
            before = lines.setdefault(path, {}).get(algorithm)
            if before == digest and self.checked.version < (1, 0):
                self._warn(path, _("在 %(name)s 里列了两次") % {"name": name})
            elif before is not None:
                self._wrong(path, _("在 %(name)s 里列了两次") % {"name": name})
            lines[path][algorithm] = digest

    def _resolved(self, written: str, manifest: str) -> str | None:
        """The file a line means; None when it may not mean any."""
        plain = written.removeprefix("./")
        if is_outside(plain) and plain not in self.tree.sizes:
            self._wrong(written, _("%(name)s 里的路径指向档案包之外") % {"name": manifest})
            return None
        if plain != written:
            self._warn(plain, _("路径以 ./ 开头"))
        for path in (plain, decode_path(plain)) if self.checked.version < (1, 0) else (decode_path(plain),):
            if path in self.tree.sizes:
                return path
        if other := self.by_form.get(unicodedata.normalize("NFC", decode_path(plain))):
            self._warn(other, _("清单里的文件名用了另一种 Unicode 写法"))
            return other
        missing = _("清单里有，档案包里没有这个文件")
        self._wrong(decode_path(plain), missing, _("档案包不完整，请重新索取或重新复制。"))
        return None

    def _check_payload(self, payload: Lines) -> None:
        algorithms = {algorithm for by in payload.values() for algorithm in by}
        for name in sorted(self.tree.sizes):
            if not name.startswith("data/"):
                continue
            if name.rpartition("/")[2].lower() in _LITTER:
                self._warn(name, _("系统留下的文件"))
            if name not in payload:
                remedy = _("这个文件不属于档案包，请删去或重新索取。")
                self._wrong(name, _("清单里没有这个文件"), remedy)
            elif self.checked.version >= (1, 0) and payload[name].keys() != algorithms:
                self._wrong(name, _("不是每份清单都列出了这个文件"))
        for path in payload:
            if not path.startswith("data/"):
                self._wrong(path, _("清单里的路径不在 data/ 之下"))
        seen: dict[str, str] = {}
        for path in payload:
            if (other := seen.setdefault(path.casefold(), path)) != path:
                self._warn(path, _("与“%(other)s”只差大小写") % {"other": other})

    def _check_fetch(self) -> None:
        if "fetch.txt" not in self.tree.sizes:
            return
        for path in read_fetch(read_text(self.tree, "fetch.txt", self.encoding)):
            if is_outside(path) or not path.startswith("data/"):
                self._wrong(path, _("%(name)s 里的路径指向档案包之外") % {"name": "fetch.txt"})

    def _check_oxum(self) -> None:
        """The quick test of a bag that was cut off: bytes and files of the payload."""
        sizes = [size for name, size in self.tree.sizes.items() if name.startswith("data/")]
        found = f"{sum(sizes)}.{len(sizes)}"
        for label, value in self.checked.info:
            if label.lower() == "payload-oxum" and value != found:
                what = _("Payload-Oxum 写的是 %(value)s，实际是 %(found)s") % {"value": value, "found": found}
                self._wrong("bag-info.txt", what, _("档案包不完整，请重新索取或重新复制。"))

    def _check_digests(self, lines: Lines) -> None:
        total, done, told = sum(self.tree.sizes[path] for path in lines), 0, 0
        for path, expected in lines.items():
            running = {name: hashlib.new(name, usedforsecurity=False) for name in expected}
            for piece in self.tree.pieces(path):
                for one in running.values():
                    one.update(piece)
                done += len(piece)
                if done - told > _TOLD_EVERY:
                    self.tell(done, total)
                    told = done
            if any(running[name].hexdigest() != digest for name, digest in expected.items()):
                remedy = _("文件在途中损坏或被改动过，请重新索取档案包。")
                self._wrong(path, _("校验值不符"), remedy)
        self.tell(total, total)

    def _wrong(self, file: str, message: str, remedy: str = "") -> None:
        self.checked.problems.append(Problem(file, message, remedy))
        if len(self.checked.problems) >= MOST_PROBLEMS:
            raise Invalid(_("问题太多，没有继续检查"))

    def _warn(self, file: str, message: str) -> None:
        if len(self.checked.warnings) < MOST_PROBLEMS:
            self.checked.warnings.append(Problem(file, message))
