"""Lists that are filtered and sorted newest first walk an index: no page's cost grows with the table."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from kedang.customers.models import Customer
from kedang.documents.models import Document

pytestmark = pytest.mark.django_db


def plan_of(rows: QuerySet[Customer] | QuerySet[Document]) -> str:
    """What the engine would do if it had many rows: a scan of the table is made as dear as it would be then."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return rows.order_by("-pk")[:50].explain()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("region", "310115"),
        ("grade", "A"),
        ("source", "referral"),
        ("stage", "current"),
        ("industry", "J66"),
        ("owner", 7),
        ("department", 7),
    ],
)
def test_customers_of_one_value_are_read_newest_first_from_an_index(field: str, value: str | int) -> None:
    plan = plan_of(Customer._base_manager.filter(**{field: value}))
    assert f"customer_{field}" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("field", ["customer", "folder", "type", "created_by", "project"])
def test_documents_of_one_value_are_read_newest_first_from_an_index(field: str) -> None:
    plan = plan_of(Document._base_manager.filter(**{field: 7}))
    assert f"document_{field}" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
