import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.core.prepared import Prepared

pytestmark = pytest.mark.django_db

of_room = Prepared(lambda room: ContentType.objects.filter(app_label=room).order_by("model"))
names_of = Prepared(
    lambda room, *ids: (
        ContentType.objects.filter(app_label=room, pk__in=ids).order_by("pk").values_list("model", flat=True)
    )
)


def test_a_prepared_query_finds_what_the_queryset_finds_for_each_value() -> None:
    for room in ("people", "vault", "people"):
        found = of_room(room)
        assert found == list(ContentType.objects.filter(app_label=room).order_by("model"))
        assert all(isinstance(one, ContentType) for one in found)
    assert of_room("nowhere") == []


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_a_list_of_any_length_is_asked_whole(count: int) -> None:
    rows = list(ContentType.objects.filter(app_label="customers").order_by("pk")[:count])
    assert len(rows) == count
    assert names_of("customers", *(row.pk for row in rows)) == [row.model for row in rows]


def test_an_empty_list_finds_nothing_and_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert names_of("customers") == []
    assert len(asked) == 0


def test_results_of_one_call_outlive_the_next() -> None:
    first = of_room("people")
    kept = list(first)
    of_room("vault")
    assert first == kept
