import io
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from kedang import vault
from kedang.core.actor import Actor, as_actor
from kedang.core.clock import frozen, now
from kedang.customers.contacts import open_points
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents import uploads
from kedang.documents.models import Upload
from kedang.documents.tests.makers import make_document
from kedang.intake.actions.customer_lists import receive_list
from kedang.intake.actions.folders import discard_folder, receive_uploads
from kedang.intake.models import FolderImport
from kedang.intake.staging import read_segment
from kedang.people.models import Person
from kedang.vault.models import Key


@pytest.fixture(autouse=True)
def _blobs_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Other tests' blobs have no records any more: the sweep would take them too."""
    settings.BLOBS = tmp_path / "blobs"


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


def test_a_registration_that_died_before_its_commit_harms_no_later_customer(sales_a: Person) -> None:
    """Its keys are committed already; where the id is given again the next customer lives on with them."""
    with suppress(PowerCut), transaction.atomic():
        make_customer("未提交公司", by=sales_a, contacts={"mobile": "13800138001"})
        raise PowerCut
    assert not Customer.objects.exists()
    assert Key.objects.filter(owner__startswith="customer:").exists()
    vault.forget()
    customer = make_customer("ABC公司", by=sales_a, contacts={"mobile": "13800138000"})
    with frozen(now() + timedelta(hours=25)):
        vault.sweep_orphans()
    vault.forget()
    owners = Key.objects.filter(owner__startswith="customer:").values_list("owner", flat=True)
    assert set(owners) == {f"customer:{customer.pk}"}
    (opened,) = open_points(list(customer.contact_points.all()))
    assert "13800138000" in str(opened.value).replace(" ", "")


def test_uploads_and_imports_on_their_way_outlive_the_sweep_and_given_up_ones_do_not(founder: Person) -> None:
    actor = as_actor(founder)
    customer = make_customer("ABC公司", by=founder, contacts={"mobile": "13800138000"})
    upload = uploads.start(8, {"filename": "a.txt", "customer": customer.pk}, actor=actor)
    uploads.append(upload, 0, io.BytesIO(b"text"))
    listed = receive_list("客户.csv", ["客户名称\n华信\n".encode()], actor=actor)
    dropped, given_up = (receive_folder(actor, content) for content in (b"kept", b"gone"))
    discard_folder(given_up, actor=actor)
    with frozen(now() + timedelta(hours=25)):
        swept = vault.sweep_orphans()
    vault.forget()
    assert (swept.keys, swept.blobs) == (1, 1)  # the folder nobody wants any more
    assert b"".join(uploads.chunks(upload)) == b"text"
    assert [cells for _row, cells in read_segment(listed.rows, listed.key, listed.segments[0])] == [["华信"]]
    with vault.blobs.open(dropped.items.get().blob_id, *dropped.key) as reader:
        assert reader.read() == b"kept"


def receive_folder(actor: Actor, content: bytes) -> FolderImport:
    """Into which one file was dropped."""
    folder_import = receive_uploads("拖入的文件", actor=actor)
    facts = {
        "purpose": "folder_import",
        "import": folder_import.pk,
        "filename": "a.txt",
        "path": "ABC公司/a.txt",
    }
    upload = uploads.start(len(content), facts, actor=actor)
    uploads.append(upload, 0, io.BytesIO(content))
    uploads.finish(upload, actor=actor)
    Upload.objects.filter(pk=upload.pk).delete()  # as after its term
    vault.destroy(upload.key_owner)
    return folder_import


class PowerCut(Exception):
    pass
