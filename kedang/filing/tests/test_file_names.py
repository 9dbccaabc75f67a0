import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.filing.file_names import (
    MOST_BYTES,
    cut,
    look_back,
    name_key,
    safe_name,
    split_extension,
    unique_name,
    without_count,
)

MATERIAL = Path(os.environ.get("KEDANG_MATERIAL", "../shared/material"))
NASTY = st.text(
    st.sampled_from('aA1 ._~$/\\:*?"<>|\u202e\u200b\u0301\u0000\n合同😀ﬁ') | st.characters(), max_size=200
)


def assert_safe(name: str) -> None:
    assert name == unicodedata.normalize("NFC", name)
    assert 0 < len(name.encode()) <= MOST_BYTES
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
    assert not name.startswith((".", " ", "~$"))
    assert not name.endswith((".", " "))
    assert name.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹"}


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("合同.pdf", "合同.pdf"),
        ("a/b:c.PDF", "a／b：c.PDF"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("com¹.2023.pdf", "_com¹.2023.pdf"),
        ("console.log", "console.log"),
        ("报价单. . ", "报价单"),
        (".htaccess", "htaccess"),
        ("~$合同.docx", "合同.docx"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("\x00\n", "未命名"),
        ("e\u0301.pdf", "é.pdf"),
        ("a \t b.pdf", "a b.pdf"),
    ],
)
def test_a_name_becomes_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@given(NASTY)
def test_every_name_becomes_safe_and_stays_so(name: str) -> None:
    safe = safe_name(name)
    assert_safe(safe)
    assert safe_name(safe) == safe


@given(st.text(st.sampled_from('合同a1-<>:"/\\|?*'), min_size=1, max_size=40))
def test_replaced_characters_can_be_turned_back(name: str) -> None:
    assert look_back(safe_name(f"x{name}x")) == f"x{name}x"


@given(
    st.text(st.characters(categories=["L", "N"]), min_size=100, max_size=300),
    st.sampled_from([".pdf", ".DOCX"]),
)
def test_a_long_name_keeps_its_extension(stem: str, extension: str) -> None:
    assert safe_name(stem + extension).endswith(extension)


def test_naughty_strings_become_safe() -> None:
    lines = [*_naughty(), "CON", "", "🏳‍🌈.pdf"]
    for line in lines:
        assert_safe(safe_name(line))


def _naughty() -> list[str]:
    listed = MATERIAL / "strings" / "blns.txt"
    return listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []


def test_cutting_never_halves_a_character_or_loses_its_accent() -> None:
    assert cut("合同", 5) == "合"
    assert cut("ax\u0331\u0301", 3) == "a"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("合同.v2.PDF", ("合同.v2", ".PDF")),
        ("会议 2023.10.01", ("会议 2023.10.01", "")),
        ("a.7z", ("a", ".7z")),
        (".pdf", (".pdf", "")),
        ("说明.中文", ("说明.中文", "")),
    ],
)
def test_the_extension_is_what_a_system_would_take_it_for(name: str, parts: tuple[str, str]) -> None:
    assert split_extension(name) == parts


def test_the_same_name_on_one_day_is_counted() -> None:
    taken = {name_key("ABC公司_20231001_合同.pdf")}
    second = unique_name("ABC公司_20231001_合同.pdf", taken)
    assert second == "ABC公司_20231001_合同_2.pdf"
    third = unique_name("ABC公司_20231001_合同.pdf", taken | {name_key(second)})
    assert third == "ABC公司_20231001_合同_3.pdf"
    assert without_count(third) == "ABC公司_20231001_合同.pdf"


def test_names_that_one_system_holds_equal_are_equal() -> None:
    assert unique_name("abc.PDF", {name_key("ABC.pdf")}) == "abc_2.PDF"
    assert name_key("e\u0301") == name_key("É")


@given(NASTY, st.integers(1, 12))
def test_names_made_unique_are_safe_and_differ(name: str, times: int) -> None:
    taken: set[str] = set()
    for _time in range(times):
        fresh = unique_name(name * 3, taken)
        assert_safe(fresh)
        assert name_key(fresh) not in taken
        taken.add(name_key(fresh))
