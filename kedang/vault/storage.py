"""Where blobs lie. Names are unguessable ids; a blob is there whole or not at all and never changes."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kedang.vault.errors import BlobMissing


class StoredBlob(Protocol):
    """Random access to the stored bytes."""

    size: int

    def read_at(self, start: int, size: int) -> bytes: ...
    def close(self) -> None: ...


class Storage(Protocol):
    """What the vault needs of a place; `put` returns when the bytes survive a power cut."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None: ...
    def open(self, name: str) -> StoredBlob: ...
    def delete(self, name: str) -> None: ...
    def older_than(self, moment: datetime) -> Iterator[str]: ...


def storage() -> Storage:
    return DiskStorage(Path(settings.BLOBS))


class DiskBlob:
    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.size = os.fstat(handle).st_size

    def read_at(self, start: int, size: int) -> bytes:
        return os.pread(self._handle, size, start)

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class DiskStorage:
    """`root/ab/cd/abcd…`; unfinished writes are in `root/incoming` and swept after a day."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        target = self._path(name)
        self._make_folder(self._incoming)
        self._make_folder(target.parent)
        fresh = self._incoming / name
        try:
            self._write(fresh, pieces)
            os.rename(fresh, target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        _sync(target.parent)

    def open(self, name: str) -> DiskBlob:
        try:
            return DiskBlob(os.open(self._path(name), os.O_RDONLY))
        except FileNotFoundError:
            raise BlobMissing(
                _("存储中找不到这份内容。"), value=name, remedy=_("请从备份恢复，并告知系统管理员。")
            ) from None

    def delete(self, name: str) -> None:
        path = self._path(name)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _sync(path.parent)

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Names of blobs written before `moment`; what a killed process left half written is removed."""
        limit = moment.timestamp()
        for fresh in self._files(self._incoming):
            if fresh.stat().st_mtime < limit:
                Path(fresh).unlink(missing_ok=True)
        for outer in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
            for inner in sorted(outer.iterdir()):
                yield from (file.name for file in self._files(inner) if file.stat().st_mtime < limit)

    def _path(self, name: str) -> Path:
        if len(name) < 5 or not name.isalnum():
            raise ValueError(f"not a blob id: {name!r}")
        return self._root / name[:2] / name[2:4] / name

    def _write(self, path: Path, pieces: Iterable[bytes]) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb", buffering=0) as file:
            for piece in pieces:
                _write_all(file.fileno(), piece)
            os.fsync(file.fileno())

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for parent in (folder, *folder.parents):
            _sync(parent)
            if parent == self._root.parent:
                break

    @staticmethod
    def _files(folder: Path) -> "list[os.DirEntry[str]]":
        if not folder.is_dir():
            return []
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if entry.is_file()), key=lambda entry: entry.name)


def _write_all(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view) :]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
