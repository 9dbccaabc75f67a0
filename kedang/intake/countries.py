"""Which country a text names: lists from abroad say Germany or 德国, phones need DE."""

from functools import cache

from kedang.core.text import fold

# What lists write besides the names of CLDR.
_ALSO = {
    "uk": "GB",
    "usa": "US",
    "us": "US",
    "u.s.a.": "US",
    "uae": "AE",
    "korea": "KR",
    "中国大陆": "CN",
    "prc": "CN",
}


def region_of(text: str) -> str:
    """The ISO 3166 code of a country written by name (Chinese or English) or code; CN when it is none."""
    name = fold(text.strip())
    if not name:
        return "CN"
    return _ALSO.get(name) or _names().get(name) or (name.upper() if name.upper() in _codes() else "CN")


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    return {
        fold(name): code
        for language in ("en", "zh")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())
