"""An office whose customers fall into segments: `python -m e2e.segmented PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from e2e.casting import open_office, run

_PLACES = ("330100", "310115", "440300", "320500", "110105")
_NAMES = (
    "上海永丰精密机械有限公司", "杭州瑞鑫信息技术有限公司", "苏州嘉禾食品股份有限公司", "深圳海川电子有限公司",
    "北京天成教育咨询有限公司", "宁波金桥物流有限公司", "无锡博雅医疗器械有限公司", "南京宏图建材有限公司",
    "上海远景能源科技股份有限公司长三角一体化示范区第一研究开发分公司", "青岛新源服饰有限公司",
    "广州恒达贸易有限公司", "成都卓越传媒有限公司",
)  # fmt: skip


def main(password: str) -> None:
    from kedang.core.actor import as_actor
    from kedang.customers.models import CustomField
    from kedang.customers.tests.makers import make_customer
    from kedang.dealings.tests.makers import make_interaction, make_purchase
    from kedang.segments.actions.segments import save_segment, share_segment
    from kedang.segments.models import Membership, Segment

    office = open_office(password)
    east = office.department("华东销售部")
    head = office.person("王主管", "head@hx.example", "head", east)
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    office.person("外部乙", "other@hx.example", "sales")
    level = CustomField.objects.create(
        code="level", label="合作级别", type="choice", choices=["金牌", "银牌"]
    )
    for number, name in enumerate(_NAMES):
        customer = make_customer(
            name, by=sales, contacts={"mobile": f"138{number:02}1385{number:02}"}, region=_PLACES[number % 5],
            industry="CJFGP"[number % 5], grade="ABC"[number % 3], stage=("prospect", "current")[number % 2],
            source=("fair", "referral", "website")[number % 3], custom={level.pk: ("金牌", "银牌")[number % 2]},
            people=[("周敏", "采购经理")],
        )  # fmt: skip
        if number % 2:
            make_purchase(customer, str(12000 * (number + 1)), by=sales)
            make_interaction(customer, "确认了下季度的供货数量", by=sales)
    segment = save_segment(Segment, "高价值客户", "等级:A", note="每月打一次电话", actor=as_actor(head))
    share_segment(segment, "department", [east], actor=as_actor(head))
    _some_moves(segment, Membership)


def _some_moves(segment: object, membership: type) -> None:
    """As if the job had found them over the last weeks."""
    from datetime import timedelta

    from kedang.core.clock import now
    from kedang.customers.models import Customer
    from kedang.segments.membership import keep_members

    keep_members(segment)  # type: ignore[arg-type]
    others = Customer.objects.filter(grade="B").order_by("pk")[:3]
    for days, customer in enumerate(others, 2):
        membership.objects.create(  # type: ignore[attr-defined]
            segment=segment, customer=customer, since=now() - timedelta(days=days * 5),
            until=now() - timedelta(days=days) if days % 2 else now() - timedelta(days=1),
        )  # fmt: skip


if __name__ == "__main__":
    run(main)
