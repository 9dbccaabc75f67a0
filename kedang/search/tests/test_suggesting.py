from __future__ import annotations

import pytest

from kedang.core.actor import Actor
from kedang.search.suggesting import suggest


@pytest.mark.parametrize(
    ("typed", "expected", "start"),
    [
        ("阶", "阶段:", 0),
        ("华信 jd", "阶段:", 3),
        ("stag", "阶段:", 0),
        ("-阶", "阶段:", 1),
        ("现有", "阶段:现有客户", 0),
        ("阶段:潜", "潜在客户", 3),
        ("阶段：qz", "潜在客户", 3),
        ("阶段:潜在客户,现", "现有客户", 8),
        ("创建:本", "本月", 3),
        ("未联系>", "90天", 4),
        ("负责人:", "我", 4),
        ("阶段:", "空", 3),
    ],
)
def test_fields_and_values_are_suggested_at_the_caret(
    typed: str, expected: str, start: int, declared: None, everything: Actor
) -> None:
    found = suggest(typed, "customer", everything)
    assert expected in [item.text for item in found.items]
    assert found.start == start


def test_nothing_is_suggested_for_nothing(declared: None, everything: Actor) -> None:
    assert suggest("华信 ", "customer", everything).items == []
