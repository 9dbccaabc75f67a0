"""What of a document is counted: pieces of its text, of its name, its sender, its folder, its layout; keyed hashes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from kedang.understanding.papers.kinds import Paper
from kedang.understanding.papers.words import even

BUCKETS = 1 << 20
_HEAD, _TAIL = 1200, 200
_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z]{2,20}")


def features_of(paper: Paper, key: bytes) -> dict[int, str]:
    """bucket → the piece it stands for, as it is in this document."""
    found: dict[int, str] = {}
    for sign, piece in _pieces(paper):
        found.setdefault(_bucket(f"{sign}\0{piece}", key), piece if sign == "t" else "")
    return found


def _pieces(paper: Paper) -> Iterator[tuple[str, str]]:
    text = even(paper.text).lower()
    text = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    for piece in _grams(text):
        yield "t", piece
    for piece in _grams(even(paper.name).lower()):
        yield "n", piece
    if paper.sender:
        yield "s", paper.sender.lower()
        yield "s", paper.sender.lower().rpartition("@")[2]
    if paper.folder_node:
        yield "f", paper.folder_node
    yield "x", paper.extension
    yield from _layout(text)


def _grams(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        if run[0] < "\u0080":
            yield run
            continue
        for size in (2, 3, 4):
            for start in range(len(run) - size + 1):
                yield run[start : start + size]


def _layout(text: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in text.split("\n") if line.strip()]
    yield "l", f"lines {min(6, len(lines).bit_length())}"
    yield "l", f"colons {min(4, sum(':' in line for line in lines[:20]) // 3)}"
    yield "l", f"tables {min(3, sum(line.count(chr(9)) > 1 or '  ' in line.strip() for line in lines) // 4)}"
    yield "l", f"figures {min(3, sum(c.isdigit() for c in text) * 10 // max(1, len(text)))}"


def _bucket(piece: str, key: bytes) -> int:
    return (
        int.from_bytes(blake2b(piece.encode("utf-8", "replace"), key=key, digest_size=4).digest()) % BUCKETS
    )
