"""Distils pypinyin's dictionaries into `pinyin.txt`: run it when pypinyin has a new edition."""

from functools import lru_cache
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

# In names of companies and places these are read otherwise than in running text.
IN_NAMES = {"长": "chang", "都": "du", "乐": "le", "厦": "xia", "行": "hang", "朝": "chao", "蔚": "wei", "莘": "shen"}
plain = lru_cache(None)(lambda reading: to_normal(reading).replace("ü", "v").replace("ê", "e"))


def main() -> None:
    single = {chr(code): plain(readings.split(",")[0]) for code, readings in PINYIN_DICT.items() if code <= 0x9FFF}
    single |= IN_NAMES
    syllables: dict[str, list[str]] = {}
    for character, syllable in sorted(single.items()):
        syllables.setdefault(syllable, []).append(character)
    lines = [f"{syllable} {''.join(characters)}" for syllable, characters in sorted(syllables.items())]
    lines += [f"{word} {' '.join(reading)}" for word, reading in sorted(words(single).items())]
    Path(__file__).with_name("pinyin.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def words(single: dict[str, str]) -> dict[str, list[str]]:
    found = {}
    for word, readings in PHRASES_DICT.items():
        reading = [plain(one[0]) for one in readings]
        if 2 <= len(word) <= 4 and len(word) == len(reading) and [single.get(c) for c in word] != reading:
            found[word] = reading
    return found


main()
