"""An office that keeps its own record templates: `python -m e2e.designed PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from e2e.casting import open_office, run

_NAMES = (
    "上海永丰精密机械有限公司", "杭州瑞鑫信息技术有限公司", "苏州嘉禾食品股份有限公司",
    "上海远景能源科技股份有限公司长三角一体化示范区第一研究开发分公司",
)  # fmt: skip


def main(password: str) -> None:
    from kedang.core.actor import as_actor
    from kedang.customers.actions.change import change_fields, set_stage
    from kedang.customers.actions.fields import define_field
    from kedang.customers.fields import FieldDraft
    from kedang.customers.models import CustomField
    from kedang.customers.options import Option
    from kedang.customers.presets import load_presets
    from kedang.customers.tests.makers import make_customer

    office = open_office(password)
    load_presets("manufacturing")
    east = office.department("华东销售部")
    keeper = office.person("李档案", "keeper@hx.example", "archivist")
    head = office.person("王主管", "head@hx.example", "head", east)
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    south = office.department("华南销售部")
    office.person("外部乙", "other@hx.example", "sales", south)
    level = FieldDraft(
        "合作级别", "choice", [Option("", "金牌", "Gold"), Option("", "银牌", "Silver")], "Partner level"
    )
    field = define_field(CustomField, level, actor=as_actor(keeper))
    for number, name in enumerate(_NAMES):
        customer = make_customer(
            name, by=sales, contacts={"mobile": f"138{number:02}1385{number:02}"}, industry="C"
        )
        if number:
            change_fields(
                customer, {field.key: ("金牌", "银牌")[number % 2], "source": "展会"}, actor=as_actor(head)
            )
            set_stage(customer, "current", actor=as_actor(head))


if __name__ == "__main__":
    run(main)
