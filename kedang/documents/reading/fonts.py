"""The font in which the server itself writes on images: the system's Noto, or the one that comes with Kedang."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

# Held down, so that no system decides whether a reader's name can be drawn.
_SHIPPED = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")


@lru_cache(maxsize=32)
def sans(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path()), size, layout_engine=ImageFont.Layout.BASIC)


def path() -> Path:
    package, name = _SHIPPED
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(name)
    return Path(found.submodule_search_locations[0]) / name
