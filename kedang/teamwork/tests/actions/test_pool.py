"""The public pool: first come, within its rules; masked until claimed; released in time, never unwarned."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from kedang import search
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.core.errors import Conflict, DomainError, Invalid, Refused
from kedang.customers.actions.change import assign, set_classification
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_interaction
from kedang.duplicates.actions.merge import merge_customers, part_customers
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Department, Person
from kedang.people.system import system_actor
from kedang.teamwork.actions.pool import RULES, claim, give_out, look, release, retire_pool, set_pool
from kedang.teamwork.idling import warn_and_release
from kedang.teamwork.models import Pool, PoolEntry, PoolWarning
from kedang.teamwork.pooling import quota_of, reason_of
from kedang.teamwork.shaded import shade
from kedang.teamwork.tests.makers import make_entry, make_pool
from kedang.workflow.actions.tasks import TaskFacts, add_task
from kedang.workflow.models import Task

SignIn = Callable[[Person], Client]


@pytest.fixture
def pool(archivist: Person) -> Pool:
    return make_pool(archivist)


@pytest.fixture
def entry(pool: Pool, sales_a: Person) -> PoolEntry:
    return make_entry(make_customer("远景信息技术有限公司", by=sales_a), by=sales_a)


def test_what_is_released_is_nobody_s_and_says_why(
    pool: Pool, sales_a: Person, colleague: Person, archivist: Person, head: Person
) -> None:
    customer = make_customer(by=sales_a)
    assign(customer, helpers=[colleague], actor=as_actor(archivist))
    add_task(customer, TaskFacts(title="回访"), actor=as_actor(sales_a))
    made = make_entry(customer, by=sales_a, reason="预算取消")
    customer.refresh_from_db()
    assert customer.owner is None
    assert not customer.helpers.exists()
    assert reason_of(made) == "预算取消"
    assert "预算".encode() not in bytes(made.reason or b"")
    assert Task.objects.get().dropped_at is not None
    assert not Customer.objects.visible_to(as_actor(sales_a)).exists()
    assert Customer.objects.visible_to(as_actor(head)).get() == customer
    assert Event.objects.get(kind="customers.released").customer_id == customer.pk


def test_releasing_is_for_the_owner_and_the_head_and_needs_a_reason(
    pool: Pool, sales_a: Person, colleague: Person, archivist: Person, head: Person
) -> None:
    customer = make_customer(by=sales_a)
    assign(customer, helpers=[colleague], actor=as_actor(archivist))
    for person in (colleague, archivist):
        with pytest.raises(Refused):
            release(customer, "不跟了", actor=as_actor(person))
    with pytest.raises(Invalid):
        release(customer, "  ", actor=as_actor(sales_a))
    release(customer, "不跟了", actor=as_actor(head))
    with pytest.raises(Conflict):
        release(customer, "不跟了", actor=as_actor(head))


def fresh(customer: Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)


def test_a_stay_goes_along_in_a_merge_and_comes_back(
    pool: Pool, entry: PoolEntry, sales_a: Person, head: Person
) -> None:
    owned, there = make_customer("远景信息公司", by=sales_a), entry.customer
    merge = merge_customers(fresh(owned), fresh(there), actor=as_actor(head))
    run_pending()
    entry.refresh_from_db()
    assert (entry.customer, entry.taken_by, entry.left_at is None) == (owned, sales_a, False)
    assert reason_of(entry) == "预算取消"
    part_customers(fresh(owned), merge, actor=as_actor(head))
    run_pending()
    entry.refresh_from_db()
    assert (entry.customer, entry.taken_by, entry.left_at) == (there, None, None)
    assert reason_of(entry) == "预算取消"
    assert PoolEntry.objects.filter(pk=entry.pk).open().exists()


def test_of_two_in_the_pool_one_stays_and_both_come_back(
    pool: Pool, entry: PoolEntry, sales_a: Person, head: Person
) -> None:
    other = make_entry(make_customer("远景信息公司", by=sales_a), by=sales_a, reason="没有回音")
    merge = merge_customers(fresh(other.customer), fresh(entry.customer), actor=as_actor(head))
    run_pending()
    assert list(PoolEntry.objects.open()) == [other]
    assert PoolEntry.objects.filter(customer=other.customer).count() == 2
    part_customers(fresh(other.customer), merge, actor=as_actor(head))
    run_pending()
    assert set(PoolEntry.objects.open()) == {other, entry}


def test_without_a_pool_nothing_is_released(sales_a: Person) -> None:
    with pytest.raises(Conflict):
        make_entry(make_customer(by=sales_a), by=sales_a)


def test_the_nearest_pool_takes_it_and_only_its_department_claims(
    pool: Pool, sales_a: Person, colleague: Person, sales_b: Person, archivist: Person, east: Department
) -> None:
    own = make_pool(archivist, name="华东公海", department=east)
    made = make_entry(make_customer(by=sales_a), by=sales_a)
    assert made.pool == own
    assert PoolEntry.objects.visible_to(as_actor(colleague)).get() == made
    assert not PoolEntry.objects.visible_to(as_actor(sales_b)).exists()
    with pytest.raises(Refused):
        claim(made, actor=as_actor(sales_b))


def test_a_claim_makes_one_the_owner(entry: PoolEntry, sales_b: Person, south: Department) -> None:
    customer = claim(entry, actor=as_actor(sales_b))
    assert (customer.owner, customer.department) == (sales_b, south)
    assert Customer.objects.visible_to(as_actor(sales_b)).get() == customer
    assert Event.objects.filter(kind="customers.claimed", actor_id=sales_b.pk).count() == 1
    with pytest.raises(Conflict):
        claim(entry, actor=as_actor(sales_b))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_gets_it(entry: PoolEntry, colleague: Person, sales_b: Person) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def take(person: Person) -> None:
        start.wait()
        try:
            claim(
                PoolEntry.objects.select_related("customer", "pool").get(pk=entry.pk), actor=as_actor(person)
            )
            outcomes.append("claimed")
        except Conflict:
            outcomes.append("too late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(person,)) for person in (colleague, sales_b)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["claimed", "too late"]
    taken = PoolEntry.objects.get()
    assert taken.customer.owner_id == taken.taken_by_id
    assert Event.objects.filter(kind="customers.claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_day_s_quota_holds_for_claims_at_once(
    pool: Pool, sales_a: Person, sales_b: Person, archivist: Person
) -> None:
    rules = {name: getattr(pool, name) for name in RULES}
    set_pool(pool, {**rules, "daily_claims": 1}, actor=as_actor(archivist))
    entries = [make_entry(make_customer(f"第{number}公司", by=sales_a), by=sales_a) for number in range(2)]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def take(pk: int) -> None:
        start.wait()
        try:
            claim(PoolEntry.objects.select_related("customer", "pool").get(pk=pk), actor=as_actor(sales_b))
            outcomes.append("claimed")
        except Refused:
            outcomes.append("enough")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(one.pk,)) for one in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["claimed", "enough"]


def test_who_gave_it_back_waits_until_it_has_cooled_down(entry: PoolEntry, sales_a: Person) -> None:
    with pytest.raises(Refused):
        claim(entry, actor=as_actor(sales_a))
    with frozen(now() + timedelta(days=8)):
        assert claim(entry, actor=as_actor(sales_a)).owner == sales_a


def test_who_holds_enough_claims_no_more(archivist: Person, sales_a: Person, sales_b: Person) -> None:
    make_pool(archivist, most_held=1)
    made = make_entry(make_customer(by=sales_a), by=sales_a)
    make_customer("自有公司", by=sales_b)
    with pytest.raises(Refused):
        claim(made, actor=as_actor(sales_b))
    assert PoolEntry.objects.get().left_at is None


def test_looks_are_counted_and_a_second_look_is_free(
    archivist: Person, sales_a: Person, sales_b: Person
) -> None:
    pool = make_pool(archivist, daily_views=1)
    first, second = (make_entry(make_customer(f"第{n}公司", by=sales_a), by=sales_a) for n in range(2))
    for _again in range(2):
        look(first, actor=as_actor(sales_b))
    assert quota_of(pool, as_actor(sales_b)).views == 0
    with pytest.raises(Refused):
        look(second, actor=as_actor(sales_b))
    with frozen(now() + timedelta(days=1)):
        look(second, actor=as_actor(sales_b))


def test_above_one_s_clearance_nothing_is_in_the_pool(
    pool: Pool, sales_a: Person, sales_b: Person, head: Person
) -> None:
    customer = make_customer(by=sales_a)
    set_classification(customer, 3, actor=as_actor(head))
    made = make_entry(customer, by=head)
    assert not PoolEntry.objects.visible_to(as_actor(sales_b)).exists()
    with pytest.raises(Refused):
        claim(made, actor=as_actor(sales_b))


def test_who_may_not_claim_sees_no_pool(
    entry: PoolEntry, auditor: Person, service: Person, outsider: Person, security_admin: Person
) -> None:
    for person in (auditor, service, outsider, security_admin):
        assert not PoolEntry.objects.visible_to(as_actor(person)).exists()
        with pytest.raises(Refused):
            claim(entry, actor=as_actor(person))


def test_the_head_gives_it_out(
    entry: PoolEntry, head: Person, colleague: Person, auditor: Person, sales_b: Person
) -> None:
    with pytest.raises(Refused):
        give_out(entry, colleague, actor=as_actor(sales_b))
    with pytest.raises(Invalid):
        give_out(entry, auditor, actor=as_actor(head))
    assert give_out(entry, colleague, actor=as_actor(head)).owner == colleague
    assert Notice.objects.get(person=colleague).kind == "teamwork.pool_given"


def test_an_owner_given_by_other_means_takes_it_out_of_the_pool(
    entry: PoolEntry, head: Person, colleague: Person, sales_b: Person
) -> None:
    assign(entry.customer, owner=colleague, actor=as_actor(head))
    with pytest.raises(Conflict):
        claim(entry, actor=as_actor(sales_b))
    run_pending()
    entry.refresh_from_db()
    assert (entry.left_at is not None, entry.taken_by) == (True, colleague)


def test_what_is_in_the_pool_is_found_by_who_may_see_it(
    entry: PoolEntry, head: Person, sales_a: Person
) -> None:
    make_customer("自有公司", by=sales_a)

    def names(query: str) -> list[str]:
        return [one.name for one in search.find(Customer.objects.for_lists(), query, as_actor(head)).items]

    assert names("公海:是") == ["远景信息技术有限公司"]
    assert names("公海:否") == ["自有公司"]


def test_owners_are_warned_and_only_then_it_is_released(archivist: Person, sales_a: Person) -> None:
    make_pool(archivist, idle_days=30, warn_days=7)
    customer = make_customer(by=sales_a)
    began = now()
    with frozen(began + timedelta(days=22)):
        warn_and_release(system_actor())
    assert not PoolWarning.objects.exists()
    with frozen(began + timedelta(days=60)):  # the rule is new, say: nobody was warned yet
        warn_and_release(system_actor())
        assert PoolWarning.objects.get().customer == customer
        assert Notice.objects.get().kind == "teamwork.pool_warned"
        assert not PoolEntry.objects.exists()
    with frozen(began + timedelta(days=67)):
        warn_and_release(system_actor())
        made = PoolEntry.objects.get()
        assert (made.customer, made.former_owner, made.released_by) == (customer, sales_a, None)
    assert Customer.objects.get().owner is None
    assert not PoolWarning.objects.exists()
    assert set(Notice.objects.values_list("kind", flat=True)) == {
        "teamwork.pool_warned",
        "teamwork.pool_taken_back",
    }


def test_a_contact_after_the_warning_keeps_the_customer(archivist: Person, sales_a: Person) -> None:
    make_pool(archivist, idle_days=30, warn_days=7)
    customer = make_customer(by=sales_a)
    began = now()
    with frozen(began + timedelta(days=25)):
        warn_and_release(system_actor())
        assert PoolWarning.objects.exists()
        make_interaction(customer, by=sales_a, at=now())
    with frozen(began + timedelta(days=40)):
        warn_and_release(system_actor())
    assert not PoolWarning.objects.exists()
    assert Customer.objects.get().owner == sales_a


def test_a_new_owner_has_as_long_as_anybody(archivist: Person, sales_a: Person, colleague: Person) -> None:
    make_pool(archivist, idle_days=30, warn_days=7)
    customer = make_customer(by=sales_a)
    began = now()
    with frozen(began + timedelta(days=25)):
        warn_and_release(system_actor())
        assign(customer, owner=colleague, actor=as_actor(archivist))
    with frozen(began + timedelta(days=35)):
        warn_and_release(system_actor())
    assert not PoolWarning.objects.exists()
    assert Customer.objects.get().owner == colleague


def test_only_the_stages_of_the_rule_go(archivist: Person, sales_a: Person) -> None:
    make_pool(archivist, idle_days=10, warn_days=1, stages=["prospect"])
    make_customer(by=sales_a, stage="current")
    with frozen(now() + timedelta(days=60)):
        warn_and_release(system_actor())
    assert not PoolWarning.objects.exists()


def test_one_pool_a_department_kept_while_somebody_is_in_it(
    entry: PoolEntry, pool: Pool, archivist: Person, head: Person, sales_b: Person
) -> None:
    with pytest.raises(Invalid):
        make_pool(archivist)
    with pytest.raises(DomainError):
        make_pool(head, name="自设")
    with pytest.raises(Conflict):
        retire_pool(pool, actor=as_actor(archivist))
    claim(entry, actor=as_actor(sales_b))
    retire_pool(pool, actor=as_actor(archivist))
    assert not Pool.objects.open().exists()


def test_a_pool_that_warns_too_late_is_refused(archivist: Person) -> None:
    with pytest.raises(Invalid):
        make_pool(archivist, idle_days=7, warn_days=7)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("远景信息技术有限公司", "enterprise", "远景****公司"),
        ("张小三", "person", "张*三"),
        ("华信", "enterprise", "华*"),
    ],
)
def test_names_are_shaded(name: str, kind: str, shown: str) -> None:
    assert shade(name, kind) == shown


def test_the_page_shows_no_more_than_a_shade(
    entry: PoolEntry, sales_b: Person, outsider: Person, client_of: SignIn
) -> None:
    browser = client_of(sales_b)
    page = browser.get(reverse("teamwork:pool")).content.decode()
    assert "远景****公司" in page
    assert "远景信息技术" not in page
    card = browser.post(reverse("teamwork:pool_entry", args=[entry.pk])).content.decode()
    assert "远景信息技术有限公司" in card
    claimed = browser.post(reverse("teamwork:pool_claim", args=[entry.pk]))
    assert claimed.headers["Location"] == reverse("customer", args=[entry.customer_id])
    assert client_of(outsider).get(reverse("teamwork:pool")).status_code == 403


def test_the_rules_are_kept_on_their_page(
    archivist: Person, sales_a: Person, east: Department, client_of: SignIn
) -> None:
    browser = client_of(archivist)
    given = {
        "name": "华东公海",
        "department": east.pk,
        "daily_claims": 3,
        "daily_views": 9,
        "most_held": 50,
        "cool_down_days": 5,
        "idle_days": 60,
        "warn_days": 7,
        "stages": ["prospect", "lost"],
    }
    assert browser.post(reverse("teamwork:pool_new"), given).status_code == 302
    made = Pool.objects.get()
    assert (made.department, made.idle_days, made.stages) == (east, 60, ["prospect", "lost"])
    assert browser.post(reverse("teamwork:pool_new"), given).status_code == 422
    assert "60 天没有联系" in browser.get(reverse("teamwork:pools")).content.decode()
    assert browser.get(reverse("teamwork:pool_rules", args=[made.pk])).status_code == 200
    assert client_of(sales_a).get(reverse("teamwork:pool_new")).status_code == 403


def test_the_owner_releases_from_the_customer_s_page(pool: Pool, sales_a: Person, client_of: SignIn) -> None:
    customer = make_customer(by=sales_a)
    browser = client_of(sales_a)
    assert "放回公海" in browser.get(reverse("customer", args=[customer.pk])).content.decode()
    address = reverse("teamwork:pool_release", args=[customer.pk])
    assert "7 天内不能再认领" in browser.get(address).content.decode()
    assert browser.post(address, {"reason": "预算取消"}).status_code == 302
    assert PoolEntry.objects.get().customer == customer
