from collections.abc import Callable

from django.test import Client

from kedang.customers.tests.makers import make_customer
from kedang.notify.models import Notice
from kedang.notify.tests.test_telling import told
from kedang.people.models import Person

ClientOf = Callable[[Person], Client]


def test_the_bell_counts_what_is_unread(sales_a: Person, head: Person, client_of: ClientOf) -> None:
    told(make_customer("远景公司", by=sales_a), sales_a, head)
    page = client_of(sales_a).get("/notices/bell/")
    assert b'data-count="1"' in page.content
    assert "华东主管 提到了 远景公司" in page.content.decode()


def test_following_a_notice_leads_there_and_reads_it(
    sales_a: Person, head: Person, client_of: ClientOf
) -> None:
    customer = make_customer(by=sales_a)
    told(customer, sales_a, head)
    notice = Notice.objects.get()
    answer = client_of(sales_a).get(f"/notices/{notice.pk}/")
    assert answer["Location"] == f"/customers/{customer.pk}/"
    notice.refresh_from_db()
    assert notice.read_at


def test_a_stranger_cannot_follow_it(
    sales_a: Person, sales_b: Person, head: Person, client_of: ClientOf
) -> None:
    told(make_customer(by=sales_a), sales_a, head)
    notice = Notice.objects.get()
    answer = client_of(sales_b).get(f"/notices/{notice.pk}/")
    assert answer["Location"] == "/notices/"
    notice.refresh_from_db()
    assert notice.read_at is None


def test_older_notices_come_by_keyset(sales_a: Person, head: Person, client_of: ClientOf) -> None:
    customer = make_customer(by=sales_a)
    for number in range(31):
        told(customer, sales_a, head, key=str(number))
    client = client_of(sales_a)
    first = client.get("/notices/").content.decode()
    assert first.count("notice-row") == 30
    oldest = Notice.objects.order_by("-pk")[29].pk
    assert client.get(f"/notices/?before={oldest}").content.decode().count("notice-row") == 1
