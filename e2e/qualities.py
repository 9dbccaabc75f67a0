"""An office whose records have faults: `python -m e2e.qualities PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from datetime import timedelta

from e2e.casting import open_office, run

FULL = {"mobile": "13812345678", "landline": "0571-88886666", "email": "a@ruixin.example"}
LONG = "上海远景能源科技股份有限公司长三角一体化示范区第一研究开发中心"


def main(password: str) -> None:
    from kedang.core.clock import frozen, now, today
    from kedang.customers.tests.makers import make_customer
    from kedang.jobs import run_pending
    from kedang.quality.assessing import assess_next
    from kedang.quality.bounces import note_bounce
    from kedang.quality.settings import present
    from kedang.quality.tallying import count
    from kedang.quality.tests.makers import spoil, spoil_point

    office = open_office(password)
    east, south = office.department("华东销售部"), office.department("华南销售部")
    office.person("王主管", "head@hx.example", "head", east)
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    other = office.person("李想", "other@hx.example", "sales", south)
    colleague = office.person("周航", "colleague@hx.example", "sales", east)
    office.person("钱档案", "archivist@hx.example", "archivist")
    office.person("客服丁", "service@hx.example", "service")
    with frozen(now() - timedelta(days=200)):
        good = make_customer("杭州瑞鑫信息技术有限公司", by=sales, contacts=FULL)
        long = make_customer(LONG, by=sales, contacts={"mobile": "13900001111"})
    wide = make_customer("苏州远航物流有限公司", by=sales, contacts=FULL)
    spoil(wide, name="苏州　远航物流（ＳＨ）", address="江苏省苏州市工业园区星湖街1号")
    placed = make_customer("南京金陵食品有限公司", by=colleague, contacts=FULL)
    spoil(placed, region="310100", address="江苏省南京市鼓楼区中山路9号", uscc="91330106MA2H3X9K40")
    loose = make_customer("宁波海丰贸易有限公司", by=colleague, contacts=FULL)
    spoil_point(loose, "landline", "139 1234 5678", as_kind="other")
    note_bounce(loose.contact_points.get(kind="email").pk)
    long.contact_points.update(valid_until=today() - timedelta(days=3))
    make_customer("广州南天贸易有限公司", by=other)
    assert good.pk
    for weeks in (3, 2, 1, 0):
        with frozen(now() - timedelta(weeks=weeks)):
            assess_next(0, present())
            count()
        spoil(good, uscc="" if weeks == 3 else good.uscc)
    run_pending()


if __name__ == "__main__":
    run(main)
