from collections.abc import Iterator

import pytest

from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.documents.reading import pool
from kedang.filing.models import DocumentType
from kedang.people.models import Person


@pytest.fixture(scope="session", autouse=True)
def _no_readers_left() -> Iterator[None]:
    yield
    pool.stop()


@pytest.fixture
def abc(sales_a: Person) -> Customer:
    """销售甲's customer."""
    return make_customer("ABC公司", by=sales_a, contacts={"mobile": "13812345678"})


@pytest.fixture
def contract(db: None) -> DocumentType:
    return DocumentType.objects.create(
        code="contract",
        name="合同",
        fields=[
            {"key": "no", "label": "合同编号", "type": "text"},
            {"key": "amount", "label": "金额", "type": "money"},
            {"key": "signer", "label": "签约人", "type": "text", "personal": True},
        ],
    )
