from __future__ import annotations

import pytest
from django.test import Client

from kedang import search, vault
from kedang.core.actor import Actor
from kedang.customers.models import Customer
from kedang.people.models import Person
from kedang.search import index, maintenance
from kedang.search.engines import engine
from kedang.search.kinds import id_range
from kedang.search.matching import needle
from kedang.search.models import IndexEntry, Rebuild
from kedang.search.tasks import compact_index
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


@pytest.fixture
def in_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "CHUNK", 2)


def test_a_rebuild_broken_off_goes_on_where_it_was(
    in_twos: None, make_subject: MakeSubject, everything: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_subject(name=f"华信{number}") for number in range(7)]
    rounds = iter([False, False, True])
    assert maintenance.rebuild(stop=lambda: next(rounds)) == 4
    state = Rebuild.under_way()
    assert state
    assert (state.done, state.total, state.percent) == (4, 7, 57)
    assert found("华信", everything) == ["华信6", "华信5", "华信4", "华信3"]

    def killed(*_given: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(maintenance, "_remake", killed)
        with pytest.raises(KeyboardInterrupt):
            maintenance.rebuild()
    assert maintenance.rebuild() == 7
    assert Rebuild.under_way() is None
    assert holding("华信") == 7
    assert found("华信", everything) == [one.name for one in reversed(made)]


def test_what_changes_during_a_rebuild_is_found_once_and_right(
    in_twos: None, make_subject: MakeSubject, everything: Actor
) -> None:
    made = [make_subject(name=f"华信{number}") for number in range(6)]
    rounds = iter([False, False, True])
    maintenance.rebuild(stop=lambda: next(rounds))
    for subject in (made[0], made[5]):  # one that is still to come, twice, and one that is done
        write(subject, "facts", {"name": "中间"})
        write(subject, "facts", {"name": "德美"})
    make_subject(name="新来华信")
    assert maintenance.compact() == 0
    assert maintenance.rebuild() == 6
    assert found("华信", everything) == ["新来华信", "华信4", "华信3", "华信2", "华信1"]
    assert found("德美", everything) == ["华信5", "华信0"]
    assert (holding("德美"), found("中间", everything)) == (2, [])
    maintenance.compact()
    assert (holding("德美"), holding("中间"), holding("华信")) == (2, 0, 5)
    assert not IndexEntry.objects.filter(is_dead=True).exists()


def test_a_rebuild_under_way_is_told_and_gone_on_with_at_night(
    in_twos: None, make_subject: MakeSubject, client: Client, sales_a: Person
) -> None:
    for number in range(4):
        make_subject(sales_a, name=f"华信{number}")
    client.force_login(sales_a)
    assert "重建搜索索引" not in client.get("/search/", {"q": "华信"}).content.decode()
    rounds = iter([False, True])
    maintenance.rebuild(stop=lambda: next(rounds))
    for address in ("/search/", "/search/instant"):
        assert "正在重建搜索索引，已完成 50%" in client.get(address, {"q": "华信"}).content.decode()
    compact_index()
    assert "重建搜索索引" not in client.get("/search/", {"q": "华信"}).content.decode()
    assert holding("华信") == 4


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
