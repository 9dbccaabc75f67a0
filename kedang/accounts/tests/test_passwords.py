from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kedang.accounts.passwords import ProfileValidator, rules_text, set_password
from kedang.accounts.profiles import ASVS, MLPS3
from kedang.people.models import Person

GOOD = "Xiaohe-42-bian!"


def complaint(password: str, person: Person | None = None, profile: object = MLPS3) -> str:
    try:
        ProfileValidator(profile).validate(password, person)  # type: ignore[arg-type]  # one of the two profiles
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Aa1!Aa1!x", "至少要 12 个"),
        ("onlylowercaseletters", "至少要有 3 种"),
        ("Password1234!", "常见密码"),
        ("P@ssw0rd2026!", "常见密码"),
        ("Woaini1314520!", "常见密码"),
        ("Bcdefgh#2345678", "连续或重复"),
        ("Tyuiopas#5678", "连续或重复"),
        ("Aaaaaaaaaaaa1!", "连续或重复"),
        ("Kedang@Kedang1", "单位名称"),
        ("x" * 257 + "A1!", "最长 256 个"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, why: str) -> None:
    assert why in complaint(password)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", [GOOD, "correct horse Battery staple", "春天的小河边Has一只鸭子", "Mq7!zW2#pL9$", GOOD * 8]
)
def test_good_and_long_passwords_are_taken(password: str) -> None:
    assert complaint(password) == ""


@pytest.mark.django_db
def test_asvs_asks_no_composition() -> None:
    assert complaint("correct horse battery staple", profile=ASVS) == ""
    assert "至少要有 3 种" in complaint("correcthorsebatterystaple", profile=MLPS3)


def test_words_of_the_office_and_the_person_do_not_make_a_password(sales_a: Person) -> None:
    assert "单位名称" in complaint("Sales_A-Huaxin1!", sales_a)
    assert "单位名称" in complaint("华信客户服务有限公司A1!", sales_a)


def test_the_last_five_are_remembered_and_the_sixth_is_free(sales_a: Person) -> None:
    former = [f"{GOOD}{letter}" for letter in "uvwxyz"]
    for password in former:
        set_password(sales_a, password)
    assert "用过了" in complaint(former[1], sales_a)
    assert "用过了" in complaint(former[-1], sales_a)
    assert complaint(former[0], sales_a) == ""
    assert complaint(former[1], sales_a, ASVS) == ""


@given(st.text(min_size=1, max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    from kedang.accounts.passwords import _without_runs

    assert len(_without_runs(text)) <= len(text)


def test_the_rules_are_said_in_words() -> None:
    assert "12 个字符" in rules_text(ASVS)
    assert "最近 5 次" in rules_text(MLPS3)
