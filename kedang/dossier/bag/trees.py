"""Where a bag's files lie: a directory or a zip. Names are those inside the bag; nothing is unpacked."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

PIECE = 2**18
MOST_FILES = 200_000
# Unpacked ÷ packed of one member above 50 MiB: nothing an office writes is like that.
MOST_RATIO = 1_000
_BIG = 50 * 2**20
_ENCRYPTED, _UTF8 = 0x1, 0x800
# What the standard library raises on zips that are not what they say.
_BROKEN = (
    *(zipfile.BadZipFile, OSError, NotImplementedError, EOFError, RuntimeError),
    *(ValueError, struct.error, OverflowError, MemoryError),
)


class Tree(Protocol):
    """Files by name; `sizes` says which are there and how long each says it is."""

    sizes: dict[str, int]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content piece by piece. Raises Invalid: damaged, or more than it said."""
        ...


class DirectoryTree:
    """A bag as it lies on a disk. Links are not followed: what they point at is not part of the bag."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.sizes: dict[str, int] = {}
        for folder, _folders, names in os.walk(root):
            for name in names:
                path = Path(folder, name)
                facts = path.lstat()
                relative = path.relative_to(root).as_posix()
                if not stat.S_ISREG(facts.st_mode):
                    raise _refused(relative, _("不是普通文件（链接或设备）"))
                self.sizes[relative] = facts.st_size
                _check_count(len(self.sizes))

    def pieces(self, name: str) -> Iterator[bytes]:
        with os.fdopen(os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            yield from _limited(file, self.sizes[name], name)


class ZipTree:
    """A bag in a zip, with or without one folder around it. Members are read by the central directory."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise Invalid(
                _("这不是完整的 zip 文件"), field="file", remedy=_("请重新取得文件，或重新压缩为 zip。")
            ) from error
        _check_count(len(self._archive.filelist))
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.filelist:
            if not info.is_dir():
                self._take(info)
        self._drop_folder()
        self.sizes = {name: info.file_size for name, info in self._members.items()}

    def close(self) -> None:
        self._archive.close()

    def pieces(self, name: str) -> Iterator[bytes]:
        info = self._members[name]
        try:
            with self._archive.open(info) as file:
                yield from _limited(file, info.file_size, name)
        except _BROKEN as error:
            raise _refused(name, _("已损坏，解不开")) from error
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma", "bz2", "_lzma"):
                raise _refused(name, _("已损坏，解不开")) from error
            raise

    def _take(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename if info.flag_bits & _UTF8 else _legacy(info.orig_filename)
        if is_outside(name):
            raise _refused(name, _("路径指向档案包之外"))
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _refused(name, _("是符号链接"))
        if info.flag_bits & _ENCRYPTED:
            raise _refused(name, _("有密码"), _("请取得没有密码的档案包。"))
        if info.file_size > _BIG and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _refused(name, _("压缩比异常，疑似压缩炸弹"))
        if name in self._members:
            raise _refused(name, _("在压缩包里出现了两次"))
        self._members[name] = info

    def _drop_folder(self) -> None:
        """RFC 8493 6: a serialised bag lies in one folder of its own; some tools leave it out."""
        if "bagit.txt" in self._members:
            return
        tops = {name.partition("/")[0] for name in self._members}
        if len(tops) == 1 and all("/" in name for name in self._members):
            self._members = {name.partition("/")[2]: info for name, info in self._members.items()}


@contextmanager
def open_tree(path: Path) -> Iterator[DirectoryTree | ZipTree]:
    if path.is_dir():
        yield DirectoryTree(path)
        return
    with path.open("rb") as file:
        yield ZipTree(file)


def is_outside(name: str) -> bool:
    """Absolute, `..`, a home folder, a drive, a share or a variable of Windows: whatever may leave the bag."""
    head = name.split("/", 1)[0]
    return (
        not name
        or name.startswith(("/", "\\", "~", "%"))
        or "\0" in name
        or (len(head) > 1 and head[1] == ":" and head[0].isalpha())
        or ".." in name.replace("\\", "/").split("/")
    )


def _legacy(name: str) -> str:
    """Old packers write names in a code page and do not say so: UTF-8 if it is that, else GB18030."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _limited(file: IO[bytes], size: int, name: str) -> Iterator[bytes]:
    """Never more than was declared: a member that goes on is not what it said."""
    seen = 0
    while piece := file.read(PIECE):
        seen += len(piece)
        if seen > size:
            raise _refused(name, _("比它声明的长"))
        yield piece


def _check_count(count: int) -> None:
    if count > MOST_FILES:
        raise Invalid(
            _("文件太多，一个档案包最多 %(most)d 个") % {"most": MOST_FILES},
            field="file",
            remedy=_("请确认这是一位客户的档案包。"),
        )


def _refused(name: str, what: str, remedy: str = "") -> Invalid:
    return Invalid(
        _("“%(name)s”%(what)s") % {"name": name[:200], "what": what},
        field="file",
        value=name[:200],
        remedy=remedy or _("请向档案包的提供者重新索取。"),
    )
