"""The pages of segments as people see them."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from kedang.core.actor import as_actor
from kedang.customers.actions.change import change_fields
from kedang.customers.tests.makers import make_customer
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.segments.models import Segment
from kedang.segments.tasks import refresh_segment
from kedang.segments.tests.test_segments import make_segment

SignIn = Callable[[Person], Client]


def test_a_segment_is_made_shown_counted_shared_and_removed(head: Person, client_of: SignIn) -> None:
    make_customer("华信科技", by=head, grade="A")
    client = client_of(head)
    assert "还没有客群" in client.get(reverse("segments:segments")).content.decode()
    assert "行业:金融" in client.get(reverse("segments:segment_new"), {"q": "行业:金融"}).content.decode()
    made = client.post(reverse("segments:segment_new"), {"name": "高价值", "query": "等级:A"})
    segment = Segment.objects.get()
    assert made.headers["HX-Redirect"] == reverse("segments:segment", args=[segment.pk])
    run_pending()
    assert "华信科技" in client.get(reverse("segments:segment", args=[segment.pk])).content.decode()
    assert client.post(reverse("segments:segment_count", args=[segment.pk])).status_code == 302
    share = reverse("segments:segment_share", args=[segment.pk])
    client.post(share, {"shared_with": "department", "departments": str(head.department_id)})
    assert head.department is not None
    assert head.department.name in client.get(share).content.decode()
    client.post(reverse("segments:segment_edit", args=[segment.pk]), {"name": "重点"})
    assert "重点" in client.get(reverse("segments:segments"), {"q": "重"}).content.decode()
    client.post(reverse("segments:segment_retire", args=[segment.pk]))
    assert client.get(reverse("segments:segment", args=[segment.pk])).status_code == 404


def test_statistics_and_moves_are_drawn(archivist: Person, client_of: SignIn) -> None:
    first = make_customer("华信科技", by=archivist, grade="A", industry="J")
    segment = make_segment(archivist)
    client = client_of(archivist)
    assert "金融" in client.get(reverse("segments:statistics", args=[segment.pk])).content.decode()
    run_pending()
    change_fields(first, {"grade": "B"}, actor=as_actor(archivist))
    refresh_segment(segment.pk)
    moves = reverse("segments:changes", args=[segment.pk])
    assert "还没有客户加入" in client.get(moves).content.decode()
    assert "华信科技" in client.get(moves, {"kind": "left"}).content.decode()
    assert "还没有打过电话" in client.get(reverse("segments:calls", args=[segment.pk])).content.decode()


def test_a_segment_whose_query_broke_says_so(archivist: Person, client_of: SignIn) -> None:
    other = make_segment(archivist, "底", "等级:A")
    segment = make_segment(archivist, "顶", "客群:底")
    Segment.objects.filter(pk=other.pk).update(name="改名")
    client = client_of(archivist)
    for name in ("segment", "statistics", "changes"):
        page = client.get(reverse(f"segments:{name}", args=[segment.pk]))
        assert "查询已不能用" in page.content.decode()
    refresh_segment(segment.pk)
    segment.refresh_from_db()
    assert segment.refreshed_at is None
