"""Where a folder import's files are: in a zip in the vault, in a directory, or one by one in the vault."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import DomainError, Invalid
from kedang.intake.models import FolderImport, FolderItem

PIECE = 2**18
MAX_FILES = 200_000
MAX_RATIO = 1000  # unpacked ÷ packed of one member above 50 MiB: no office file is like that
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
# What systems leave behind; nobody would call it a file of a customer.
_LITTER = {"thumbs.db", "desktop.ini", ".ds_store"}


@dataclass(frozen=True)
class Found:
    """A file in the source. `member`: how the source finds it again."""

    path: str
    member: str
    size: int
    modified_on: date | None


class CannotTake(DomainError):
    """This one file cannot be taken; the message says why."""


def list_zip(blob_id: str, key: tuple[str, str]) -> list[Found]:
    """Raises Invalid: damaged, or too many files."""
    with vault.blobs.open(blob_id, *key) as reader:
        try:
            with zipfile.ZipFile(reader) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Invalid(_("压缩包已损坏，无法读取"), remedy=_("请重新压缩为 zip。")) from error
    _check_count(len(infos))
    found = [
        Found(clean_path(member_name(info)), str(info.header_offset), info.file_size, _zip_date(info))
        for info in infos
    ]
    return [one for one in found if one.path and not is_litter(one.path)]


def member_name(info: zipfile.ZipInfo) -> str:
    """Windows writes names in its own code page and does not say so: UTF-8 if it is that, else GB18030."""
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def list_directory(root: str) -> Iterator[Found]:
    """Regular files below `root`; links are not followed, so that nothing outside comes in."""
    base = Path(root)
    for folder, folders, names in os.walk(base):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            facts = path.lstat()
            relative = path.relative_to(base).as_posix()
            if stat.S_ISREG(facts.st_mode) and not is_litter(relative):
                modified = datetime.fromtimestamp(facts.st_mtime, timezone.get_current_timezone())
                yield Found(clean_path(relative), relative, facts.st_size, modified.date())


def is_litter(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name in _LITTER or name.startswith(("._", "~$")) or path.startswith("__MACOSX/")


class Opened:
    """The source opened once for a chunk; `chunks` gives an item's content piece by piece."""

    def __init__(self, folder_import: FolderImport) -> None:
        self._import = folder_import
        self._stack = ExitStack()
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._archive: zipfile.ZipFile | None = None

    def __enter__(self) -> Opened:
        if self._import.source == FolderImport.Source.ZIP:
            reader = self._stack.enter_context(vault.blobs.open(self._import.location, *self._import.key))
            self._archive = self._stack.enter_context(zipfile.ZipFile(reader))
            self._members = {str(info.header_offset): info for info in self._archive.infolist()}
        return self

    def __exit__(self, *_details: object) -> None:
        self._stack.close()

    def chunks(self, item: FolderItem) -> Iterator[bytes]:
        """Raises CannotTake: gone, encrypted, damaged, or a bomb."""
        if item.blob_id:
            return self._from_blob(item)
        if self._archive is not None:
            return self._from_zip(self._archive, self._members[item.member])
        return _from_directory(Path(self._import.location), item.member)

    def _from_blob(self, item: FolderItem) -> Iterator[bytes]:
        with vault.blobs.open(item.blob_id, *self._import.key) as reader:
            yield from reader.iter_range(0, reader.size)

    def _from_zip(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise CannotTake(_("压缩包内的文件有密码"), remedy=_("请解压后重新导入。"))
        if info.file_size > 50 * 2**20 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise CannotTake(_("压缩比异常，疑似压缩炸弹"))
        try:
            with archive.open(info) as member:
                yield from _pieces(member, info.file_size)
        except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, RuntimeError) as error:
            raise CannotTake(_("压缩包内的文件已损坏")) from error
        except Exception as error:
            if type(error).__module__ in ("zlib", "lzma", "bz2", "_lzma"):
                raise CannotTake(_("压缩包内的文件已损坏")) from error
            raise


def _from_directory(root: Path, member: str) -> Iterator[bytes]:
    """Refuses links and pipes: the directory may have changed since it was listed."""
    try:
        descriptor = _open_below(root, member.split("/"))
    except OSError as error:
        raise CannotTake(_("文件已不在原处，或不能读取")) from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise CannotTake(_("文件已不在原处，或不能读取"))
        yield from _pieces(file, None)


def _open_below(root: Path, names: list[str]) -> int:
    """Step by step from `root`, no step through a link: a check of the whole path could be outrun."""
    if ".." in names:
        raise NotADirectoryError(names)
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in names[:-1]:
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        # A pipe put in a file's place would wait for ever.
        return os.open(names[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)


def _pieces(file: Any, declared: int | None) -> Iterator[bytes]:
    """Never more than the zip declared: a member that goes on is not what it said."""
    seen = 0
    while piece := file.read(PIECE):
        seen += len(piece)
        if declared is not None and seen > declared:
            raise CannotTake(_("压缩包内的文件已损坏"))
        yield piece


def clean_path(path: str) -> str:
    """Without what could lead elsewhere: drive letters, `..`, control characters, backslashes."""
    parts = path.replace("\\", "/").split("/")
    kept = [
        "".join(c for c in part if c.isprintable()).strip() for part in parts if part not in ("", ".", "..")
    ]
    if kept and len(kept[0]) == 2 and kept[0][1] == ":":
        kept = kept[1:]
    return "/".join(part for part in kept if part)[-1000:]


def _zip_date(info: zipfile.ZipInfo) -> date | None:
    try:
        found = date(*info.date_time[:3])
    except ValueError:
        return None
    return found if found.year > 1980 else None


def _check_count(count: int) -> None:
    if count > MAX_FILES:
        raise Invalid(_("文件太多：%(count)d 个，一次最多 %(most)d 个") % {"count": count, "most": MAX_FILES})


def batched(found: Iterable[Found], size: int) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for count, one in enumerate(found, start=1):
        _check_count(count)
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
