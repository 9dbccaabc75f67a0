from collections import Counter

import pytest

from kedang import search
from kedang.access.models import Holding, Run
from kedang.access.runs.work import _do_chunk
from kedang.access.separation import POWERS
from kedang.accounts import passwords
from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Conflict, Refused
from kedang.customers.actions.register import register_customer
from kedang.customers.models import Customer
from kedang.customers.registration import CustomerInput
from kedang.demo import company, loading
from kedang.demo.plan import FULL, Size
from kedang.demo.tests.conftest import TINY, LoadAs, finish
from kedang.documents.models import Document, Version
from kedang.documents.tests.makers import make_document
from kedang.engagement.models import Survey
from kedang.engagement.tests.makers import make_survey
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Department, Organisation, Person

# Some customers were entered twice.
RECORDS = TINY.customers + len(TINY.doubles)


def demo_person(key: str) -> Actor:
    return as_actor(Person.objects.get(email=company.email_of(key)))


def seen_by(key: str) -> set[str]:
    return set(Customer.objects.visible_to(demo_person(key)).values_list("number", flat=True))


def test_all_of_it_is_there_read_and_found(own_company: Organisation, house: Actor, load_as: LoadAs) -> None:
    run = load_as(house)
    run_pending()
    assert (run.state, run.failed, run.done) == (Run.State.DONE, 0, run.total)
    assert Customer.objects.filter(number__startswith="DEMO-", run_id=run.pk).count() == RECORDS
    documents = Document.objects.filter(run_id=run.pk)
    assert documents.count() == TINY.documents
    states = Counter(documents.values_list("read_state", flat=True))
    pictures = sum(name.endswith((".png", ".jpg")) for name in documents.values_list("name", flat=True))
    assert states == {"read": TINY.documents - pictures, "empty": pictures}
    found = search.find(Document.objects.all(), "合同金额", demo_person("manager"))
    assert found.items


def test_everybody_of_the_whole_company_may_do_what_the_demo_lets_them(
    own_company: Organisation, house: Actor
) -> None:
    run = finish(loading.start_load(Size(FULL.customers, documents=0), actor=house))
    not_done = [reason for chunk in run.chunks.all() for reason in chunk.outcomes]
    assert (not_done, run.done) == ([], run.total)


def test_abc_is_complete_and_everybody_sees_what_their_post_lets_them(
    own_company: Organisation, house: Actor, load_as: LoadAs
) -> None:
    load_as(house)
    abc = Customer.objects.get(name="ABC公司")
    assert abc.industry == "J"
    assert [use.tag.name for use in abc.tag_uses.all()] == ["VIP客户"]
    scan = Document.objects.get(customer=abc, original_name="扫描件001.pdf")
    assert scan.name == "ABC公司_营销项目_20231001.pdf"
    assert Version.objects.filter(document=scan).count() == 2
    everything = set(Customer.objects.values_list("number", flat=True))
    assert seen_by("manager") == seen_by("archivist") == everything
    assert seen_by("sales_a")
    assert seen_by("sales_b")
    assert not seen_by("sales_a") & seen_by("sales_b")
    assert seen_by("sales_a") < seen_by("head_east")
    assert seen_by("sales_a") | seen_by("sales_b") <= seen_by("service")
    assert seen_by("auditor") == seen_by("system_admin") == seen_by("security_admin") == set()
    assert Event.objects.filter(kind="customers.registered", actor=demo_person("sales_a").person).exists()


def test_the_three_powers_are_apart_and_a_second_factor_is_not_demanded(
    own_company: Organisation, house: Actor, load_as: LoadAs
) -> None:
    load_as(house)
    assert not Person.objects.filter(in_start_mode=True).exists()
    assert own_company.options["security"]["second_factor"] == "offered"
    told = company.give_passwords()
    assert len({password for _person, password in told}) == len(company.cast(with_powers=True))
    assert all(person.check_password(password) for person, password in _fresh(told))


def test_every_password_given_fits_the_strictest_profile(
    organisation: Organisation, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = iter("abcd" * 40)
    monkeypatch.setattr("secrets.choice", lambda among: next(letters) if len(among) > 24 else among[0])
    passwords.validate(company._password(), manager)


def test_the_same_load_gives_the_same_customers_and_bytes(
    own_company: Organisation, house: Actor, load_as: LoadAs
) -> None:
    load_as(house)
    first = _fingerprint()
    finish(loading.start_removal(actor=house))
    second_run = load_as(house)
    assert _fingerprint() == first
    assert Customer.objects.filter(run_id=second_run.pk, number__startswith="DEMO-R2-").count() == RECORDS


def test_a_killed_load_goes_on_where_it_was_and_loading_again_doubles_nothing(
    own_company: Organisation, house: Actor, load_as: LoadAs
) -> None:
    run = loading.start_load(TINY, actor=house)
    for number in range(3):
        _do_chunk(run, number, Actor(person=house.person, channel="job", run_id=run.pk))
    half = Customer.objects.count() + Document.objects.count()
    assert 0 < half < TINY.customers + TINY.documents
    assert load_as(house) == load_as(house) == run
    assert (Customer.objects.count(), Document.objects.count()) == (RECORDS, TINY.documents)


def test_removal_leaves_what_is_ones_own(office: Organisation, founder: Person, load_as: LoadAs) -> None:
    own = as_actor(founder)
    mine = register_customer(Customer, CustomerInput({"name": "自家客户"}), actor=own)
    letter = make_document(mine, by=founder)
    questions = make_survey(founder, title="自家调查")
    load_as(own)
    used = Customer.objects.get(name="ABC公司")
    kept = make_document(used, by=founder, content=b"of my own")
    removal = finish(loading.start_removal(actor=own))
    assert set(Customer.objects.in_use()) == {mine, used}
    assert set(Document.objects.available()) == {letter, kept}
    assert set(Survey.objects.listed()) == {questions}
    assert removal.failed == 1
    assert loading.loaded() is None
    assert not company.demo_people().filter(is_active=True).exists()
    assert Person.objects.get(pk=founder.pk).is_active
    trashed = Event.objects.filter(kind="customers.trashed", run_id=removal.pk).count()
    assert trashed == RECORDS - 1


def test_in_an_office_of_its_own_the_demo_has_no_power_no_password_and_a_branch_that_goes_with_it(
    office: Organisation, founder: Person, load_as: LoadAs
) -> None:
    before = set(Department.objects.filter(closed_at=None))
    load_as(as_actor(founder))
    people = company.demo_people()
    assert not Holding.objects.filter(person__in=people, post__code__in=POWERS).exists()
    assert Person.objects.get(pk=founder.pk).in_start_mode
    assert not any(person.has_usable_password() for person in people)
    with pytest.raises(Conflict):
        company.give_passwords()
    added = Department.objects.filter(closed_at=None).exclude(pk__in=[one.pk for one in before])
    assert added.count() == 7
    finish(loading.start_removal(actor=as_actor(founder)))
    assert set(Department.objects.filter(closed_at=None)) == before


def test_who_may_not_appoint_anybody_may_not_load(office: Organisation, system_admin: Person) -> None:
    with pytest.raises(Refused):
        loading.start_load(TINY, actor=as_actor(system_admin))


def test_a_load_waits_for_a_removal_and_the_last_administrators_stay(
    own_company: Organisation, house: Actor, load_as: LoadAs
) -> None:
    load_as(house)
    removal = loading.start_removal(actor=house)
    with pytest.raises(Conflict):
        loading.start_load(TINY, actor=house)
    assert loading.start_removal(actor=house) == removal
    finish(removal)
    active = company.demo_people().filter(is_active=True).values_list("email", flat=True)
    assert set(active) == {company.email_of(key) for key in ("auditor", "system_admin", "security_admin")}


def _fresh(told: list[tuple[Person, str]]) -> list[tuple[Person, str]]:
    return [(Person.objects.get(pk=person.pk), password) for person, password in told]


def _fingerprint() -> set[tuple[str, ...]]:
    rows = Document.objects.available().values_list("customer__name", "name", "content_mac")
    return {(customer, name, bytes(mac).hex()) for customer, name, mac in rows}
