"""Comments: who may say what to whom, and what becomes of it."""

from __future__ import annotations

import pytest

from kedang import search
from kedang.access.actions.grants import grant
from kedang.core.actor import as_actor, with_reason
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers.actions.change import assign
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.tests.makers import make_document
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person
from kedang.teamwork import mentions
from kedang.teamwork.actions.comments import change_comment, comment, return_comment, withdraw_comment
from kedang.teamwork.commenting import About, Said
from kedang.teamwork.models import Comment
from kedang.teamwork.revisions import revisions_of
from kedang.teamwork.sealing import text_of
from kedang.teamwork.tests.makers import make_comment


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer(by=sales_a)


def found(query: str, person: Person) -> list[Comment]:
    return list(search.find(Comment.objects.all(), query, as_actor(person)).items)


def test_a_comment_is_sealed_and_found_in_its_transaction(customer: Customer, sales_a: Person) -> None:
    made = make_comment(customer, "对方财务下周签字", by=sales_a)
    assert "财务".encode() not in bytes(made.text)
    assert text_of(made) == "对方财务下周签字"
    assert found("财务", sales_a) == [made]
    assert Event.objects.filter(kind="teamwork.commented", subject_id=made.pk).count() == 1


def test_who_may_not_see_the_customer_finds_no_comment(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person, auditor: Person
) -> None:
    made = make_comment(customer, by=sales_a)
    assert found("续约", sales_b) == []
    assert found("续约", head) == [made]
    assert not Comment.objects.visible_to(as_actor(auditor)).exists()
    with pytest.raises(NotFound):
        make_comment(customer, by=sales_b)


def test_who_reads_only_may_not_comment(customer: Customer, privacy_officer: Person) -> None:
    # The preset 个保负责人 sees comments and writes none.
    with pytest.raises(Refused):
        make_comment(customer, by=privacy_officer)


def test_somebody_let_in_by_a_grant_may_answer(
    customer: Customer, head: Person, sales_b: Person, sales_a: Person
) -> None:
    grant(customer, ["view"], to=sales_b, actor=with_reason(as_actor(head), "协助报价"))
    assert make_comment(customer, "@销售甲 报价在附件里", by=sales_b).mentions.get().person == sales_a


def test_who_is_mentioned_is_told_once_however_often_it_is_changed(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    made = make_comment(customer, "@华东主管请看一下", by=sales_a)
    assert list(made.people.all()) == [head]
    change_comment(made, Said("@华东主管 请今天看一下"), actor=as_actor(sales_a))
    notice = Notice.objects.get(person=head)
    assert (notice.kind, notice.customer_id) == ("teamwork.mentioned", customer.pk)


def test_one_does_not_tell_oneself(customer: Customer, sales_a: Person) -> None:
    made = make_comment(customer, "@销售甲 记得回电", by=sales_a)
    assert not made.mentions.exists()
    assert not Notice.objects.exists()


def test_mentioning_somebody_who_may_not_see_it_is_refused_and_says_what_to_do(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        make_comment(customer, "@销售乙 你来跟", by=sales_a)
    assert "销售乙" in str(refused.value.message)
    assert "主管" in str(refused.value.remedy)
    with pytest.raises(Invalid) as refused:
        make_comment(customer, "你来跟 @销售乙", by=head, mentions=[sales_b.pk])
    assert "单独授权" in str(refused.value.remedy)
    assert not Comment.objects.exists()
    assert not Notice.objects.exists()


def test_of_two_with_the_same_name_the_chosen_one_is_meant(
    customer: Customer, sales_a: Person, head: Person, make_person: object, east: object, archivist: Person
) -> None:
    twins = [make_person("王伟", f"wangwei{number}", east, posts=("sales",)) for number in (1, 2)]  # type: ignore[operator]  # a fixture's function
    assign(customer, helpers=twins, actor=as_actor(archivist))
    assert not make_comment(customer, "@王伟 看看", by=sales_a).mentions.exists()
    chosen = make_comment(customer, "@王伟 看看", by=sales_a, mentions=[twins[1].pk])
    assert [one.person for one in chosen.mentions.all()] == [twins[1]]


def test_a_name_taken_out_again_is_nobody(customer: Customer, sales_a: Person, head: Person) -> None:
    assert not make_comment(customer, "不用看了", by=sales_a, mentions=[head.pk]).mentions.exists()


def test_offered_are_those_who_may_see_it_by_name_pinyin_and_initials(
    customer: Customer, sales_a: Person, sales_b: Person, head: Person, archivist: Person, colleague: Person
) -> None:
    def names(typed: str) -> list[str]:
        return [one.name for one in mentions.offered(customer, None, typed, but=sales_a.pk)]

    assert names("华东") == names("huadong") == names("hdzg") == ["华东主管"]
    assert names("销售") == []
    assert set(names("")) == {"华东主管", "档案员戊"}


def test_only_the_author_changes_it_and_its_history_keeps_what_it_said(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    made = make_comment(customer, "初稿", by=sales_a)
    with pytest.raises(Refused):
        change_comment(made, Said("改写"), actor=as_actor(head))
    change_comment(made, Said("定稿"), expected=1, actor=as_actor(sales_a))
    assert text_of(made) == "定稿"
    assert made.edited_at is not None
    assert [one.text for one in revisions_of(made)] == ["初稿"]
    with pytest.raises(Conflict):
        change_comment(made, Said("又改"), expected=1, actor=as_actor(sales_a))
    with pytest.raises(Invalid):
        change_comment(made, Said("定稿"), actor=as_actor(sales_a))


def test_the_head_may_withdraw_it_and_it_can_be_brought_back(
    customer: Customer, sales_a: Person, head: Person, archivist: Person
) -> None:
    made = make_comment(customer, by=sales_a)
    with pytest.raises(Refused):
        withdraw_comment(made, actor=as_actor(archivist))
    withdraw_comment(made, actor=as_actor(head))
    assert found("续约", sales_a) == []
    return_comment(made, actor=as_actor(sales_a))
    assert found("续约", sales_a) == [made]


def test_what_is_said_of_a_document_is_for_those_who_may_see_the_document(
    customer: Customer, sales_a: Person, head: Person
) -> None:
    document = make_document(customer, by=head, classification=3)
    made = comment(
        customer, Said("密件要收回"), about=About(customer, document=document), actor=as_actor(head)
    )
    assert Comment.objects.visible_to(as_actor(head)).get() == made
    assert not Comment.objects.visible_to(as_actor(sales_a)).exists()
    with pytest.raises(Invalid):
        comment(customer, Said("@销售甲 看"), about=About(customer, document=document), actor=as_actor(head))


def test_a_document_of_another_customer_is_not_attached(customer: Customer, sales_a: Person) -> None:
    other = make_document(make_customer("别家公司", by=sales_a), by=sales_a)
    with pytest.raises(Invalid):
        make_comment(customer, by=sales_a, documents=[other.pk])
    own = make_document(customer, by=sales_a)
    assert make_comment(customer, by=sales_a, documents=[own.pk]).documents.get() == own


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 4001])
def test_a_comment_says_something_and_not_too_much(customer: Customer, sales_a: Person, text: str) -> None:
    with pytest.raises(Invalid):
        make_comment(customer, text, by=sales_a)
