"""Names nobody expects: as customers, folders and files they leave and come back."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kedang.core.actor import as_actor
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.content import Incoming, store
from kedang.documents.ingest import Filing, enter_documents
from kedang.documents.models import Document
from kedang.dossier.bag.checking import check
from kedang.dossier.bag.trees import ZipTree
from kedang.dossier.tests.makers import export_zip
from kedang.dossier.tests.test_round_trip import forget, restored
from kedang.people.models import Person

_BESIDE = Path(__file__).resolve().parents[4] / "shared" / "material"
BLNS = Path(os.environ.get("KEDANG_MATERIAL", _BESIDE)) / "strings" / "blns.txt"

pytestmark = pytest.mark.skipif(not BLNS.is_file(), reason="public material is not beside the checkout")


def strings() -> list[str]:
    lines = BLNS.read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line.strip() and not line.startswith("#") and "\0" not in line]


@pytest.fixture
def odd(founder: Person) -> Customer:
    """One file named by each string, in folders named by them, of a customer named by one of them."""
    customer = make_customer("'; DROP TABLE customers; -- 田中さんにあげて下さい", by=founder)
    wanted = strings()
    contents = store([Incoming(customer.pk, f"{line[:150]}.txt", [line.encode()]) for line in wanted])
    filings = []
    for place, (line, content) in enumerate(zip(wanted, contents, strict=True)):
        folder = wanted[place // 20].replace("/", "／")[:60]
        filings.append(Filing(content, customer, path=folder, name=f"{line[:150]}.txt"))
    enter_documents(filings, actor=as_actor(founder))
    return customer


def test_every_string_survives_as_the_name_of_folder_and_file(odd: Customer, founder: Person) -> None:
    before = [(one.folder.path, one.name, one.original_name) for one in _documents(odd)]
    assert len(before) == len(strings()) > 400
    body = export_zip(odd, as_actor(founder))
    checked = check(ZipTree(io.BytesIO(body)))
    assert checked.problems == []
    forget(odd)
    again = restored(body, founder)
    assert [(one.folder.path, one.name, one.original_name) for one in _documents(again)] == before


def test_every_string_survives_as_the_name_of_a_customer(founder: Person) -> None:
    """Those that may be a customer's name at all; a sample of the rest of the way, which is the same for each."""
    for line in strings()[::60]:
        try:
            customer = make_customer(line, by=founder)
        except Invalid:
            continue
        body = export_zip(customer, as_actor(founder))
        assert check(ZipTree(io.BytesIO(body))).problems == []
        again = restored(body, founder, "renumbered")
        assert again.name == customer.name


def _documents(customer: Customer) -> list[Document]:
    return list(Document.objects.filter(customer=customer).select_related("folder").order_by("pk"))
