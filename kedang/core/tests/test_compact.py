import json
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.compact import canonical, compact

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)


@given(VALUES)
def test_the_bytes_are_those_of_the_standard_library(value: Any) -> None:
    assert compact(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@given(VALUES)
def test_the_canonical_form_is_the_standard_librarys_with_sorted_keys(value: Any) -> None:
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert canonical(value) == plain.encode()


def test_words_to_be_translated_are_stored_in_the_language_in_use() -> None:
    assert compact({"label": gettext_lazy("客户名称")}) == '{"label":"客户名称"}'.encode()


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="object is not stored as JSON"):
        compact(object())


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        compact("\ud800")
