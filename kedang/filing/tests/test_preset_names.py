"""What an organisation starts with is called in the reader's language; what it named itself stays."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from kedang import filing
from kedang.access.models import Post
from kedang.core.preset_names import SHIPPED, beginning, meant, shown, shown_path
from kedang.customers import presets


def _names(part: Any) -> Iterator[str]:
    """Names, labels of fields, choices and tags."""
    if isinstance(part, dict):
        yield from (part[key] for key in ("name", "label") if isinstance(part.get(key), str))
        for key in ("choices", "tags"):
            yield from (each for each in part.get(key, []) if not each.isascii())
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _names(each)


def _of_records() -> Iterator[str]:
    """Record templates, the fields an organisation would have defined itself, their choices; dimensions and tags."""
    for preset in (presets.COMMON, *presets.INDUSTRIES.values()):
        yield from (template.name for template in preset.templates)
        yield from (name for field in preset.fields for name in (field.label, *field.choices))
        yield from (name for name, _colour in preset.tags)
    yield from (name for _code, name, _field in presets.DIMENSIONS)


def test_every_shipped_name_is_known_and_has_its_english() -> None:
    files = Path(filing.__file__).parent.joinpath("data").glob("*.json")
    names = {name for file in files for name in _names(json.loads(file.read_text())) if "{" not in name}
    names |= set(_of_records())
    assert len(names) > 150
    assert names <= SHIPPED
    with translation.override("en"):
        assert [name for name in SHIPPED if shown(name) == name] == []


@pytest.mark.usefixtures("sales_a")
def test_posts_are_shown_in_the_readers_language_until_they_are_renamed() -> None:
    post = Post.objects.get(code="sales")
    assert shown(post.name) == "销售"
    with translation.override("en"):
        assert shown(post.name) == "Sales"
        assert shown("大客户销售") == "大客户销售"


def test_names_in_chinese_stay_as_they_are_stored() -> None:
    with translation.override("zh-hans"):
        assert [name for name in SHIPPED if shown(name) != name] == []


def test_the_english_of_a_shipped_name_means_it() -> None:
    assert meant("vip customer") == ("vip customer", "VIP客户")
    assert meant("合同") == ("合同",)
    assert "VIP客户" in beginning("vip c")
    assert beginning("") == ()


def test_a_path_is_shown_part_by_part() -> None:
    with translation.override("en"):
        assert shown_path("合同/2026年/发票") == "Contracts/2026年/Invoices"
