import pytest

from kedang.customers.models import Customer
from kedang.operations.bench import segments
from kedang.people.models import Person


def test_lists_and_segments_are_measured(archivist: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_ROUNDS", 2)
    assert archivist.department is not None
    segments.fill_customers(6, [archivist.pk], archivist.department.pk, archivist)
    segments.fill_levels()
    assert Customer.objects.filter(custom_values__isnull=False).count() == 6
    assert len(segments.measure_lists(archivist)) == 5
    assert "of 6 customers" in segments.measure_segment(archivist)[0].name
