from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from kedang.access import numbering
from kedang.access.models.numbering import Allocation, Counter, NumberingRule
from kedang.core.clock import frozen
from kedang.core.errors import Conflict

IN_2026 = datetime(2026, 5, 3, 4, tzinfo=UTC)


@pytest.mark.django_db
def test_numbers_follow_one_another_per_prefix() -> None:
    assert numbering.allocate("customer", "A-", 3) == [1, 2, 3]
    assert numbering.allocate("customer", "B-") == [1]
    assert numbering.allocate("customer", "A-", 2) == [4, 5]
    assert numbering.allocate("archive", "A-") == [1]


@pytest.mark.django_db
def test_many_are_numbered_at_once_in_their_order() -> None:
    NumberingRule.objects.create(series="customer", template="{拼音首字母}{序号:3}")
    facts = [{"initials": name} for name in ("B", "A", "B", "C", "A")]
    assert numbering.issue("customer", facts) == ["B001", "A001", "B002", "C001", "A002"]


@pytest.mark.django_db
def test_the_shipped_rule_counts_per_year() -> None:
    with frozen(IN_2026):
        assert numbering.issue("customer", [{}, {}]) == ["KH-2026-00001", "KH-2026-00002"]
    with frozen(IN_2026.replace(year=2027)):
        assert numbering.issue("customer", [{}]) == ["KH-2027-00001"]


@pytest.mark.django_db
def test_a_rollback_leaves_no_gap() -> None:
    numbering.allocate("customer", "A-")
    with transaction.atomic():
        assert numbering.allocate("customer", "A-") == [2]
        transaction.set_rollback(True)
    assert numbering.allocate("customer", "A-") == [2]


@pytest.mark.django_db
def test_a_void_number_is_not_given_again() -> None:
    number = numbering.issue("customer", [{}])[0]
    assert numbering.void("customer", [number]) == 1
    assert numbering.issue("customer", [{}]) != [number]
    assert Allocation.objects.get(number=number).state == Allocation.State.VOID
    with pytest.raises(Conflict, match=number):
        numbering.reserve("customer", number)


@pytest.mark.django_db
def test_numbers_brought_along_are_passed_over() -> None:
    NumberingRule.objects.create(series="customer", template="K{序号:4}")
    taken = [f"K{n:04d}" for n in range(1, 1202)]
    assert numbering.reserve_many("customer", taken) == set(taken)
    assert numbering.reserve_many("customer", ["K0001", "K9000"]) == {"K9000"}
    assert numbering.issue("customer", [{}, {}]) == ["K1202", "K1203"]
    assert Counter.objects.get().last == 1203


@pytest.mark.django_db
def test_a_changed_rule_never_gives_an_old_number() -> None:
    rule = NumberingRule.objects.create(series="customer", template="K1{序号:1}")
    assert numbering.issue("customer", [{}]) == ["K11"]
    NumberingRule.objects.filter(pk=rule.pk).update(template="K{序号:2}")
    numbers = numbering.issue("customer", [{}] * 12)
    assert numbers[0] == "K01"
    assert "K11" not in numbers
    assert numbers[-1] == "K13"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given() -> None:
    with pytest.raises(TransactionManagementError):
        numbering.allocate("customer", "A-")


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_the_same_time_get_unique_numbers_without_a_gap() -> None:
    def create(place: int) -> str | None:
        try:
            with transaction.atomic():
                number = numbering.issue("customer", [{}])[0]
                if place % 10 == 0:
                    transaction.set_rollback(True)
                    return None
            return number
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        numbers = [number for number in pool.map(create, range(220)) if number]
    assert len(numbers) == 198
    year = numbers[0].split("-")[1]
    assert sorted(numbers) == [f"KH-{year}-{n:05d}" for n in range(1, 199)]
    assert sorted(Allocation.objects.values_list("number", flat=True)) == sorted(numbers)
