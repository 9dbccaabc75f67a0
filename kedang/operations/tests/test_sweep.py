from datetime import timedelta

from kedang import vault
from kedang.core.clock import frozen, now
from kedang.customers.tests.makers import make_customer
from kedang.documents.tests.makers import make_document
from kedang.people.models import Person
from kedang.vault.models import Key


def test_the_nightly_sweep_takes_what_a_crash_left_and_nothing_that_is_used(sales_a: Person) -> None:
    customer = make_customer("ABC公司", by=sales_a, contacts={"mobile": "13800138000"})
    document = make_document(customer, by=sales_a)
    used = set(Key.objects.values_list("owner", "purpose"))
    vault.keys.create_keys([("customer:999999", "records", None)])
    vault.keys.create_keys([("document:999999", "document", "customer:999999")])
    vault.blobs.write("document:999999", "document", [b"its record never came"])
    with frozen(now() + timedelta(hours=25)):
        swept = vault.sweep_orphans()
    assert (swept.keys, swept.blobs) == (2, 1)
    assert set(Key.objects.values_list("owner", "purpose")) == used
    version = document.versions.get()
    with vault.blobs.open(version.blob_id, f"document:{document.pk}", "document") as reader:
        assert reader.read() == b"text"
