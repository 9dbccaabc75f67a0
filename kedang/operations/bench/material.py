"""Customers and documents that look real enough to index, the same in every run."""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kedang.customers.contacts import ContactInput
from kedang.customers.registration import CustomerInput

# Words for made-up names and contracts, not texts for people.
_PLACES = "北京上海广州深圳杭州南京苏州成都武汉西安青岛宁波无锡长沙厦门合肥"  # i18n: data
_FIRST = "华信恒达瑞丰明远天成博雅安泰嘉禾中联新源宏图德盛永兴万通卓越金桥海川凯旋"  # i18n: data
_SECOND = "科技贸易医疗教育制造咨询电子食品物流建材化工传媒软件能源服饰机械"  # i18n: data
_ENDS = ("有限公司", "股份有限公司", "集团", "有限责任公司")  # i18n: data
_REGIONS = ("110000", "310000", "330100", "440300", "510100")
_WORDS = (
    "甲方乙方合同报价服务年度项目验收付款发票保密交付维护系统客户档案条款违约期限双方签订"  # i18n: data
    "产品质量标准运输保险责任争议仲裁协议附件数量金额税率结算培训支持升级方案需求"  # i18n: data
)


def customers(count: int, owners: list[int], department: int) -> Iterator[CustomerInput]:
    """`count` complete customers, dealt to `owners` in turn."""
    chance = random.Random(1)  # noqa: S311  # the same data in every run
    for number in range(count):
        place, first, second = _word(chance, _PLACES), _word(chance, _FIRST), _word(chance, _SECOND)
        name = f"{place}{first}{second}{_spelled(number)}{chance.choice(_ENDS)}"
        yield CustomerInput(
            {
                "name": name,
                "industry": chance.choice("CFGIJ"),
                "region": chance.choice(_REGIONS),
                "address": f"{first}路{number % 900 + 1}号{second}大厦",  # i18n: data
                "note": text(number, 6),
                "stage": chance.choice(("prospect", "current", "lost")),
            },
            contacts=[
                ContactInput("mobile", f"13{number % 10}{chance.randrange(10**8):08d}"),
                ContactInput("landline", f"021-{chance.randrange(50_000_000, 69_999_999)}"),
                ContactInput("email", f"office{number}@example.com"),
            ],
            people=[(f"{_word(chance, _FIRST)}", "")],
            owner_id=owners[number % len(owners)],
            department_id=department,
        )


def as_list(inputs: Iterable[CustomerInput], emails: Mapping[int, str]) -> bytes:
    """The customers as a CSV an office would bring; owners by their address in `emails`."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_HEADINGS)
    for one in inputs:
        facts = [one.facts[name] for name in _FACTS]
        values = [contact.value for contact in one.contacts]
        rows.writerow([*facts, *values, one.people[0][0], emails[one.owner_id or 0]])
    return out.getvalue().encode()


_FACTS = ("name", "industry", "region", "address", "note", "stage")
_HEADINGS = (
    "客户名称",
    "行业",
    "地区",
    "地址",
    "备注",
    "客户阶段",
    "手机",
    "座机",
    "邮箱",
    "联系人",
    "负责人",
)  # i18n: data


def text(number: int, words: int = 400) -> str:
    chance = random.Random(number)  # noqa: S311  # the same data in every run
    return "".join(_word(chance, _WORDS) for _ in range(words)) + f" 编号{number:08d}"  # i18n: data


def contract_words() -> list[str]:
    return [_WORDS[place : place + 2] for place in range(0, len(_WORDS), 2)]


def document(number: int) -> tuple[str, bytes]:
    """Every second one a PDF with a text layer, the others plain text."""
    if number % 2:
        return f"scan{number}.txt", text(number).encode()
    return f"scan{number}.pdf", _pdf(number)


def _pdf(number: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont(_font(), 11)
    content = text(number)
    for line in range(0, len(content), 40):
        canvas.drawString(60, 780 - line * 0.4, content[line : line + 40])
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _word(chance: random.Random, words: str) -> str:
    """One of the two-character words of `words`."""
    place = chance.randrange(len(words) // 2) * 2
    return words[place : place + 2]


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _spelled(number: int) -> str:
    """A number in characters, so that names differ."""
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))  # i18n: data
