from __future__ import annotations

from kedang import search, vault
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.search import index, maintenance
from kedang.search.engines import engine
from kedang.search.kinds import id_range
from kedang.search.matching import needle
from kedang.search.models import IndexEntry
from kedang.search.tests.conftest import MakeSubject, write
from kedang.search.tokens import of_needle


def holding(word: str) -> int:
    tokens = engine()
    return tokens.count(tokens.expression(of_needle(needle(word))), id_range("customer"), 100)


def found(query: str, actor: Actor) -> list[str]:
    return [item.name for item in search.find(Customer.objects.all(), query, actor).items]


def test_compaction_takes_dead_entries_out_of_the_engine(
    make_subject: MakeSubject, everything: Actor
) -> None:
    kept = make_subject(name="旧名合同")
    make_subject(name="别家合同")
    write(kept, "facts", {"name": "新名合同"})
    assert (holding("旧名"), holding("合同"), maintenance.needs_compaction()) == (1, 3, True)
    assert maintenance.compact() == 1
    assert (holding("旧名"), holding("合同"), maintenance.needs_compaction()) == (0, 2, False)
    assert found("新名", everything) == ["旧名合同"]
    write(kept, "facts", {"name": "再改"})
    assert (found("再改", everything), found("新名", everything)) == (["旧名合同"], [])


def test_a_rebuild_makes_the_same_index(make_subject: MakeSubject, everything: Actor) -> None:
    for name in ("华信", "华美", "信德"):
        make_subject(name=name)
    write(Customer.objects.get(name="信德"), "facts", {"name": "德信"})
    before = found("信", everything)
    engine().clear()
    assert found("信", everything) == []
    assert maintenance.rebuild() == 3
    assert found("信", everything) == before == ["信德", "华信"]
    assert not IndexEntry.objects.filter(is_dead=True).exists()


def test_what_lost_its_key_is_found_no_more_and_goes_at_a_rebuild(
    make_subject: MakeSubject, everything: Actor
) -> None:
    lost = make_subject(name="华信")
    make_subject(name="华美")
    vault.destroy(lost.key_owner)
    assert found("华", everything) == ["华美"]
    assert maintenance.rebuild() == 1
    assert holding("华信") == 0


def test_long_texts_are_found_from_end_to_end(make_subject: MakeSubject, everything: Actor) -> None:
    subject = make_subject(name="长文")
    length = 2 * index.LONGEST_TEXT
    text = "".join(chr(0x4E00 + number % 5000) for number in range(length))
    write(subject, "text", {"text": text})
    for start in (0, index.LONGEST_TEXT - 3, index.LONGEST_TEXT - 401, length - 8):
        assert found(text[start : start + 8], everything) == ["长文"]


def test_a_forgotten_subject_is_not_found(make_subject: MakeSubject, everything: Actor) -> None:
    subject = make_subject(name="华信")
    index.forget("customer", [subject.pk])
    assert found("华信", everything) == []


def test_tokens_and_texts_are_not_stored_in_the_clear(make_subject: MakeSubject) -> None:
    subject = make_subject(name="华信机密公司")
    stored = IndexEntry.objects.get(customer_id=subject.pk)
    assert "机密".encode() not in bytes(stored.sealed)
    assert all("机密" not in token for group in of_needle(needle("机密")) for token in group)
