"""A bag as a stream of files: each is hashed while it passes, so that nothing is read twice.

Files whose SHA-256 is known already (versions in the vault) are not hashed at all. The manifests come last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kedang.dossier.bag.reading import encode_path

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True)
class File:
    """A file on its way into a zip or a directory; `pieces` is called once. `size` None: not known before."""

    path: str
    pieces: Callable[[], Iterator[bytes]]
    modified: datetime
    size: int | None = None
    is_packed: bool = False  # compressed already: storing it is as small and ten times as quick


class BagStream:
    """Counts and hashes what passes; `closing` gives the tag files once all payload has been consumed."""

    def __init__(self, modified: datetime) -> None:
        self._modified = modified
        self._payload: dict[str, str] = {}
        self._bytes = 0

    def payload(self, file: File, digest: str = "") -> File:
        """The same file under `data/`, listed in the manifest when it has passed."""
        path = f"data/{file.path}"

        def pieces() -> Iterator[bytes]:
            running = None if digest else hashlib.sha256()
            for piece in file.pieces():
                self._bytes += len(piece)
                if running is not None:
                    running.update(piece)
                yield piece
            self._payload[path] = digest or (running.hexdigest() if running else "")

        return File(path, pieces, file.modified, file.size, file.is_packed)

    def closing(self, info: Sequence[tuple[str, str]]) -> Iterator[File]:
        """bagit.txt, bag-info.txt, the manifest and the manifest of these."""
        oxum = [("Payload-Oxum", f"{self._bytes}.{len(self._payload)}")]
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(f"{label}: {_one_line(value)}\n" for label, value in [*info, *oxum]),
            "manifest-sha256.txt": _lines(self._payload.items()),
        }
        bodies = {name: text.encode() for name, text in tags.items()}
        sums = [(name, hashlib.sha256(body).hexdigest()) for name, body in bodies.items()]
        bodies["tagmanifest-sha256.txt"] = _lines(sums).encode()
        for name, body in bodies.items():
            yield in_memory(name, body, self._modified)


def in_memory(path: str, body: bytes, modified: datetime) -> File:
    return File(path, lambda: iter((body,)), modified, len(body))


def _lines(sums: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{digest}  {encode_path(path)}\n" for path, digest in sums)


def _one_line(value: str) -> str:
    return " ".join(value.split())
