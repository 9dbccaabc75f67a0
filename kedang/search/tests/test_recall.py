"""Recall 1.0 and precision 1.0: every answer equals that of reading all texts one by one."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang import search
from kedang.core.actor import Actor
from kedang.core.folding import fold
from kedang.core.text import syllables
from kedang.customers.models import Customer
from kedang.search import index
from kedang.search.finding import UNCAPPED
from kedang.search.language import And, Not, Or, Term, show
from kedang.search.language.syntax import Node
from kedang.search.tests.conftest import MakeSubject

EXAMPLES = 60 * (100 if os.environ.get("KEDANG_EFFORT") == "full" else 1)
# Few letters of every sort, so that words meet: 繁简, full width, accents, digits, signs, spaces, line ends.
LETTERS = "合同年度華华臺台信ABabＡｂéez０01289 \u3000\n@.-，。（#😀"
# What pages do: where the tokens decide, only what is shown is looked at.
TRUSTING = replace(UNCAPPED, trusts_tokens=True)
text = st.text(LETTERS, max_size=14)
subject = st.fixed_dictionaries({"name": text, "text": text, "contacts": text})
term = st.text(LETTERS, min_size=1, max_size=5).filter(lambda t: any(c.isalnum() for c in fold(t)))
query = st.recursive(
    term.map(Term),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: And(tuple(nodes))),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes))),
    ),
    max_leaves=4,
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(subject, min_size=8, max_size=8), queries=st.lists(query, min_size=4, max_size=4))
def test_search_equals_an_exact_scan(
    texts: list[dict[str, str]], queries: list[Node], subjects: list[Customer], everything: Actor
) -> None:
    index.write(
        [
            index.Entry(
                "customer",
                one.pk,
                one.pk,
                part,
                {name: held[name] for name in names},
                one.key_owner,
                "profile",
            )
            for one, held in zip(subjects, texts, strict=True)
            for part, names in (("facts", ["name", "text"]), ("contacts", ["contacts"]))
        ]
    )
    for asked in queries:
        expected = {one.pk for one, held in zip(subjects, texts, strict=True) if scan(asked, held)}
        for budget, limit in ((UNCAPPED, 50), (TRUSTING, 50), (TRUSTING, 1)):
            page = search.find(Customer.objects.all(), show(asked), everything, budget=budget, limit=limit)
            assert [item.pk for item in page.items] == sorted(expected, reverse=True)[:limit], show(asked)
            assert page.count == len(expected), show(asked)
            assert page.is_exact


@pytest.fixture
def subjects(make_subject: MakeSubject) -> list[Customer]:
    return [make_subject(name="") for _number in range(8)]


def scan(node: Node, texts: dict[str, str]) -> bool:
    """The same question put to the plain texts, by its definition and nothing else."""
    if isinstance(node, Not):
        return not scan(node.node, texts)
    if isinstance(node, And):
        return all(scan(each, texts) for each in node.nodes)
    if isinstance(node, Or):
        return any(scan(each, texts) for each in node.nodes)
    assert isinstance(node, Term)
    sought = plain(node.text)
    digits = "".join(c for c in sought if c.isdigit())
    is_number = sought[0].isdigit() and sought[-1].isdigit() and set(sought) <= set("0123456789 ()./-")
    spellings = {sought, digits} if is_number and len(sought) > 1 else {sought}
    if any(spelling in plain(text) for text in texts.values() for spelling in spellings):
        return True
    letters = sought.replace(" ", "")
    if not (letters.isascii() and letters.isalnum() and not letters.isdigit()):
        return False
    return any(is_read(letters, line) for line in texts["name"].splitlines())


def is_read(letters: str, name: str) -> bool:
    read = [fold(syllable) for syllable in syllables(fold(name))]
    starts = ["".join(read[start:]) for start in range(len(read))]
    return letters in "".join(syllable[0] for syllable in read) or any(s.startswith(letters) for s in starts)


def plain(text: str) -> str:
    """Folded; spaces single, and none beside Chinese."""
    kept = ""
    for word in fold(text).split():
        kept += word if not kept or is_chinese(kept[-1]) or is_chinese(word[0]) else f" {word}"
    return kept


def is_chinese(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED") or character in "，。"
