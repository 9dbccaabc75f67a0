"""Recursive descent over one line.

query     = all ("或" | "OR" | "|") all …
all       = item (["且" | "AND"] item) …
item      = ("-" | "非" | "NOT") item | "(" query ")" | condition | text
condition = name (":" | "=" | "!=" | ">" | ">=" | "<" | "<=") value
value     = word | quoted                (ranges a..b and lists a,b are read by the field's type)
text      = word | quoted

Full-width signs （）：＝＞＜｜“” count as their narrow ones, ≥ ≤ ≠ as >= <= !=.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from kedang.search.language.errors import QueryError
from kedang.search.language.syntax import And, Condition, Node, Not, Or, Term

LONGEST = 500
_DEEPEST = 20
# One character for one, so that places stay true.
_NARROW = str.maketrans(
    dict.fromkeys("＂“”„「」『』", '"')
    | {"（": "(", "）": ")", "：": ":", "＝": "=", "＞": ">", "＜": "<", "｜": "|", "－": "-", "！": "!"}
)
_OPERATOR = re.compile(r">=|<=|!=|≥|≤|≠|[:=><]")
_SAME = {"≥": ">=", "≤": "<=", "≠": "!="}
_NAME = re.compile(r"[^\W\d][\w.·/]*")
_WORD = re.compile(r'[^\s()|"]+')
_OR = frozenset({"or", "或", "或者"})
_AND = frozenset({"and", "且", "并且"})
_NOT = frozenset({"not", "非"})


def parse(query: str) -> Node | None:
    """The tree of `query`; None when it is empty. Raises QueryError with the place."""
    if len(query) > LONGEST:
        raise QueryError(
            _("查询太长，最多 %(most)s 个字。") % {"most": LONGEST},
            query,
            LONGEST,
            remedy=_("请拆成几次查询。"),
        )
    return _Parser(query).parse()


class _Parser:
    def __init__(self, query: str) -> None:
        self.query = query = query.replace("\x00", " ")  # no text holds one, and PostgreSQL refuses it
        self.text = query.translate(_NARROW)
        self.at = 0
        self.depth = 0

    def parse(self) -> Node | None:
        self._skip_spaces()
        if self.at >= len(self.text):
            return None
        node = self._any()
        if self.at < len(self.text):
            raise self._error(_("多了一个右括号。"), self.at, _("请删去，或在前面补上左括号。"))
        return node

    def _any(self) -> Node:
        nodes = [self._all()]
        while self._takes_or():
            nodes.append(self._all())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def _takes_or(self) -> bool:
        if self._peek() == "|":
            self.at += 2 if self.text.startswith("||", self.at) else 1
            self._skip_spaces()
            return True
        return self._takes_word(_OR)

    def _all(self) -> Node:
        nodes: list[Node] = []
        while self._peek() not in {"", ")", "|"} and not self._is_word(_OR):
            if nodes and self._takes_word(_AND):
                continue
            nodes.append(self._item())
            self._skip_spaces()
        if not nodes:
            raise self._error(_("这里缺少要查的内容。"), self.at, _("请写上词语或条件。"))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def _item(self) -> Node:
        if self._peek() in {"-", "!"} and self.text[self.at + 1 : self.at + 2].strip():
            self.at += 1
            return Not(self._deeper())
        if self._is_word(_NOT):
            self._takes_word(_NOT)
            if self._peek() in {"", ")", "|"}:
                raise self._error(_("这里缺少要排除的内容。"), self.at, _("请在“非”后面写上词语或条件。"))
            return Not(self._deeper())
        if self._peek() == "(":
            return self._group()
        return self._condition() or self._term()

    def _deeper(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._error(_("括号和否定套得太深。"), self.at, _("请把查询写得简单些。"))
        node = self._item()
        self.depth -= 1
        return node

    def _group(self) -> Node:
        start = self.at
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._error(_("括号和否定套得太深。"), self.at, _("请把查询写得简单些。"))
        self.at += 1
        self._skip_spaces()
        node = self._any()
        if self._peek() != ")":
            raise self._error(_("括号没有关上。"), start, _("请补上右括号。"))
        self.at += 1
        self.depth -= 1
        return node

    def _condition(self) -> Condition | None:
        name = _NAME.match(self.text, self.at)
        operator = _OPERATOR.match(self.text, name.end()) if name else None
        # An address is not a condition.
        if name is None or operator is None or self.text.startswith("://", operator.start()):
            return None
        start, self.at = self.at, operator.end()
        value_at = self.at
        quoted = self._peek() == '"'
        value = self._quoted() if quoted else self._word()
        if not quoted and not value:
            message = _("“%(name)s”后面缺少值。") % {"name": name[0]}
            raise self._error(
                message, value_at, _("例如 %(name)s:空，或在值两边加引号。") % {"name": name[0]}
            )
        sign = _SAME.get(operator[0], operator[0])
        return Condition(unicodedata.normalize("NFKC", name[0]), sign, value, quoted, start, value_at)

    def _term(self) -> Term:
        start = self.at
        text = self._quoted() if self._peek() == '"' else self._word()
        if not text.strip():
            raise self._error(_("引号里没有内容。"), start, _("请写上要查的词语。"))
        return Term(text, start)

    def _quoted(self) -> str:
        start = self.at
        # What narrow quotes hold may contain wide ones.
        signs = self.query if self.query[start] == '"' else self.text
        self.at += 1
        taken: list[str] = []
        while self.at < len(signs) and signs[self.at] != '"':
            if signs[self.at] == "\\" and signs[self.at + 1 : self.at + 2] in {"\\", '"'}:
                self.at += 1
            taken.append(self.query[self.at])
            self.at += 1
        if self.at >= len(signs):
            raise self._error(_("引号没有关上。"), start, _("请补上后面的引号。"))
        self.at += 1
        return "".join(taken)

    def _word(self) -> str:
        start = self.at
        if word := _WORD.match(self.text, start):
            self.at = word.end()
        return self.text[start : self.at]

    def _is_word(self, words: frozenset[str]) -> bool:
        word = _WORD.match(self.text, self.at)
        return word is not None and word[0].casefold() in words

    def _takes_word(self, words: frozenset[str]) -> bool:
        if not self._is_word(words):
            return False
        self._word()
        self._skip_spaces()
        return True

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek().isspace():
            self.at += 1

    def _error(self, message: str, at: int, remedy: str) -> QueryError:
        return QueryError(message, self.query, at, remedy=remedy)
