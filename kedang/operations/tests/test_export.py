from pathlib import Path

import pytest

from kedang import cli
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.ledger.models import Event
from kedang.people.models import Person


@pytest.fixture
def customers(sales_a: Person, sales_b: Person) -> list[Customer]:
    """One of 销售甲, one of 销售乙."""
    return [make_customer("ABC公司", by=sales_a), make_customer("乐山公司", by=sales_b)]


def test_the_command_writes_the_file(
    customers: list[Customer], manager: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    assert cli.main(["export", str(path), "--as", manager.email]) == 0
    assert "ABC公司" in path.read_text()
    assert "2" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["list.pdf", "nowhere/list.csv"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_recorded(
    manager: Person, tmp_path: Path, name: str
) -> None:
    assert cli.main(["export", str(tmp_path / name), "--as", manager.email]) == 1
    assert not Event.objects.filter(kind="customers.export_begun").exists()
