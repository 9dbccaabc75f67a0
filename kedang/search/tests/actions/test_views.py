from __future__ import annotations

import pytest

from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Conflict, NotFound, Refused
from kedang.ledger.models import Event
from kedang.people.models import Person
from kedang.search import QueryError
from kedang.search.actions.views import change_view, remove_view, save_view, share_view
from kedang.search.models import SavedView


def seen_by(person: Person) -> list[str]:
    return [view.name for view in SavedView.objects.visible_to(as_actor(person)).of_kind("customer")]


@pytest.fixture
def view(declared: None, head: Person) -> SavedView:
    return save_view(SavedView, "customer", "现有", "阶段:现有客户", actor=as_actor(head))


def test_a_view_is_its_owners_until_it_is_shared(
    view: SavedView, head: Person, sales_a: Person, sales_b: Person
) -> None:
    assert (seen_by(head), seen_by(sales_a)) == (["现有"], [])
    share_view(view, "department", actor=as_actor(head))
    assert (seen_by(sales_a), seen_by(sales_b)) == (["现有"], [])
    share_view(view, "all", actor=as_actor(head))
    assert seen_by(sales_b) == ["现有"]


def test_only_the_owner_changes_a_view(view: SavedView, head: Person, sales_a: Person) -> None:
    share_view(view, "all", actor=as_actor(head))
    with pytest.raises(NotFound):
        change_view(view, name="别的", actor=as_actor(sales_a))
    with pytest.raises(NotFound):
        remove_view(view, actor=as_actor(sales_a))
    change_view(view, name="现有的", query="阶段:现有", actor=as_actor(head))
    view.refresh_from_db()
    assert (view.name, view.query) == ("现有的", "阶段:现有")
    remove_view(view, actor=as_actor(head))
    assert seen_by(head) == []


def test_sharing_is_a_right_of_its_own(declared: None, seller: Actor) -> None:
    view = save_view(SavedView, "customer", "我的", "", actor=seller)
    with pytest.raises(Refused):
        share_view(view, "all", actor=seller)


def test_a_query_that_does_not_work_is_not_kept(declared: None, seller: Actor) -> None:
    with pytest.raises(QueryError):
        save_view(SavedView, "customer", "坏的", "没这个:1", actor=seller)
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once(view: SavedView, head: Person) -> None:
    with pytest.raises(Conflict):
        save_view(SavedView, "customer", " 现有 ", "", actor=as_actor(head))
    other = save_view(SavedView, "customer", "其他", "", actor=as_actor(head))
    with pytest.raises(Conflict):
        change_view(other, name="现有", actor=as_actor(head))


def test_each_deed_is_in_the_ledger(view: SavedView, head: Person) -> None:
    share_view(view, "all", actor=as_actor(head))
    remove_view(view, actor=as_actor(head))
    kinds = Event.objects.filter(kind__startswith="search.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["search.view_saved", "search.view_shared", "search.view_removed"]
