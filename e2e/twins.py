"""An office with customers that are here twice: `python -m e2e.twins PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from e2e.casting import open_office, run


def main(password: str) -> None:
    from kedang.customers.models import Customer
    from kedang.customers.tests.makers import make_customer
    from kedang.documents.tests.makers import make_document

    office = open_office(password)
    east, south = office.department("华东销售部"), office.department("华南销售部")
    office.person("王主管", "head@hx.example", "head", east)
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    office.person("外部乙", "other@hx.example", "sales", south)
    first = make_customer(
        "上海永丰精密机械有限公司",
        by=sales,
        contacts={"mobile": "13800138000", "email": "office@yongfeng.example"},
        region="310115",
        industry="C",
        address="上海市浦东新区张江高科技园区祖冲之路 2305 号",
        people=[("周敏", "采购经理")],
        projects=["年度采购"],
    )
    make_customer(
        "永豐精密機械（上海）公司",
        by=sales,
        contacts={"landline": "13800138000", "mobile": "13900139000"},
        region="310115",
        short_name="永丰机械",
        people=[("周敏", ""), ("陈刚", "总经理")],
        note="发票抬头用全称",
    )
    make_customer("上海远景能源科技股份有限公司长三角一体化示范区第一研究开发分公司", by=sales)
    make_customer(
        "杭州瑞鑫信息技术有限公司", by=sales, contacts={"landline": "0571-87654321"}, region="330100"
    )
    make_customer(
        "杭州睿鑫信息技术有限公司", by=sales, contacts={"landline": "0571-87654321"}, region="330100"
    )
    for number in range(3):
        make_document(first, by=sales, original_name=f"合同{number}.txt", content=b"%d" % number)
    assert Customer.objects.count() == 5


if __name__ == "__main__":
    run(main)
