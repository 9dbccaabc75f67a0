from typing import Any

import pytest

from kedang.core.errors import Invalid
from kedang.filing.nodes import checked_nodes, layout_of
from kedang.filing.presets import preset_of

NODES: list[dict[str, Any]] = [
    {
        "key": "contracts",
        "name": "合同",
        "children": [{"key": "years", "name": "{年}年"}],
    },
    {
        "key": "projects",
        "name": "项目",
        "children": [{"key": "project", "name": "{项目}", "children": [{"key": "plan", "name": "方案"}]}],
    },
]


def test_a_path_is_found_among_the_nodes_also_through_tokens() -> None:
    layout = layout_of(NODES)
    assert [node and node.key for node in layout.along("项目/营销项目/方案")] == [
        "projects",
        "project",
        "plan",
    ]
    assert [node and node.key for node in layout.along("合同/2023年")] == ["contracts", "years"]
    assert [node and node.key for node in layout.along("合同/旧的/更旧的")] == ["contracts", None, None]


def test_only_folders_above_which_no_token_stands_are_unique() -> None:
    unique = {node.key: node.is_unique for node in layout_of(NODES).nodes}
    assert unique == {"contracts": True, "years": False, "projects": True, "project": False, "plan": False}


def test_a_token_names_a_folder_and_is_read_from_it() -> None:
    years = layout_of(NODES).by_key("years")
    assert years is not None
    assert years.named("2026") == "2026年"
    assert years.value_in("2026年") == "2026"


def test_new_nodes_get_a_key_and_old_ones_keep_theirs() -> None:
    checked = checked_nodes([*NODES, {"name": "样品"}])
    assert checked[0]["key"] == "contracts"
    assert len(checked[2]["key"]) > 6
    assert checked_nodes(checked) == checked


@pytest.mark.parametrize(
    ("nodes", "complaint"),
    [
        ([{"name": " "}], "没有名称"),
        ([{"name": "合同"}, {"name": "合同"}], "两个“合同”"),
        ([{"name": "a/b"}], "不允许"),
        ([{"name": "con"}], "不能作"),
        ([{"name": "{项目}{年}"}], "只能有一个变量"),
        ([{"name": "{客户}"}], "客户"),
        ([{"name": "合" * 81}], "不能作"),
        ([{"name": "甲", "classification": 9}], "密级"),
        ([{"name": f"文件夹{n}"} for n in range(301)], "301"),
    ],
)
def test_a_template_that_cannot_be_is_refused(nodes: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        checked_nodes(nodes)


def test_a_template_too_deep_is_refused() -> None:
    nodes: list[dict[str, Any]] = []
    for _level in range(14):
        nodes = [{"name": "层", "children": nodes}]
    with pytest.raises(Invalid, match="太深"):
        checked_nodes(nodes)


def test_the_default_tree_is_the_one_offices_expect() -> None:
    names = [node.path for node in layout_of(preset_of("general").folders).nodes]
    standard = (
        "客户信息 合同 报价单 发票 沟通记录 会议纪要 客户反馈 销售资料 营销资料 市场调研 竞争对手分析 项目"
    )
    assert " ".join(names) == f"{standard} 项目/{{项目}}"


@pytest.mark.parametrize(
    "industry", ["general", "finance", "medical", "manufacturing", "education", "trade", "services"]
)
def test_every_preset_is_sound(industry: str) -> None:
    preset = preset_of(industry)
    layout = layout_of(checked_nodes(preset.folders))
    codes = [each["code"] for each in preset.types]
    assert preset.code == industry
    assert len(codes) == len(set(codes))
    for each in preset.types:
        assert layout.by_key(each["folder"])


def test_an_unknown_industry_gets_the_general_preset() -> None:
    assert preset_of("../general").code == preset_of("mining").code == "general"
