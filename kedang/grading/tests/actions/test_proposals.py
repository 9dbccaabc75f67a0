from __future__ import annotations

import pytest

from kedang.access.runs import start_run
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, DomainError, NotFound, Refused
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.dealings.tests.makers import make_purchase
from kedang.grading.actions.opt_outs import opt_in, opt_out
from kedang.grading.actions.proposals import accept_proposal, accept_run, keep_grade
from kedang.grading.actions.settings import set_settings
from kedang.grading.models import OptOut, Proposal, Score
from kedang.grading.settings import Settings
from kedang.grading.tests.test_calculating import calculate
from kedang.jobs import run_pending
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.search import compile as find


def proposal_of(customer: Customer) -> Proposal:
    return Proposal.objects.select_related("customer").get(customer=customer, state="open")


def test_the_head_accepts_and_the_record_tells_of_it(five: list[Customer], head: Person) -> None:
    calculate(head)
    proposal = proposal_of(five[0])
    accept_proposal(proposal, actor=as_actor(head))
    graded = Customer.objects.get(pk=five[0].pk)
    assert (graded.grade, graded.grade_basis) == ("A", "sales")
    assert Event.objects.filter(kind="customers.graded", customer_id=graded.pk).count() == 1
    with pytest.raises(Conflict):
        accept_proposal(Proposal.objects.get(pk=proposal.pk), actor=as_actor(head))


def test_a_kept_grade_is_not_proposed_again_until_the_result_is_another(
    five: list[Customer], head: Person, sales_a: Person
) -> None:
    calculate(head)
    keep_grade(proposal_of(five[4]), actor=as_actor(head))
    assert Event.objects.filter(kind="grading.kept", customer_id=five[4].pk).count() == 1
    calculate(head)
    assert not Proposal.objects.filter(customer=five[4], state="open").exists()
    make_purchase(five[4], 500_000, by=sales_a, bought_on=str(Proposal.objects.latest("pk").as_of))
    calculate(head)
    assert proposal_of(five[4]).proposed == "A"


def test_what_changed_meanwhile_is_not_overwritten(five: list[Customer], head: Person) -> None:
    calculate(head)
    Customer.objects.filter(pk=five[0].pk).update(grade="C")
    with pytest.raises(Conflict):
        accept_proposal(proposal_of(five[0]), actor=as_actor(head))
    assert proposal_of(five[0]).state == "open"


@pytest.mark.parametrize(
    "who", ["sales_a", "sales_b", "service", "archivist", "auditor", "outsider", "privacy_officer"]
)
def test_nobody_but_the_head_decides(
    who: str, five: list[Customer], head: Person, request: pytest.FixtureRequest
) -> None:
    calculate(head)
    person: Person = request.getfixturevalue(who)
    for verb in (accept_proposal, keep_grade):
        with pytest.raises((NotFound, Refused)):
            verb(proposal_of(five[0]), actor=as_actor(person))
    assert proposal_of(five[0]).state == "open"


def test_many_are_accepted_at_once_with_one_event_each(five: list[Customer], head: Person) -> None:
    calculate(head)
    actor = as_actor(head)
    keep_grade(proposal_of(five[4]), actor=actor)
    run = start_run(
        accept_run, Proposal.objects.permitted(actor, "edit").open(), {}, actor=actor, title="采纳"
    )
    run_pending()
    run.refresh_from_db()
    assert (run.state, run.done) == ("done", 4)
    assert [Customer.objects.get(pk=one.pk).grade for one in five] == ["A", "A", "B", "C", ""]
    assert Event.objects.filter(kind="customers.graded").count() == 4


def test_the_rule_decides_where_the_organisation_says_so(
    five: list[Customer], head: Person, archivist: Person
) -> None:
    set_settings(None, Settings(by_rule=True), actor=as_actor(archivist))
    calculate(head)
    assert [Customer.objects.get(pk=one.pk).grade for one in five] == ["A", "A", "B", "C", "C"]
    assert set(Proposal.objects.values_list("state", flat=True)) == {"accepted"}
    assert Event.objects.filter(kind="customers.graded").count() == 5


def test_who_refused_is_in_no_calculation_and_no_automated_segment(
    five: list[Customer], head: Person, privacy_officer: Person
) -> None:
    calculate(head)
    opt_out(five[0], actor=as_actor(privacy_officer))
    assert not Score.objects.filter(customer=five[0]).exists()
    assert not Proposal.objects.filter(customer=five[0], state="open").exists()
    calculate(head)
    assert not Score.objects.filter(customer=five[0]).exists()
    assert Score.objects.get(customer=five[1], method="abc").segment == "A"
    assert five[0] not in find("ABC:A,B,C", Customer, as_actor(head))
    assert list(find("拒绝自动评级:是", Customer, as_actor(head))) == [five[0]]
    assert Event.objects.filter(kind="grading.opted_out", customer_id=five[0].pk).count() == 1
    with pytest.raises(Conflict):
        opt_out(five[0], actor=as_actor(head))
    opt_in(five[0], actor=as_actor(head))
    calculate(head)
    assert Score.objects.filter(customer=five[0]).count() == 4
    assert OptOut.objects.get().ended_by == head


@pytest.mark.parametrize("who", ["sales_a", "service", "archivist", "outsider"])
def test_who_may_not_grade_may_not_refuse_for_the_customer(
    who: str, five: list[Customer], request: pytest.FixtureRequest
) -> None:
    with pytest.raises((NotFound, Refused)):
        opt_out(five[0], actor=as_actor(request.getfixturevalue(who)))
    assert not OptOut.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"a_share": "0.95"}, {"retention": "1.2"}, {"discount": "-0.1"}, {"margin": "0"},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, str], archivist: Person) -> None:
    from decimal import Decimal

    given = Settings(**{name: Decimal(value) for name, value in wrong.items()})  # type: ignore[arg-type]  # shares
    with pytest.raises(DomainError):
        set_settings(None, given, actor=as_actor(archivist))


def test_the_query_language_knows_the_scores(five: list[Customer], head: Person, sales_a: Person) -> None:
    make_customer("没买过公司", by=sales_a)
    calculate(head)
    actor = as_actor(head)
    assert set(find("ABC:A", Customer, actor)) == set(five[:2])
    assert set(find("CLV>=8000", Customer, actor)) == set(five[:3])
    assert set(find("RFM:重要价值客户", Customer, actor)) <= set(five)
    assert set(find("流失风险:低", Customer, actor)) == set(five)
    assert [one.name for one in find("ABC:空", Customer, actor)] == ["没买过公司"]
