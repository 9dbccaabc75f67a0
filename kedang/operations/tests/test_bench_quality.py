import pytest

from kedang.customers.tests.makers import make_customer
from kedang.operations.bench import quality
from kedang.people.models import Person


def test_examining_and_its_pages_are_measured(archivist: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "_ROUNDS", 2)
    for number in range(3):
        make_customer(f"第{number}家", by=archivist)
    figures = quality.measure_quality(archivist)
    assert "records examined, 3" in figures[0].name
    assert len(figures) == 6
