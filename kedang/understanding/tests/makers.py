"""Documents with a text for tests: filed, read and understood."""

from __future__ import annotations

from typing import Any

from kedang.customers.models import Customer
from kedang.documents.models import Document
from kedang.documents.tests.makers import make_document
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.understanding.models import Suggestion
from kedang.understanding.parts import Part, Payload, unseal_many

CONTRACT = """设备采购合同
合同编号：HT-2026-0007
甲方：上海华信网络科技有限公司
乙方：杭州永丰精密机械有限公司
签订日期：2026年3月8日
一、合作内容：乙方提供数控车床，期限自2026年3月8日起至2027年3月7日止。
二、合同金额：人民币128,000.00元（大写：壹拾贰万捌仟元整）。
三、违约责任：逾期一日按万分之五支付违约金。
"""
INVOICE = """电子发票（增值税专用发票）
发票号码：26310000000012345678
开票日期：2026年05月06日
购 名称：上海华信网络科技有限公司    销 名称：杭州永丰精密机械有限公司
买 统一社会信用代码/纳税人识别号：91310115MA1K4EXY1A    售 统一社会信用代码/纳税人识别号：913301060921234567
项目名称 规格型号 单位 数量 单价 金额 税率/征收率 税额
*服务*数控车床 次 1 1000.00 1000.00 13% 130.00
合 计 ¥1000.00 ¥130.00
价税合计（大写） 壹仟壹佰叁拾元整 （小写）¥1130.00
"""


def make_paper(
    customer: Customer, text: str = CONTRACT, *, by: Person, name: str = "扫描件001.txt", **given: Any
) -> Document:
    document = make_document(customer, by=by, content=text.encode(), original_name=name, **given)
    run_pending()
    document.refresh_from_db()
    return document


def suggestion_of(document: Document) -> Suggestion:
    return Suggestion.objects.select_related("document").get(document=document)


def payload_of(document: Document) -> Payload:
    return unseal_many([(document, suggestion_of(document).sealed)])[0]


def parts_of(document: Document) -> dict[str, Part]:
    return {part.key: part for part in payload_of(document).open}
