"""The cast of the root conftest is what the tests of all rooms believe it is."""

from kedang.access.models import Holding
from kedang.people.models import Department, Person


def test_everybody_but_the_outsider_and_the_founder_holds_one_post(
    sales_a: Person,
    sales_b: Person,
    colleague: Person,
    head: Person,
    service: Person,
    archivist: Person,
    privacy_officer: Person,
    auditor: Person,
    system_admin: Person,
    security_admin: Person,
    manager: Person,
    outsider: Person,
    founder: Person,
) -> None:
    without = Person.objects.filter(is_system=False, holdings=None)
    assert set(without) == {outsider, founder}
    assert Holding.objects.count() == 11


def test_a_department_knows_its_place(
    shanghai: Department, east: Department, headquarters: Department
) -> None:
    assert shanghai.path == f"/{headquarters.pk}/{east.pk}/{shanghai.pk}/"


def test_everybody_signs_in_with_the_same_password(sales_a: Person, password: str) -> None:
    assert sales_a.check_password(password)
