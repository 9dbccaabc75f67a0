"""The real scan over invented customers of which it is known who is who."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Conflict
from kedang.customers.contacts import ContactInput
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput, NewCustomer, read_customer, register_many
from kedang.customers.tests.makers import make_customer
from kedang.duplicates import scanning
from kedang.duplicates.actions.pairs import dismiss_pair, reopen_pair
from kedang.duplicates.actions.scan import start_scan
from kedang.duplicates.models import DuplicatePair, Scan
from kedang.duplicates.scoring import gold
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person

MOBILE = "13812345678"


def given(record: gold.GoldRecord) -> NewCustomer:
    facts = {
        "kind": record.kind,
        "name": record.name,
        "region": record.region,
        "uscc": record.uscc,
        "id_number": record.id_number,
        "birth_date": record.birth_date,
    }
    contacts = [ContactInput(column, number) for column, number in record.phones]
    contacts += [ContactInput("email", address) for address in record.emails]
    people = [(name, "") for name in record.people]
    return read_customer(CustomerInput(facts, contacts=contacts, people=people))


def scan(by: Person, *, full: bool = False) -> Scan:
    begun = start_scan(None, full=full, actor=as_actor(by))
    run_pending()
    begun.refresh_from_db()
    return begun


def test_the_gold_set_is_found_with_few_mistakes(archivist: Person) -> None:
    records = list(gold.records(700, seed=2026))
    rows = register_many([given(one) for one in records], actor=as_actor(archivist))
    same: dict[int, list[int]] = defaultdict(list)
    for record, row in zip(records, rows, strict=True):
        same[record.entity].append(row.pk)
    true = {tuple(sorted(pair)) for ids in same.values() for pair in combinations(ids, 2)}
    assert scan(archivist).state == Scan.State.DONE
    found = set(DuplicatePair.objects.values_list("low_id", "high_id"))
    assert len(true) > 300
    assert len(found & true) / len(found) >= 0.98, "precision"
    assert len(found & true) / len(true) >= 0.9, "recall"


def twins(by: Person) -> tuple[Customer, Customer]:
    one = make_customer("北京华信科技有限公司", by=by, contacts={"mobile": MOBILE})
    other = make_customer("北京華信科技公司", by=by, contacts={"landline": MOBILE})
    return one, other


def test_a_scan_says_which_fields_speak_for_and_against(head: Person) -> None:
    one, other = twins(head)
    done = scan(head)
    pair = DuplicatePair.objects.get()
    assert (pair.low, pair.high, pair.state) == (one, other, "open")
    assert [field for field, _level, bits in pair.evidence if bits > 0] == ["name", "place", "phones"]
    assert (done.found, done.sure, done.step) == (1, 1, done.steps)


def test_branch_and_parent_other_cities_and_other_forms_are_strangers(head: Person) -> None:
    for name in (
        "北京华信科技有限公司",
        "北京华信科技有限公司上海分公司",
        "上海华信科技有限公司",
        "北京华信科技股份有限公司",
    ):
        make_customer(name, by=head, contacts={"landline": "010-62345678"})
    scan(head)
    assert not DuplicatePair.objects.exists()


def test_the_next_scan_compares_only_what_changed_with_all(head: Person) -> None:
    twins(head)
    scan(head)
    DuplicatePair.objects.all().delete()
    third = make_customer("華信科技（北京）有限公司", by=head, contacts={"mobile": MOBILE})
    later = scan(head)
    pairs = DuplicatePair.objects.all()
    assert later.records == 1
    assert {third.pk} == {pair.high_id for pair in pairs}, "the first two were not compared again"
    assert len(pairs) == 2


def test_what_is_no_duplicate_stays_so(head: Person) -> None:
    twins(head)
    scan(head)
    pair = DuplicatePair.objects.get()
    dismiss_pair(pair.low, pair, actor=as_actor(head))
    scan(head, full=True)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("not_duplicate", head)
    with pytest.raises(Conflict):
        dismiss_pair(pair.low, pair, actor=as_actor(head))
    reopen_pair(pair.low, pair, actor=as_actor(head))
    assert DuplicatePair.objects.open().get() == pair


def test_pairs_that_are_alike_no_more_are_withdrawn(head: Person) -> None:
    one, other = twins(head)
    scan(head)
    Customer.objects.filter(pk=other.pk).update(name="别家公司", match_key="别家公司")
    Customer.objects.filter(pk__in=(one.pk, other.pk)).update(region="310000")
    scan(head, full=True)
    assert not DuplicatePair.objects.exists()


def test_a_scan_broken_off_goes_on_with_its_step(head: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    twins(head)
    begun = start_scan(None, actor=as_actor(head))
    with pytest.raises(Conflict):
        start_scan(None, actor=as_actor(head))
    store = scanning._store

    def killed(scan: Scan, found: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scanning, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        scanning.perform(Scan.objects.get(pk=begun.pk))
    begun.refresh_from_db()
    assert (begun.state, DuplicatePair.objects.count()) == ("running", 0)
    monkeypatch.setattr(scanning, "_store", store)
    run_pending()
    begun.refresh_from_db()
    assert (begun.state, DuplicatePair.objects.count()) == ("done", 1)


def test_the_head_is_told_once_of_what_is_sure(head: Person, sales_a: Person, sales_b: Person) -> None:
    twins(sales_a)
    make_customer("杭州东方物流有限公司", by=sales_a, contacts={"mobile": "13900139000"})
    make_customer("杭州东方物流公司", by=sales_b, contacts={"mobile": "13900139000"})
    scan(head)
    assert DuplicatePair.objects.count() == 2
    told = Notice.objects.filter(kind="duplicates.found")
    assert list(told.values_list("person_id", flat=True)) == [head.pk], "not of the pair with a stranger"
    assert Event.objects.filter(kind="duplicates.scan_finished").count() == 1


def test_nobody_scans_without_the_right_to_merge(sales_a: Person) -> None:
    from kedang.core.errors import Refused

    with pytest.raises(Refused):
        start_scan(None, actor=as_actor(sales_a))
