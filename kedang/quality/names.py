"""How a name is written: the legal name stays as it is but for spaces and full-width letters."""

from __future__ import annotations

import re

_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE |= {0x3000: 0x20, 0xFF06: 0x26}  # 　 and ＆
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_HIDDEN = re.compile(r"[\u200b-\u200f\ufeff\x00-\x1f\x7f]")


def tidied(name: str) -> str:
    """`华信　科技（ＡＢＣ） ` → `华信科技（ABC）`. Brackets stay: （） is how Chinese names are written."""
    plain = _HIDDEN.sub("", name.translate(_WIDE))
    return _BETWEEN_CHINESE.sub("", " ".join(plain.split()))
