"""A minimal writer of Microsoft compound files, to make .msg samples: small streams only."""

import struct
from typing import Any

Tree = dict[str, "bytes | Tree"]
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(tree: Tree) -> bytes:
    """Version 3, every stream in the mini stream (below 4096 bytes each)."""
    entries: list[list[Any]] = []
    mini = bytearray()
    mini_fat: list[int] = []
    _add("Root Entry", tree, entries, mini, mini_fat, kind=5)
    directory = b"".join(_entry(*entry) for entry in entries)
    directory += bytes(-len(directory) % 512)
    mini += bytes(-len(mini) % 512)
    mini_table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    mini_table += b"\xff" * (-len(mini_table) % 512)
    parts = [directory, mini_table, bytes(mini)]
    fat: list[int] = [_FAT]
    starts = []
    for part in parts:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + len(part) // 512), _END]
    # The root's entry says where the mini stream lies.
    directory = _entry(*[*entries[0][:5], starts[2], len(mini)]) + directory[128:]
    fat += [_FREE] * (128 - len(fat))
    assert len(fat) == 128
    return (
        _header(starts, len(mini_table) // 512)
        + struct.pack("<128I", *fat)
        + directory
        + mini_table
        + bytes(mini)
    )


def _add(
    name: str, node: "bytes | Tree", entries: list[list[Any]], mini: bytearray, fat: list[int], kind: int
) -> int:
    index = len(entries)
    entries.append([name, kind, _FREE, _FREE, _FREE, 0, 0])
    if isinstance(node, bytes):
        blocks = max(1, -(-len(node) // 64))
        entries[index][5:] = [len(fat), len(node)]
        fat += [*range(len(fat) + 1, len(fat) + blocks), _END]
        mini += node + bytes(blocks * 64 - len(node))
        return index
    previous = None
    for key in sorted(node, key=lambda k: (len(k), k.upper())):
        child = _add(key, node[key], entries, mini, fat, kind=2 if isinstance(node[key], bytes) else 1)
        if previous is None:
            entries[index][4] = child
        else:
            entries[previous][3] = child
        previous = child
    return index


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    return head + struct.pack("<III", left, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def _header(starts: list[int], mini_sectors: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIII", 0, 1, starts[0], 0)
    head += struct.pack("<IIIII", 4096, starts[1], mini_sectors, _END, 0)
    return head + struct.pack("<109I", 0, *[_FREE] * 108)


def outlook_message(subject: str, body: str, sender: str, attachment: str) -> bytes:
    """An Outlook message (.msg) with one attachment."""
    attached: Tree = _properties(8, {0x3707: attachment}) | {}
    top: Tree = _properties(32, {0x0037: subject, 0x1000: body, 0x0C1A: sender}, attachments=1)
    return compound_file(top | {"__attach_version1.0_#00000000": attached})


def _properties(header: int, texts: dict[int, str], attachments: int = 0) -> Tree:
    stream = struct.pack("<8x4I", 0, attachments, 0, attachments).ljust(header, b"\0")[:header]
    tree: Tree = {}
    for number, text in texts.items():
        raw = text.encode("utf-16-le")
        stream += struct.pack("<HHIII", 0x001F, number, 6, len(raw) + 2, 0)
        tree[f"__substg1.0_{number:04X}001F"] = raw
    tree["__properties_version1.0"] = stream
    return tree
