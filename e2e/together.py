"""An office that works together on its customers: `python -m e2e.together PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from e2e.casting import open_office, run

_NAMES = (
    "杭州瑞鑫信息技术有限公司",
    "苏州嘉禾食品股份有限公司",
    "深圳海川电子有限公司",
    "宁波金桥物流有限公司",
)


def main(password: str) -> None:
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.dealings.tests.makers import make_interaction
    from kedang.documents.tests.makers import make_document
    from kedang.teamwork.tests.makers import make_entry, make_pool
    from kedang.workflow.actions.tasks import TaskFacts, add_task

    office = open_office(password)
    east = office.department("华东销售部")
    office.person("王主管", "head@hx.example", "head", east)
    archivist = office.person("档案小李", "archive@hx.example", "archivist")
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    office.person("赵敏", "heir@hx.example", "sales", east)
    office.person("外部乙", "other@hx.example")
    known = make_customer(
        "上海永丰精密机械有限公司", by=sales, contacts={"mobile": "13813850000"}, projects=["产线改造"]
    )
    make_interaction(known, "确认了下季度的供货数量", by=sales)
    make_document(known, by=sales, original_name="报价单.txt", content="报价".encode())
    add_task(known, TaskFacts(title="发报价单"), actor=as_actor(sales))
    pool = make_pool(archivist, idle_days=90)
    for number, name in enumerate(_NAMES):
        customer = make_customer(
            name, by=sales, contacts={"mobile": f"1391385000{number}"}, region="330100", industry="C"
        )
        if number % 2:
            make_entry(customer, by=sales, reason="预算取消，明年再谈")
    assert pool.pk


if __name__ == "__main__":
    run(main)
