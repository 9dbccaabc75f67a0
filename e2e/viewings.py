"""An office with papers, a borrower who was given them to see, and a colleague: `python -m e2e.viewings PASSWORD`."""

from __future__ import annotations

import sys

from e2e.casting import open_office, run


def main(password: str) -> None:
    from kedang.access.actions.grants import grant
    from kedang.core.actor import as_actor, with_reason
    from kedang.customers.tests.makers import make_customer
    from kedang.documents.readings import read_now
    from kedang.documents.tests import samples
    from kedang.documents.tests.makers import make_document

    office = open_office(password)
    east, south = office.department("华东销售部"), office.department("华南销售部")
    head = office.person("王主管", "head@hx.example", "head", east)
    owner = office.person("李明", "owner@hx.example", "sales", east)
    borrower = office.person("赵借阅", "reader@hx.example", "sales", south)
    office.person("孙旁人", "other@hx.example", "sales", south)
    customer = make_customer("上海永丰精密机械有限公司", by=owner)
    terms = ("年度服务合同", "甲方：上海永丰精密机械有限公司", "违约金为合同总价的百分之五", "付款方式与期限")
    pages = ["\n".join((f"第 {number} 页", *terms)) for number in range(1, 13)]
    files = {
        "年度服务合同.pdf": samples.pdf(*pages),
        "关于续签合同.eml": samples.eml(body="违约金为合同总价的百分之五"),
        "报价.xlsx": samples.xlsx([["品名", "数量", "单价"], ["精密阀门", 12, 380.5], ["违约金", 1, 5]]),
    }
    papers = [
        make_document(customer, by=owner, content=body, original_name=name) for name, body in files.items()
    ]
    read_now([paper.pk for paper in papers])
    for paper in papers:
        grant(paper, ["view"], to=borrower, actor=with_reason(as_actor(head), "借阅核对"))
    sys.stdout.write(" ".join(str(paper.pk) for paper in papers))


if __name__ == "__main__":
    run(main)
