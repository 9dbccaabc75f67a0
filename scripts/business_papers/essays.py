"""Papers of prose: for sales, marketing, research, and certificates."""

from __future__ import annotations

from collections.abc import Callable

from scripts.business_papers.words import GOODS, Dice, Sample


def essay(
    code: str, titles: tuple[str, ...], sentences: tuple[str, ...], names: tuple[str, ...]
) -> Callable[[Dice], Sample]:
    def make(dice: Dice) -> Sample:
        goods = dice.choice(GOODS)
        lines = [
            dice.choice(titles).format(goods),
            *(each.format(goods) for each in dice.sample(sentences, 4)),
        ]
        return Sample(
            code,
            "essay",
            "\n".join(lines),
            f"{dice.choice(names)}{dice.randrange(99)}.{dice.choice(('pptx', 'docx', 'pdf'))}",
        )

    return make


ESSAYS: dict[str, Callable[[Dice], Sample]] = {
    "sales": essay(
        "sales",
        ("{}产品介绍", "{}解决方案", "{}产品手册"),
        (
            "核心功能：稳定可靠。",
            "应用场景：制造与贸易。",
            "客户价值：降低成本。",
            "成功案例：某大型集团。",
            "产品参数见附表，为什么选择{}。",
        ),
        ("介绍", "手册", "ppt"),
    ),
    "marketing": essay(
        "marketing",
        ("{}推广方案", "春季营销活动策划", "品牌宣传计划"),
        (
            "目标受众：中小企业主。",
            "传播渠道：公众号与短视频。",
            "活动预算：十万元。",
            "投放节奏：每周两次。",
            "预计曝光五十万次。",
        ),
        ("方案", "活动", "策划"),
    ),
    "research": essay(
        "research",
        ("{}市场调研报告", "行业调研报告", "客户需求调研报告"),
        (
            "调研目的：了解市场规模。",
            "调研方法：问卷与访谈。",
            "样本量：回收有效问卷三百份。",
            "受访者多为采购负责人。",
            "增长率约百分之八。",
        ),
        ("报告", "调研", "final"),
    ),
    "competitors": essay(
        "competitors",
        ("竞争对手分析", "{}竞品分析报告", "主要竞争对手对比"),
        (
            "竞品概况：三家主要厂商。",
            "市场份额：第一名占三成。",
            "优势与劣势对比见下。",
            "SWOT 如下。",
            "差异化策略：服务响应。",
        ),
        ("分析", "对比", "v2"),
    ),
    "qualification": essay(
        "qualification",
        ("质量管理体系认证证书", "高新技术企业证书", "资质证书"),
        (
            "证书编号：GR20263100{}",
            "发证机关：认证中心",
            "认证范围：{}的销售",
            "兹证明符合 ISO 9001 标准",
            "有效期至：2028年5月1日",
        ),
        ("证", "ISO", "扫描"),
    ),
    "authorisation": essay(
        "authorisation",
        ("授权委托书", "法人授权委托书", "授权书"),
        (
            "兹授权我公司员工办理{}事宜。",
            "委托权限：签署合同。",
            "委托期限：一年。",
            "委托人（盖章）",
            "被授权人签字：",
        ),
        ("委托", "授权", "文件"),
    ),
}
