"""Licences, identity cards, minutes, mails, chats and what other papers say in the same words."""

from __future__ import annotations

import re
from dataclasses import replace

from kedang.understanding.papers.amounts import parse_capitals
from kedang.understanding.papers.days import DAY, parse_day
from kedang.understanding.papers.pieces import (
    NAME,
    NUMBER,
    as_company,
    codes_in,
    day_after,
    id_numbers_in,
    money_after,
    text_after,
)
from kedang.understanding.papers.words import Found, after, tight

_PERSON = r"[\u4e00-\u9fff·][\u4e00-\u9fff· \t]{1,9}"
_LINE = r"[^\n]{2,200}"
_PERIOD = re.compile(
    rf"(?P<from>{DAY})[ \t]*(?:起)?[ \t]*(?:至|到|-|~)[ \t]*(?P<to>{DAY}|长期|永久|无固定期限)"
)


def licence(text: str) -> list[Found]:
    codes = codes_in(text)
    name = text_after(
        text,
        "licence_name",
        ("企业名称", "公司名称", "名称"),
        NAME,
        sure=0.95,
        between=r"[ \t]*:?[ \t]*\n?[ \t]*",
    )
    found = [
        replace(codes[0], key="uscc") if codes else None,
        replace(name, value=as_company(name.value)) if name else None,
        _person(
            text,
            "legal_person",
            ("法定代表人姓名", "法定代表人", "负责人", "经营者", "投资人", "执行事务合伙人"),
        ),
        _capital(text),
        day_after(text, "established_on", ("成立日期", "注册日期"), sure=0.95),
        _until(text),
    ]
    return [each for each in found if each]


def id_card(text: str) -> list[Found]:
    numbers = id_numbers_in(text)
    found = [
        _person(text, "holder", ("姓名",), sure=0.96),
        replace(numbers[0], key="id_number", words="公民身份号码") if numbers else None,
        _until(text),
    ]
    return [each for each in found if each]


def minutes(text: str) -> list[Found]:
    found = [
        day_after(text, "met_on", ("会议时间", "会议日期", "召开时间", "时间", "日期"), sure=0.95),
        text_after(text, "place", ("会议地点", "地点", "会议室"), r"[^\n]{2,60}", between=r"[ \t]*:[ \t]*"),
        text_after(
            text,
            "participants",
            (
                *("参会人员", "与会人员", "出席人员", "参加人员"),
                *("参会人", "与会人", "出席人", "出席", "参加"),
            ),
            _LINE,
            between=r"[ \t]*:[ \t]*\n?",
        ),
        _decisions(text),
    ]  # fmt: skip
    return [each for each in found if each]


def mail(text: str) -> list[Found]:
    found = [
        text_after(text, key, labels, _LINE, between=r"[ \t]*:[ \t]*", sure=0.98)
        for key, labels in (
            ("subject", ("主题", "Subject")),
            ("sender", ("发件人", "From")),
            ("recipients", ("收件人", "To")),
        )
    ]
    return [each for each in found if each]


def talk(text: str) -> list[Found]:
    """沟通记录 and 聊天记录."""
    found = [
        text_after(
            text,
            "channel",
            ("沟通方式", "联系方式", "方式", "渠道", "会话类型"),
            r"[^\n\s]{2,20}",
            between=r"[ \t]*:[ \t]*",
        ),
        text_after(
            text,
            "participants",
            ("参与人", "沟通对象", "参加人", "对方联系人", "我方人员"),
            r"[^\n]{2,120}",
            between=r"[ \t]*:[ \t]*",
        ),
    ]
    return [each for each in found if each]


def feedback(text: str) -> list[Found]:
    found = [
        text_after(
            text,
            "topic",
            ("反馈事项", "投诉事项", "事项", "反馈主题", "问题描述"),
            _LINE,
            between=r"[ \t]*:[ \t]*\n?",
        ),
        text_after(text, "outcome", ("处理结果", "处理意见", "答复"), _LINE, between=r"[ \t]*:[ \t]*\n?"),
    ]
    return [each for each in found if each]


def qualification(text: str) -> list[Found]:
    number = text_after(text, "certificate_no", ("证书编号", "许可证编号", "证书号", "编号"), NUMBER)
    return [each for each in (number, _until(text)) if each]


def authorisation(text: str) -> list[Found]:
    person = _person(text, "authorised", ("被授权人", "受托人", "代理人"), sure=0.9)
    return [each for each in (person, _until(text)) if each]


def order(text: str) -> list[Found]:
    found = [
        text_after(text, "order_no", ("采购订单号", "订单编号", "订单号", "PO No.", "PO"), NUMBER),
        money_after(text, "amount", ("订单总额", "总金额", "价税合计", "合计")),
        day_after(text, "due_on", ("交货日期", "交期", "要求到货日期")),
        day_after(text, "delivered_on", ("送货日期", "发货日期")),
    ]
    return [each for each in found if each]


def _person(text: str, key: str, labels: tuple[str, ...], *, sure: float = 0.93) -> Found | None:
    found = text_after(text, key, labels, _PERSON, sure=sure)
    if found is None:
        return None
    name = re.split(r"\s{2,}|性|民族|类型|注册|成立|住所|[(（]|身份", found.value)[0].strip()
    name = re.sub(r"\s", "", name)
    return replace(found, value=name) if 2 <= len(name) <= 12 else None


def _capital(text: str) -> Found | None:
    labels = ("注册资本", "注册资金", "出资额")
    if found := money_after(text, "capital", labels):
        return found
    for match in after(text, labels, r"(?:人民币)?[壹贰叁肆伍陆柒捌玖拾佰仟万亿零]+[元圆]?整?"):
        if amount := parse_capitals(match["value"].replace("人民币", "")):
            return Found(
                "capital",
                f"{amount:.2f}",
                match.start("value"),
                match.end("value"),
                0.93,
                tight(match["label"]),
            )
    return None


def _until(text: str) -> Found | None:
    if found := day_after(
        text, "valid_until", ("有效期至", "有效期限至", "到期日期", "截止日期", "有效至"), sure=0.93
    ):
        return found
    for match in _PERIOD.finditer(text):
        if day := parse_day(match["to"]):
            return Found("valid_until", day.isoformat(), match.start("to"), match.end("to"), 0.93, "至")
    return None


def _decisions(text: str) -> Found | None:
    """What was decided: the lines below the heading, up to the next."""
    match = re.search(
        r"(?:会议决议|决议事项|会议决定|决定事项|形成决议|会议结论)[ \t]*[:]?[ \t]*\n?(?P<value>(?:[^\n]+\n?){1,6})",
        text,
    )
    if not match:
        return None
    lines = [line.strip() for line in match["value"].split("\n")]
    kept = [line for line in lines if line and not re.match(r"(?:记录人|主持人|下次会议|签发|抄送)", line)]
    value = " ".join(kept)[:480]
    return (
        Found("decisions", value, match.start("value"), match.end("value"), 0.85, match.group()[:4])
        if value
        else None
    )
