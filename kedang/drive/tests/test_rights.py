"""What each person's programs may do: no more than on the pages, and nothing of the top level."""

from __future__ import annotations

import pytest
from django.test import Client

from kedang.access.models import Holding, Post
from kedang.access.words import Clearance
from kedang.accounts import factors
from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.actions.checkout import check_out
from kedang.documents.actions.edit import rename_document
from kedang.documents.actions.levels import change_level_rule
from kedang.documents.actions.permits import approve_permit, ask_permit
from kedang.documents.models import Document, Version
from kedang.documents.tests.makers import make_document
from kedang.drive.actions.passwords import end_app_password, make_app_password, switch_drive
from kedang.drive.models import AppPassword
from kedang.drive.tests.conftest import LOCKINFO, Connect, Program
from kedang.drive.tree import shelves
from kedang.ledger.models import Event
from kedang.people.models import Organisation, Person

NAME = "报价.txt"


@pytest.fixture
def filed(mine: Program) -> Document:
    mine.put(NAME, b"first")
    return Document.objects.get()


@pytest.fixture
def enrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everybody had a second factor: what the posts give is tried, not the way in."""
    monkeypatch.setattr(factors, "is_demanded", lambda _person, _profile: False)


# GET, PUT, DELETE, MKCOL in the folder of 销售甲's customer.
WHO = {
    "sales_a": (200, 204, 204, 201),
    "colleague": (404, 409, 404, 409),
    "sales_b": (404, 409, 404, 409),
    "head": (200, 204, 204, 201),
    "archivist": (200, 204, 204, 201),
    "auditor": (404, 409, 404, 409),
    "outsider": (404, 409, 404, 409),
}


@pytest.mark.parametrize("who", WHO)
def test_each_gets_on_the_drive_what_the_pages_give(
    who: str,
    filed: Document,
    folder: str,
    connect: Connect,
    enrolled: None,
    request: pytest.FixtureRequest,
) -> None:
    person: Person = request.getfixturevalue(who)
    program = connect(person, folder)
    asked = (
        program.status("GET", NAME),
        program.put(NAME, b"second!"),
        program.status("DELETE", NAME),
        program.status("MKCOL", "新文件夹"),
    )
    assert asked == WHO[who]


def test_who_may_not_download_sees_the_name_and_is_refused_the_content(
    filed: Document, folder: str, connect: Connect, head: Person
) -> None:
    post = Post.objects.get(code="head")
    post.rights.filter(resource="document", verb="download").delete()
    program = connect(head, folder)
    assert program.names() == [NAME]
    assert program.status("GET", NAME) == program.status("HEAD", NAME) == 403
    assert program.copy(NAME, "副本.txt") == 403
    assert program.copy(NAME, "x.tmp") == 403
    assert program.move(NAME, "x.tmp") == 201
    assert program.status("GET", "x.tmp") == 403
    assert Document.objects.count() == 1


def test_what_needs_a_permit_is_listed_and_given_out_by_no_method(
    filed: Document, folder: str, connect: Connect, enrolled: None, archivist: Person, manager: Person
) -> None:
    """B9 through the drive: whole, in part, copied, or moved over another file."""
    Document.objects.filter(pk=filed.pk).update(classification=Clearance.CONFIDENTIAL)
    program = connect(archivist, folder)
    program.put("另一份.txt", b"another")
    assert NAME in program.names()
    for headers in ({}, {"Range": "bytes=0-2"}, {"If-None-Match": '"x"'}):
        response = program.ask("GET", NAME, headers=headers)
        assert response.status_code == 403, headers
        assert b"first" not in b"".join(response)
    assert program.copy(NAME, "副本.txt") == program.copy(NAME, "x.tmp") == 403
    assert program.move(NAME, "另一份.txt", Overwrite="T") == 403
    permit = ask_permit(filed, reason="核对", actor=as_actor(archivist))
    approve_permit(permit, days=1, uses=1, actor=as_actor(manager))
    assert program.read(NAME) == b"first"
    permit.refresh_from_db()
    assert permit.used == 1


def test_the_day_s_number_holds_on_the_drive(
    mine: Program, abc: Customer, sales_a: Person, security_admin: Person
) -> None:
    change_level_rule(Clearance.INTERNAL, {"downloads": 1}, actor=as_actor(security_admin))
    for name in ("一.txt", "二.txt"):
        make_document(abc, by=sales_a, path="往来文件", name=name)
    assert [mine.status("GET", name) for name in mine.names()] == [200, 403]
    assert mine.status("GET", mine.names()[0]) == 200


def test_documents_and_customers_of_the_top_level_are_not_on_the_drive(
    mine: Program, abc: Customer, connect: Connect, enrolled: None, sales_a: Person
) -> None:
    Post.objects.filter(code="sales").update(clearance=Clearance.CORE)
    secret = make_document(abc, by=sales_a, path="往来文件", name="绝密.txt", content=b"secret")
    open_one = make_document(abc, by=sales_a, path="往来文件", name="普通.txt")
    Document.objects.filter(pk=secret.pk).update(classification=Clearance.CORE)
    assert Document.objects.visible_to(as_actor(sales_a)).filter(pk=secret.pk).exists()
    assert mine.names() == [open_one.name]
    assert mine.status("GET", "绝密.txt") == mine.status("HEAD", "绝密.txt") == 404
    assert mine.status("GET", f"绝密_D{secret.pk}.txt") == 404
    assert mine.copy("绝密.txt", "x.tmp") == mine.move("绝密.txt", "x.tmp") == 404
    assert mine.put("绝密.txt", b"another") == 201
    secret.refresh_from_db()
    assert secret.version_number == 1
    Customer.objects.filter(pk=abc.pk).update(classification=Clearance.CORE)
    assert mine.status("PROPFIND", "", b"", Depth="1") == 404
    assert connect(sales_a).names("我的客户") == []


def test_a_password_for_the_drive_opens_no_page_and_no_session_opens_the_drive(
    mine: Program, client_of: object, sales_a: Person
) -> None:
    signed_in: Client = client_of(sales_a)  # type: ignore[operator]  # a fixture
    assert signed_in.get("/dav/", headers={"Host": "localhost"}).status_code == 401
    response = mine._client.get(
        "/customers/", headers={"Host": "localhost", "Authorization": f"Basic {mine._basic}"}
    )
    assert response.status_code == 302


def test_over_plain_http_from_elsewhere_nobody_gets_in(mine: Program) -> None:
    sent = {"Authorization": f"Basic {mine._basic}"}
    assert mine._client.get("/dav/", headers={**sent, "Host": "testserver"}).status_code == 403
    assert mine._client.get("/dav/", headers={**sent, "Host": "testserver"}, secure=True).status_code == 200


def test_guessing_is_locked_out_there_and_not_at_the_desk(mine: Program, sales_a: Person) -> None:
    guesser = Program(sales_a, "aaaaa-bbbbb")
    assert [guesser.status("OPTIONS") for _try in range(6)] == [401] * 5 + [429]
    assert mine.status("OPTIONS") == 429
    assert Event.objects.filter(kind="drive.sign_in_failed", person_id=sales_a.pk).count() == 5
    elsewhere = mine._client.generic(
        "OPTIONS",
        "/dav/",
        headers={"Host": "localhost", "Authorization": f"Basic {mine._basic}"},
        REMOTE_ADDR="127.0.0.2",
    )
    assert elsewhere.status_code == 200


def test_what_was_ended_expired_or_switched_off_opens_nothing(
    mine: Program, sales_a: Person, organisation: Organisation, system_admin: Person
) -> None:
    switch_drive(organisation, on=False, actor=as_actor(system_admin))
    assert mine.status("OPTIONS") == 403
    switch_drive(organisation, on=True, actor=as_actor(system_admin))
    assert mine.status("OPTIONS") == 200
    row = AppPassword.objects.get()
    end_app_password(sales_a, password_id=row.pk, actor=as_actor(sales_a))
    assert mine.status("OPTIONS") == 401


def test_who_lost_the_standing_of_the_profile_is_kept_out_at_once(mine: Program, sales_a: Person) -> None:
    Holding.objects.create(person=sales_a, post=Post.objects.get(code="system_admin"))
    assert mine.status("OPTIONS") == 403
    with pytest.raises(Exception, match="第二因素"):
        make_app_password(sales_a, name="电脑", days=1, actor=as_actor(sales_a))


def test_reading_is_in_the_ledger_before_the_first_byte(mine: Program, filed: Document) -> None:
    before = Event.objects.count()
    response = mine.ask("GET", NAME)
    last = Event.objects.latest("pk")
    assert (last.kind, last.channel, last.subject_id) == ("documents.downloaded", "dav", filed.pk)
    assert Event.objects.filter(kind="drive.browsed", channel="dav").count() == 1
    assert Event.objects.count() == before + 1
    assert b"".join(response) == b"first"
    mine.names()
    assert Event.objects.count() == before + 1


def test_a_part_of_a_file_is_given_with_its_tag(mine: Program, filed: Document) -> None:
    part = mine.ask("GET", NAME, b"", {"Range": "bytes=1-3"})
    assert (part.status_code, b"".join(part)) == (206, b"irs")
    tag = part["ETag"]
    assert mine.status("GET", NAME, b"", If_None_Match=tag) == 304
    assert mine.put(NAME, b"lost", If_Match='"other"') == 412
    assert mine.put(NAME, b"second!", If_Match=tag) == 204
    assert mine.ask("HEAD", NAME)["ETag"] != tag


def test_a_lock_is_a_check_out_and_a_check_out_a_lock(
    mine: Program, filed: Document, folder: str, connect: Connect, head: Person, sales_a: Person
) -> None:
    other = connect(head, folder)
    token = mine.lock(NAME)
    filed.refresh_from_db()
    assert filed.checked_out_by == sales_a
    assert other.put(NAME, b"other") == other.status("DELETE", NAME) == 423
    assert mine.put(NAME, b"forgot the token") == 423
    assert mine.put(NAME, b"second!", If=f"(<{token}>)") == 204
    assert mine.status("UNLOCK", NAME, b"", Lock_Token=f"<{token}>") == 204
    free = Document.objects.get()
    assert free.checked_out_by is None
    check_out(free, actor=as_actor(head))
    assert mine.put(NAME, b"third") == 423
    assert mine.status("LOCK", NAME, LOCKINFO) == 423
    assert other.put(NAME, b"third") == 204
    assert Version.objects.filter(document=filed).count() == 3


def test_a_name_given_on_the_page_is_seen_on_the_drive(
    mine: Program, filed: Document, sales_a: Person
) -> None:
    assert mine.move(NAME, "终稿.txt") == 201
    ruled = Document.objects.get().name
    assert mine.names() == ["终稿.txt"]
    assert mine.status("GET", ruled) == 200
    rename_document(filed, "网页上的名称", actor=as_actor(sales_a))
    assert mine.names() == ["网页上的名称.txt"]
    assert mine.status("GET", "终稿.txt") == 404


def test_two_of_one_name_are_told_apart(
    mine: Program, abc: Customer, filed: Document, sales_a: Person
) -> None:
    other = make_document(abc, by=sales_a, path="往来文件", name=NAME, content=b"other", original_name=NAME)
    assert other.name == NAME
    assert mine.names() == [f"报价_D{other.pk}.txt", NAME]
    assert (mine.read(NAME), mine.read(f"报价_D{other.pk}.txt")) == (b"first", b"other")


def test_a_document_moves_to_another_customer_by_right(
    mine: Program, filed: Document, connect: Connect, sales_a: Person, sales_b: Person
) -> None:
    own, foreign = make_customer("DEF公司", by=sales_a), make_customer("GHI公司", by=sales_b)
    everywhere = connect(sales_a, "全部客户/")
    source = f"{filed.customer.number}/往来文件/{NAME}"
    assert everywhere.move(source, f"{foreign.number}/合同/{NAME}") == 409
    everywhere.status("MKCOL", f"{own.number}/往来")
    assert everywhere.move(source, f"{own.number}/往来/{NAME}") == 201
    filed.refresh_from_db()
    assert filed.customer == own
    assert everywhere.read(f"{own.number}/往来/{NAME}") == b"first"


def test_shelves_hold_customers_by_number_and_name(
    connect: Connect, abc: Customer, sales_a: Person, sales_b: Person
) -> None:
    program = connect(sales_a)
    shown = f"ABC公司〔{abc.number}〕"
    assert program.names() == ["我的客户", "最近", "部门", "全部客户"]
    assert program.names("我的客户") == program.names("全部客户") == [shown]
    assert "往来文件" in program.names(f"全部客户/{shown}")
    assert program.names("最近") == [shown]
    assert "往来文件" in program.names("全部客户/ABC公司")
    assert shown in program.names("部门/总部/华东销售部")
    assert connect(sales_b).names("全部客户") == []
    assert program.put("全部客户/a.txt", b"x") == 403
    assert program.put(f"全部客户/{shown}/a.txt", b"x") == 403
    assert program.status("MKCOL", "我的客户/新客户") == 403
    assert program.status("DELETE", f"我的客户/{shown}") == 403
    assert program.status("PROPFIND", "", b"", Depth="infinity") == 403


def test_many_customers_stand_in_stretches(
    connect: Connect, sales_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "MOST", 2)
    made = [make_customer(f"客户{number}", by=sales_a) for number in range(3)]
    program = connect(sales_a)
    (stretch, *_rest) = program.names("全部客户")
    assert stretch.startswith("第")
    inside = program.names(f"全部客户/{stretch}")
    assert f"客户0〔{made[0].number}〕" in inside or inside[0].startswith("第")
