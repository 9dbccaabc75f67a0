"""Templates of numbers: `KH-{年}-{序号:5}`, `{全宗号}-{门类}·{年}-{期限}-{机构}-{件号:4}` (DA/T 22)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.core.clock import today
from kedang.core.errors import Invalid
from kedang.core.patterns import Group, Part, Token, TokenSpec, parse, tokens, wrong

SEQUENCE = "sequence"
_DEFAULT_WIDTH = 4
_DATE_FORMATS = {"year": "%Y", "month": "%m", "day": "%d"}
# Numbers stand on labels and in file names: no character that some system forbids there.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>:\"/\\|?*#\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_SPECS = {
    spec.key: spec
    for spec in (
        TokenSpec(
            SEQUENCE,
            ("序号", "件号", "流水号", "seq", "number", "item"),
            gettext_lazy("连续编号，不跳号、不重复"),
            "1",
            "width",
        ),
        TokenSpec("year", ("年", "年度", "year"), gettext_lazy("四位年份；{年:2} 取后两位"), "2026", "width"),
        TokenSpec("month", ("月", "month"), gettext_lazy("两位月份"), "05"),
        TokenSpec("day", ("日", "day"), gettext_lazy("两位日期"), "03"),
        TokenSpec(
            "region", ("地区", "region"), gettext_lazy("行政区划代码；{地区:2} 只取省级"), "110105", "width"
        ),
        TokenSpec("industry", ("行业", "industry"), gettext_lazy("国民经济行业门类字母"), "J", "width"),
        TokenSpec(
            "initials",
            ("拼音首字母", "首字母", "initials"),
            gettext_lazy("客户名称的拼音首字母；{拼音首字母:4} 最多四个"),
            "ABCGS",
            "width",
        ),
        TokenSpec("customer", ("客户编号", "customer"), gettext_lazy("所属客户的编号"), "KH-2026-00001"),
        TokenSpec("type", ("类型", "type"), gettext_lazy("客户类型或文档类型的代码"), "QY", "width"),
        TokenSpec("department", ("部门", "department"), gettext_lazy("负责部门"), "销售部", "width"),
        TokenSpec("fonds", ("全宗号", "fonds"), gettext_lazy("本单位的全宗号"), "Z109"),
        TokenSpec("category", ("门类", "category"), gettext_lazy("档案门类，例如 WS、ZY·KH"), "ZY·KH"),
        TokenSpec(
            "retention", ("期限", "保管期限", "retention"), gettext_lazy("保管期限：Y 永久、D30、D10"), "D30"
        ),
        TokenSpec("office", ("机构", "问题", "office"), gettext_lazy("机构或问题"), "BGS"),
    )
}


@dataclass(frozen=True)
class Series:
    """A row of numbers of one kind (编号序列)."""

    key: str
    label: str | Promise
    shipped: str
    tokens: tuple[str, ...]

    @property
    def specs(self) -> list[TokenSpec]:
        return [_SPECS[key] for key in (SEQUENCE, *self.tokens)]


CUSTOMER = Series(
    "customer",
    gettext_lazy("客户编号"),
    "KH-{年}-{序号:5}",
    ("year", "month", "day", "region", "industry", "initials", "type", "department"),
)
ARCHIVE = Series(
    "archive",
    gettext_lazy("档号"),
    "{全宗号|Q001}-{门类|ZY·KH}·{年}-{期限|D30}-{机构|ZH}-{件号:4}",  # DA/T 22-2015
    ("fonds", "category", "year", "retention", "office", "customer", "type", "department"),
)
SERIES = {series.key: series for series in (CUSTOMER, ARCHIVE)}


@dataclass(frozen=True)
class NumberTemplate:
    """A checked template. `prefix(facts)` names the counter, `render(facts, n)` the number."""

    text: str
    parts: tuple[Part, ...]
    width: int

    def prefix(self, facts: Mapping[str, str], on: date) -> str:
        """Everything around the sequence; what follows it is set off by `#`, which no number contains."""
        before, after = self._around(facts, on)
        return f"{before}#{after}" if after else before

    def render(self, facts: Mapping[str, str], on: date, sequence: int) -> str:
        before, after = self._around(facts, on)
        return f"{before}{sequence:0{self.width}d}{after}"

    def render_under(self, prefix: str, sequence: int) -> str:
        before, _mark, after = prefix.partition("#")
        return f"{before}{sequence:0{self.width}d}{after}"

    def _around(self, facts: Mapping[str, str], on: date) -> tuple[str, str]:
        sides: list[list[str]] = [[]]
        for part in self.parts:
            if isinstance(part, Token) and part.key == SEQUENCE:
                sides.append([])
            else:
                sides[-1].append(_value(part, facts, on))
        return "".join(sides[0]), "".join(sides[1])


def parse_template(series: Series, text: str) -> NumberTemplate:
    """Raises Invalid with the place of the mistake and what to write instead."""
    parts = parse(text, series.specs)
    sequences = [token for token in tokens(parts) if token.key == SEQUENCE]
    if not sequences:
        raise wrong(text, len(text), _("缺少序号，每个编号就会相同。"), _("请加上 {序号:5}。"))
    if len(sequences) > 1:
        raise wrong(text, sequences[1].position, _("序号只能出现一次。"), _("请删去多余的序号。"))
    _check_literals(text, parts)
    return NumberTemplate(text, parts, int(sequences[0].argument or _DEFAULT_WIDTH))


def example(template: NumberTemplate, sequence: int = 1) -> str:
    """What the template makes of typical values: shown while it is being written."""
    return template.render({key: spec.example for key, spec in _SPECS.items()}, today(), sequence)


def _check_literals(text: str, parts: tuple[Part, ...]) -> None:
    for part in parts:
        written = part if isinstance(part, str) else getattr(part, "fallback", "")
        if bad := _FORBIDDEN.search(written):
            message = _("编号里不能有“%(mark)s”：编号会用在文件名和标签上。") % {"mark": bad.group()}
            raise wrong(text, text.find(bad.group()), message, _("可以用 - _ · ( ) 等符号。"))


def _value(part: Part, facts: Mapping[str, str], on: date) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Group):
        raise TypeError("number templates have no groups")
    if part.key in _DATE_FORMATS:
        value = facts.get(part.key) or on.strftime(_DATE_FORMATS[part.key])
        return value[-int(part.argument) :] if part.argument else value
    value = _FORBIDDEN.sub("", facts.get(part.key, "")) or part.fallback
    if part.key in {"initials", "industry"}:
        value = value.upper()
    if not value:
        name = _SPECS[part.key].name
        raise Invalid(
            _("编号规则需要“%(name)s”，但这里没有填写。") % {"name": name},
            field=part.key,
            remedy=_("请补填，或在编号规则里写 {%(name)s|替代值}。") % {"name": name},
        )
    return value[: int(part.argument)] if part.argument else value
