"""The naming rule (命名规则): how a filed document is called.

A rule is one or more patterns, separated by `|` or new lines; the first whose values are all there is taken:
`{客户}_{项目}_{日期} | {客户}_{日期}_{类型}`. A part in square brackets falls away when its value is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.errors import Invalid
from kedang.core.masking import mask_email, mask_mobile
from kedang.core.patterns import Group, Part, Token, TokenSpec, parse, tokens, wrong
from kedang.filing import file_names
from kedang.filing.file_names import MOST_BYTES, name_key, safe_part, unique_name

__all__ = [
    "EXAMPLE",
    "SHIPPED",
    "TOKENS",
    "Facts",
    "Rule",
    "follows",
    "parse_rule",
    "render_name",
    "unique_name",
]

SHIPPED = "{客户}_{项目}_{日期} | {客户}_{日期}_{类型}"
_BETWEEN = re.compile(r"\s*(?:\||\n)\s*(?![^{}]*\})")
_DATE_WORDS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
_LAYOUT = re.compile(r"(?=.*(?:YY|MM|DD))(?:YYYY|YY|MM|DD|[-_. 年月日])+")
_BY_CHOICE = gettext_lazy("写入名称的联系方式一律打码")

TOKENS = (
    TokenSpec("customer", ("客户", "客户名称", "customer"), gettext_lazy("客户名称"), "ABC公司"),
    TokenSpec(
        "short_name", ("客户简称", "简称", "short_name"), gettext_lazy("客户简称；没有时用名称"), "ABC"
    ),
    TokenSpec("number", ("客户编号", "number"), gettext_lazy("客户编号"), "KH-2026-00001"),
    TokenSpec("project", ("项目", "项目名称", "project"), gettext_lazy("所属项目"), "营销项目"),
    TokenSpec(
        "date", ("日期", "date"), gettext_lazy("文档日期；可写 {日期:YYYY-MM-DD}"), "20231001", "format"
    ),
    TokenSpec("year", ("年", "year"), gettext_lazy("文档日期的年份"), "2023"),
    TokenSpec("month", ("月", "month"), gettext_lazy("文档日期的月份"), "10"),
    TokenSpec("day", ("日", "day"), gettext_lazy("文档日期的日"), "01"),
    TokenSpec("type", ("类型", "文档类型", "type"), gettext_lazy("文档类型"), "合同"),
    TokenSpec("title", ("题名", "标题", "title"), gettext_lazy("文档题名"), "年度服务合同"),
    TokenSpec("original", ("原名", "original"), gettext_lazy("上传时的文件名"), "扫描件001"),
    TokenSpec("department", ("部门", "department"), gettext_lazy("负责部门"), "销售部"),
    TokenSpec("owner", ("负责人", "owner"), gettext_lazy("客户负责人"), "张三"),
    TokenSpec("field", ("字段", "field"), gettext_lazy("文档类型的一个字段"), "合同编号", "name"),
    TokenSpec("mobile", ("手机", "mobile"), _BY_CHOICE, "138****5678"),
    TokenSpec("email", ("邮箱", "email"), _BY_CHOICE, "z***@x.com"),
)


@dataclass(frozen=True)
class Facts:
    """What is known of a document when it is named. `extension` with its dot; empty values are unknown."""

    customer: str = ""
    type: str = ""
    date: date | None = None
    project: str = ""
    extension: str = ""
    short_name: str = ""
    number: str = ""
    title: str = ""
    original: str = ""
    department: str = ""
    owner: str = ""
    mobile: str = ""
    email: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


EXAMPLE = Facts(
    customer="ABC公司",
    short_name="ABC",
    number="KH-2026-00001",
    project="营销项目",
    date=date(2023, 10, 1),
    type="合同",
    title="年度服务合同",
    original="扫描件001",
    extension=".pdf",
    department="销售部",
    owner="张三",
    mobile="13812345678",
    email="zhang@example.com",
    fields={"合同编号": "HT-2023-018"},
)


@dataclass(frozen=True)
class Rule:
    """A checked rule: its patterns in the order in which they are tried."""

    text: str
    patterns: tuple[tuple[Part, ...], ...]


def parse_rule(text: str) -> Rule:
    """Raises Invalid with the place of the mistake and what to write instead."""
    texts = [each for each in _BETWEEN.split(text.strip()) if each]
    if not texts:
        raise Invalid(_("命名规则是空的。"), field="rule", remedy=_("例如：%(rule)s") % {"rule": SHIPPED})
    return Rule(text, tuple(_parse_pattern(each) for each in texts))


def render_name(rule: Rule, facts: Facts) -> str:
    """The file name by `rule`, extension kept, safe on every system, at most 255 bytes."""
    pieces = next((found for pattern in rule.patterns if (found := _pieces(pattern, facts))), None)
    if pieces is None:  # no pattern has all its values: the last one, as far as it goes
        pieces = _what_there_is(rule.patterns[-1], facts) or [
            _Piece(safe_part(facts.original), is_value=True)
        ]
    extension = safe_part(facts.extension)
    return file_names.safe_name(_fitted(pieces, MOST_BYTES - len(extension.encode())) + extension)


def follows(rule: Rule, facts: Facts, name: str) -> bool:
    """Whether `name` is the ruled one, or the ruled one with `_2`, `_3` … because that was taken."""
    ruled = name_key(render_name(rule, facts))
    return ruled in {name_key(name), name_key(file_names.without_count(name))}


def date_expression(layout: str) -> str:
    """`YYYY-MM-DD` as strftime has it; without a layout 20231001."""
    for word, code in _DATE_WORDS.items():
        layout = layout.replace(word, code)
    return layout or "%Y%m%d"


@dataclass(frozen=True)
class _Piece:
    text: str
    is_value: bool


def _parse_pattern(text: str) -> tuple[Part, ...]:
    parts = parse(text, TOKENS, groups=True)
    if not any(isinstance(part, Token) for part in parts):
        raise wrong(
            text,
            0,
            _("这个模板里没有变量，所有文档会同名。"),
            _("请至少写一个变量，例如 {%(name)s}。") % {"name": TOKENS[0].name},
        )
    for token in tokens(parts):
        if token.key == "date" and token.argument and _LAYOUT.fullmatch(token.argument) is None:
            message = _("看不懂日期写法“%(layout)s”。") % {"layout": token.argument}
            raise wrong(text, token.position, message, _("请用 YYYY、MM、DD，例如 {日期:YYYY-MM-DD}。"))
    for literal in _literals(parts):
        if literal != safe_part(f".{literal}.")[1:-1]:
            message = _("固定文字“%(text)s”里有文件名不允许的字符。") % {"text": literal}
            raise wrong(text, max(text.find(literal), 0), message, _('不能用 < > : " / \\ ? * 和换行。'))
    return parts


def _literals(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Group):
            yield from _literals(part.parts)


def _pieces(parts: Iterable[Part], facts: Facts) -> list[_Piece] | None:
    """The pieces of a pattern; None when a value outside brackets is missing."""
    pieces: list[_Piece] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(_Piece(part, is_value=False))
        elif isinstance(part, Group):
            pieces += _pieces(part.parts, facts) or []
        elif value := _value(part, facts):
            pieces.append(_Piece(value, is_value=True))
        else:
            return None
    return pieces


def _what_there_is(parts: Iterable[Part], facts: Facts) -> list[_Piece]:
    """The pattern without its missing values and without the mark before each of them."""
    pieces: list[_Piece] = []
    for part in parts:
        found = _pieces([part], facts)
        if found:
            pieces += found
        elif pieces and not pieces[-1].is_value:
            pieces.pop()
    values = [place for place, piece in enumerate(pieces) if piece.is_value]
    return pieces[values[0] : values[-1] + 1] if values else []


def _value(token: Token, facts: Facts) -> str:
    raw = _READERS[token.key](facts, token) if token.key in _READERS else getattr(facts, token.key)
    return safe_part(raw or token.fallback)


def _dated(layout: str) -> Callable[[Facts, Token], str]:
    def read(facts: Facts, token: Token) -> str:
        return facts.date.strftime(date_expression(token.argument or layout)) if facts.date else ""

    return read


_READERS: dict[str, Callable[[Facts, Token], str]] = {
    "date": _dated(""),
    "year": _dated("YYYY"),
    "month": _dated("MM"),
    "day": _dated("DD"),
    "short_name": lambda facts, _token: facts.short_name or facts.customer,
    "field": lambda facts, token: facts.fields.get(token.argument, ""),
    "mobile": lambda facts, _token: mask_mobile(facts.mobile) if facts.mobile else "",
    "email": lambda facts, _token: mask_email(facts.email) if facts.email else "",
}


def _fitted(pieces: list[_Piece], most_bytes: int) -> str:
    """The pieces as one text; what is too long is taken from the longest value, so date and type stay."""
    pieces = list(pieces)
    while (over := sum(len(piece.text.encode()) for piece in pieces) - most_bytes) > 0:
        values = [place for place, piece in enumerate(pieces) if piece.is_value]
        longest = max(values, key=lambda place: len(pieces[place].text.encode()))
        size = len(pieces[longest].text.encode())
        if size <= 3:
            break  # the fixed text alone is too long; safe_name cuts the end
        pieces[longest] = _Piece(file_names.cut(pieces[longest].text, max(size - over, 3)), is_value=True)
    return "".join(piece.text for piece in pieces)
