"""An office whose documents have just been read: `python -m e2e.understandings PASSWORD` on KEDANG_DATA."""

from __future__ import annotations

from e2e.casting import open_office, run


def main(password: str) -> None:
    from kedang.accounts.setup.registry import load_presets
    from kedang.core.actor import as_actor
    from kedang.customers.tests.makers import make_customer
    from kedang.documents.tests.makers import make_document
    from kedang.jobs import run_pending
    from kedang.understanding.tests.makers import CONTRACT, INVOICE
    from scripts.business_papers import Dice, strange

    office = open_office(password)
    east = office.department("华东销售部")
    sales = office.person("孙悦", "sales@hx.example", "sales", east)
    archivist = office.person("钱档案", "archivist@hx.example", "archivist")
    load_presets("general", actor=as_actor(archivist))
    huaxin = make_customer("上海华信网络科技有限公司", by=sales)
    dice = Dice(7)
    texts = (
        ("来函一.txt", strange(dice).text),
        ("来函二.txt", strange(dice).text),
        ("票据.txt", INVOICE),
        ("票据又一份.txt", f"{INVOICE}\n第二联"),
        ("扫描件002.txt", CONTRACT.replace("128,000.00", "182,000.00")),
        ("扫描件001.txt", CONTRACT),
    )
    for name, text in texts:
        make_document(huaxin, by=sales, content=text.encode(), original_name=name)
        run_pending()  # suggestions come in the order of their reading


if __name__ == "__main__":
    run(main)
