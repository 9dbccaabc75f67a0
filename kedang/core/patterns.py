"""Fill-in patterns: `{客户}_{日期}`. One grammar for numbers and names.

pattern = (literal | token | group)*
token   = "{" name [":" argument] ["|" fallback] "}"
group   = "[" pattern "]"          dropped when one of its tokens has no value
"\\" before a special character takes it literally
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

LONGEST = 300
_SPECIAL = "{}[]\\"


@dataclass(frozen=True)
class Token:
    key: str
    argument: str = ""
    fallback: str = ""
    position: int = 0


@dataclass(frozen=True)
class Group:
    parts: tuple[str | Token, ...]


Part = str | Token | Group


@dataclass(frozen=True)
class TokenSpec:
    """A token one may write: `names[0]` is the Chinese name, the others are aliases."""

    key: str
    names: tuple[str, ...]
    meaning: str | Promise
    example: str = ""
    argument: str = ""  # "", "width", "format", "name"

    @property
    def name(self) -> str:
        """Its name in the language of the page; the last alias is English."""
        return self.names[0] if (get_language() or "zh").startswith("zh") else self.names[-1]


def parse(text: str, specs: Sequence[TokenSpec], *, groups: bool = False) -> tuple[Part, ...]:
    """The parts of `text`. Raises Invalid, naming the place and what would fit."""
    if len(text) > LONGEST:
        raise Invalid(
            _("模板太长：%(length)s 个字符，最多 %(most)s 个。") % {"length": len(text), "most": LONGEST}
        )
    return _Parser(text, specs, groups=groups).parse()


def tokens(parts: Sequence[Part]) -> Iterator[Token]:
    for part in parts:
        if isinstance(part, Token):
            yield part
        elif isinstance(part, Group):
            yield from tokens(part.parts)


def wrong(text: str, position: int, message: str, remedy: str = "") -> Invalid:
    """An error with the pattern and a caret under the place."""
    # A Chinese character is two columns wide: an ideographic space keeps the caret under it.
    margin = "".join("　" if ord(character) > 0x2E7F else " " for character in text[:position])
    full = _("第 %(place)s 个字符：%(message)s") % {"place": position + 1, "message": message}
    return Invalid(f"{full}\n{text}\n{margin}^", field="template", value=text, remedy=remedy)


class _Parser:
    def __init__(self, text: str, specs: Sequence[TokenSpec], *, groups: bool) -> None:
        self.text, self.groups, self.at = text, groups, 0
        self.specs = {name.casefold(): spec for spec in specs for name in spec.names}

    def parse(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        while self.at < len(self.text):
            if self.text[self.at] == "[" and self.groups:
                parts.append(self._group())
            else:
                parts.append(self._plain())
        return tuple(parts)

    def _group(self) -> Group:
        start = self.at
        self.at += 1
        parts: list[str | Token] = []
        while self.at < len(self.text) and self.text[self.at] != "]":
            if self.text[self.at] == "[":
                raise wrong(self.text, self.at, _("可选部分里不能再有可选部分。"), _("请去掉里面的方括号。"))
            parts.append(self._plain())
        if self.at >= len(self.text):
            raise wrong(self.text, start, _("方括号没有关上。"), _("请在可选部分末尾补上 ]。"))
        self.at += 1
        if not any(isinstance(part, Token) for part in parts):
            raise wrong(self.text, start, _("可选部分里没有变量。"), _("请去掉方括号，或在里面放一个变量。"))
        return Group(tuple(parts))

    def _plain(self) -> str | Token:
        if self.text[self.at] == "{":
            return self._token()
        start, taken = self.at, ""
        ends = "{}[]" if self.groups else "{}"
        while self.at < len(self.text) and self.text[self.at] not in ends:
            if self.text[self.at] == "\\" and self.text[self.at + 1 : self.at + 2] in set(_SPECIAL):
                self.at += 1
            taken += self.text[self.at]
            self.at += 1
        if not taken:
            raise wrong(
                self.text,
                start,
                _("这里多了一个“%(mark)s”。") % {"mark": self.text[start]},
                _("请删去，或在前面加反斜杠。"),
            )
        return taken

    def _token(self) -> Token:
        start, end = self.at, self.text.find("}", self.at)
        if end < 0:
            raise wrong(self.text, start, _("花括号没有关上。"), _("请在变量名后补上 }。"))
        self.at = end + 1
        body, _bar, fallback = self.text[start + 1 : end].partition("|")
        name, _colon, argument = body.replace("：", ":").partition(":")
        spec = self.specs.get(name.strip().casefold())
        if spec is None:
            raise self._unknown(name.strip(), start)
        token = Token(spec.key, argument.strip(), fallback.strip(), start)
        self._check_argument(token, spec)
        return token

    def _unknown(self, name: str, start: int) -> Invalid:
        if not name:
            return wrong(self.text, start, _("花括号里没有变量名。"), self._choices())
        near = get_close_matches(name.casefold(), self.specs, n=1, cutoff=0.5)
        remedy = (
            _("是不是想写 {%(name)s}？") % {"name": self.specs[near[0]].name} if near else self._choices()
        )
        return wrong(self.text, start + 1, _("没有叫“%(name)s”的变量。") % {"name": name}, remedy)

    def _choices(self) -> str:
        names = dict.fromkeys(spec.name for spec in self.specs.values())
        return _("可用的变量：%(names)s") % {"names": " ".join(f"{{{name}}}" for name in names)}

    def _check_argument(self, token: Token, spec: TokenSpec) -> None:
        if not token.argument:
            if spec.argument == "name":
                message = _("{%(name)s} 要写明是哪一个，例如 {%(name)s:%(example)s}。")
                raise wrong(self.text, token.position, message % {"name": spec.name, "example": spec.example})
            return
        if not spec.argument:
            raise wrong(self.text, token.position, _("{%(name)s} 后面不能加“:”。") % {"name": spec.name})
        if spec.argument == "width" and not (
            token.argument.isascii() and token.argument.isdigit() and 1 <= int(token.argument) <= 12
        ):
            message = _("{%(name)s} 的位数应是 1 到 12 的整数，现在是“%(given)s”。")
            raise wrong(self.text, token.position, message % {"name": spec.name, "given": token.argument})
