from kedang.core.actor import as_actor
from kedang.customers.tests.makers import make_customer
from kedang.notify.actions.reading import mark_read
from kedang.notify.kinds import NoticeKind, declare
from kedang.notify.models import Notice
from kedang.notify.reading import page_of, unread_count
from kedang.notify.telling import tell
from kedang.people.models import Person

TESTED = declare(
    NoticeKind(
        "tests.told",
        "试验",
        "%(actor)s 提到了 %(customer)s",
        url=lambda notice: f"/customers/{notice.customer_id}/",
    )
)


def told(customer: object, to: Person, by: Person, note: str = "", key: str = "") -> None:
    pk = customer.pk  # type: ignore[attr-defined]  # any record
    tell(TESTED, [to.pk], actor=as_actor(by), customer_id=pk, note=note, key=key)


def test_a_notice_says_who_did_what_to_whom(sales_a: Person, head: Person) -> None:
    customer = make_customer("远景公司", by=sales_a)
    told(customer, sales_a, head, "请跟进")
    (row,) = page_of(as_actor(sales_a), before=None)
    assert (row.sentence, row.note, row.url) == (
        "华东主管 提到了 远景公司",
        "请跟进",
        f"/customers/{customer.pk}/",
    )


def test_who_may_not_see_the_customer_reads_neither_name_nor_words(sales_a: Person, sales_b: Person) -> None:
    told(make_customer("远景公司", by=sales_a), sales_b, sales_a, "请跟进")
    (row,) = page_of(as_actor(sales_b), before=None)
    assert "远景" not in row.sentence
    assert (row.note, row.url) == ("", "")


def test_nobody_is_told_of_their_own_deeds(sales_a: Person) -> None:
    told(make_customer(by=sales_a), sales_a, sales_a)
    assert not Notice.objects.exists()


def test_the_same_thing_is_told_once(sales_a: Person, head: Person) -> None:
    customer = make_customer(by=sales_a)
    for _ in range(2):
        told(customer, sales_a, head, key="once")
    assert Notice.objects.count() == 1


def test_words_lie_sealed_in_the_database(sales_a: Person, head: Person) -> None:
    told(make_customer(by=sales_a), sales_a, head, "请跟进")
    assert "请跟进".encode() not in bytes(Notice.objects.get().note or b"")


def test_reading_is_ones_own_and_counted(sales_a: Person, head: Person) -> None:
    customer = make_customer(by=sales_a)
    told(customer, sales_a, head, key="1")
    told(customer, sales_a, head, key="2")
    actor = as_actor(sales_a)
    assert unread_count(actor) == "2"
    mark_read(None, up_to=10**9, actor=as_actor(head))
    assert unread_count(actor) == "2"
    assert mark_read(None, up_to=10**9, actor=actor) == 2
    assert unread_count(actor) == ""
