from kedang.access.models import Holding, Post
from kedang.core.actor import as_actor
from kedang.customers.export import export_rows
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person


def test_in_clear_is_only_what_one_may_unmask(archivist: Person, sales_a: Person) -> None:
    """The archivist exports all; as a salesperson besides they unmask their own customers only."""
    Holding.objects.create(person=archivist, post=Post.objects.get(code="sales"))
    make_customer("自己的公司", by=archivist, contacts={"mobile": "13812345678"}, owner_id=archivist.pk)
    make_customer("别人的公司", by=sales_a, contacts={"mobile": "13987654321"})
    rows = list(export_rows("", in_clear=True, actor=as_actor(archivist, reason="核对")))
    text = "\n".join(",".join(row) for row in rows)
    assert "138 1234 5678" in text or "13812345678" in text
    assert "4321" in text
    assert "139 8765 4321" not in text
    assert "13987654321" not in text
