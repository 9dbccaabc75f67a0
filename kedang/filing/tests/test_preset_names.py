"""What an organisation starts with is called in the reader's language; what it named itself stays."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from kedang import filing
from kedang.access.models import Post
from kedang.core.preset_names import SHIPPED, shown


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("name"), str):
            yield part["name"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _names(each)


def test_every_shipped_name_is_known_and_has_its_english() -> None:
    files = Path(filing.__file__).parent.joinpath("data").glob("*.json")
    names = {name for file in files for name in _names(json.loads(file.read_text())) if "{" not in name}
    assert len(names) > 60
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
