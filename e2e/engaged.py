"""An office that asks its customers: `python -m e2e.engaged PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from e2e.casting import open_office, run


def main(password: str) -> None:
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.engagement.actions.permissions import set_permission
    from kedang.engagement.tests.makers import make_complaint, make_survey

    office = open_office(password)
    east, south = office.department("华东销售部"), office.department("华南销售部")
    head = office.person("王主管", "head@hx.example", "head", east)
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    office.person("外部乙", "other@hx.example", "sales", south)
    contacts = {"mobile": "13812345678", "email": "wang@yongfeng.example"}
    customer = make_customer("上海永丰精密机械有限公司", by=sales, grade="A", contacts=contacts)
    set_permission(customer, "email", "allowed", means="form", actor=as_actor(sales))
    make_survey(head, title="交付满意度", title_en="Delivery survey")
    make_complaint(customer, sales, title="两批轴承有划痕", content="客户要求周五前换货")
    make_complaint(customer, sales, kind="suggestion", title="希望开通线上对账")


if __name__ == "__main__":
    run(main)
