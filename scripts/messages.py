"""`make messages`: the English of every room, complete. `compile`, `update`, `check`."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.catalogue import compile_all

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kedang"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
_OUR_NAME = re.compile(
    r"\{[\u4e00-\u9fff]"
)  # {客户} is what people write in a pattern; in English {customer}
_HEADER = {
    "Project-Id-Version": "kedang",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def main(arguments: list[str]) -> int:
    task = arguments[0] if arguments else ""
    if task == "compile":
        compile_all(PACKAGE)
        return 0
    if task == "update":
        return _update()
    if task == "check":
        found = problems(PACKAGE)
        print(*found, sep="\n")
        return bool(found)
    print(__doc__, file=sys.stderr)
    return 2


def problems(package: Path) -> list[str]:
    """Texts without English, English that does not fit its text, Chinese outside translation."""
    from scripts.wording import forgotten, rooms

    found: list[str] = []
    for room in rooms(package):
        found += catalogue_problems(room)
        found += [str(item) for item in forgotten(room)]
    return found + list(disagreements(rooms(package)))


def disagreements(rooms: Iterable[Path]) -> Iterator[str]:
    """Django merges all catalogues: of two Englishes of one text only one is ever seen, in both places."""
    import polib

    first: dict[tuple[str, str], tuple[str, str]] = {}
    for room in rooms:
        path = catalogue_path(room)
        for entry in polib.pofile(str(path)) if path.exists() else []:
            told = entry.msgstr or entry.msgstr_plural.get(0, "")
            other, theirs = first.setdefault((entry.msgctxt or "", entry.msgid), (room.name, told))
            if told and theirs and told != theirs:
                yield f"{path}: {entry.msgid!r} is {told!r} here and {theirs!r} in {other}; give one a context"


def catalogue_path(room: Path) -> Path:
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def catalogue_problems(room: Path) -> list[str]:
    import polib

    from scripts.wording import messages

    path = catalogue_path(room)
    entries = {(e.msgctxt or "", e.msgid): e for e in (polib.pofile(str(path)) if path.exists() else [])}
    found, used = [], set()
    for item in messages(room):
        key = (item.message.context, item.message.msgid)
        entry = entries.get(key)
        if key in used:
            continue
        used.add(key)
        if entry is None or not entry.translated():
            found.append(f"{item.path}:{item.line}: no English for {item.message.msgid!r}")
        elif wrong := _misfit(item.message.msgid, [entry.msgstr, *entry.msgstr_plural.values()]):
            found.append(f"{path}: {item.message.msgid!r}: {wrong}")
    return found + [f"{path}: {key[1]!r} is no longer used" for key in entries if key not in used]


def _misfit(msgid: str, translations: Iterable[str]) -> str:
    is_pattern = bool(_OUR_NAME.search(msgid))
    wanted = _placeholders(msgid, is_pattern)
    for text in translations:
        if text and _placeholders(text, is_pattern) != wanted:
            return f"placeholders differ in {text!r}"
    return ""


def _placeholders(text: str, is_pattern: bool) -> set[str]:
    return {found for found in _PLACEHOLDER.findall(text) if not (is_pattern and found.startswith("{"))}


def _update() -> int:
    """Add what is missing (with the English another room has for it), drop what is no longer used."""
    from scripts.wording import rooms

    known = _known_translations()
    waiting = sum(_update_room(room, known) for room in rooms(PACKAGE))
    print(f"{waiting} texts wait for their English" if waiting else "every text has its English")
    return 0


def _known_translations() -> dict[tuple[str, str], str]:
    import polib

    from scripts.wording import rooms

    paths = [path for room in rooms(PACKAGE) if (path := catalogue_path(room)).exists()]
    entries = [entry for path in paths for entry in polib.pofile(str(path))]
    return {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in entries if entry.msgstr}


def _update_room(room: Path, known: dict[tuple[str, str], str]) -> int:
    import polib

    from scripts.wording import messages

    path = catalogue_path(room)
    used = {(item.message.context, item.message.msgid): item.message for item in messages(room)}
    if not used and not path.exists():
        return 0
    book = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    book.metadata = _HEADER | book.metadata
    for entry in [entry for entry in book if (entry.msgctxt or "", entry.msgid) not in used]:
        book.remove(entry)
    present = {(entry.msgctxt or "", entry.msgid) for entry in book}
    for key, message in used.items():
        if key not in present:
            forms = {0: "", 1: ""} if message.plural else {}
            book.append(
                polib.POEntry(
                    msgid=message.msgid,
                    msgid_plural=message.plural,
                    msgctxt=message.context or None,
                    msgstr="" if message.plural else known.get(key, ""),
                    msgstr_plural=forms,
                )
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
    waiting = [entry.msgid for entry in book if not entry.translated()]
    for msgid in waiting:
        print(f"{path.relative_to(ROOT)}: {msgid!r}")
    return len(waiting)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
