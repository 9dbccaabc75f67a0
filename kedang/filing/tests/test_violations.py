from datetime import date

import pytest

from kedang.filing.models import DocumentType
from kedang.filing.naming import Facts, Rule, parse_rule
from kedang.filing.violations import violations

RULE = parse_rule("{客户}_{日期}_{类型}")
FACTS = Facts(customer="ABC公司", date=date(2023, 10, 1), type="合同", extension=".pdf")
RULED = "ABC公司_20231001_合同.pdf"


def facts_of(rows: object) -> list[tuple[Rule, Facts]]:
    assert isinstance(rows, list)
    return [(RULE, FACTS) for _row in rows]


@pytest.fixture
def names(db: None) -> list[str]:
    """Anything with a name will do: types stand in for documents, which live in a higher room."""
    names = [RULED, "扫描件001.pdf", "ABC公司_20231001_合同_2.pdf", "合同.pdf", "发票.pdf"]
    for place, name in enumerate(names):
        DocumentType.objects.create(code=f"t{place}", name=name)
    return names


def test_only_names_that_do_not_follow_the_rule_are_found(names: list[str]) -> None:
    found = violations(DocumentType.objects.all(), facts_of=facts_of)
    assert [each.name for each in found.found] == ["扫描件001.pdf", "合同.pdf", "发票.pdf"]
    assert {each.ruled for each in found.found} == {RULED}
    assert found.after is None


def test_the_search_goes_on_where_it_stopped(names: list[str]) -> None:
    rows, found, pages = DocumentType.objects.all(), [], 0
    after: int | None = 0
    while after is not None:
        page = violations(rows, facts_of=facts_of, after=after, limit=1)
        found += page.found
        after, pages = page.after, pages + 1
    assert [each.name for each in found] == ["扫描件001.pdf", "合同.pdf", "发票.pdf"]
    assert pages == 3


def test_no_more_rows_are_examined_than_asked(names: list[str]) -> None:
    page = violations(DocumentType.objects.all(), facts_of=facts_of, examine=1)
    assert page.found == []
    assert page.after == DocumentType.objects.get(name=RULED).pk
