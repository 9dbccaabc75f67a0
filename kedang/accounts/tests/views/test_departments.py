from __future__ import annotations

import pytest
from django.test import Client

from kedang.accounts.tests.conftest import SignIn
from kedang.people.models import Department, Person

pytestmark = pytest.mark.usefixtures("no_factors")


@pytest.fixture
def admin(system_admin: Person, sign_in: SignIn) -> Client:
    return sign_in(system_admin)


def test_a_department_is_added_below_another(admin: Client, east: Department) -> None:
    admin.post("/settings/departments/", {"name": "杭州组", "parent": east.pk})
    made = Department.objects.get(name="杭州组")
    assert made.path == f"{east.path}{made.pk}/"


def test_two_neighbours_do_not_share_a_name(admin: Client, east: Department) -> None:
    page = admin.post(
        "/settings/departments/", {"name": east.name, "parent": east.parent_id}
    ).content.decode()
    assert "已有同名部门" in page


def test_moving_shows_what_moves_first_and_then_takes_all_below_along(
    admin: Client, east: Department, shanghai: Department, south: Department, sales_a: Person
) -> None:
    url = f"/settings/departments/{east.pk}/move/"
    assert "将移动 2 个部门、1 人" in admin.post(url, {"parent": south.pk}).content.decode()
    shanghai.refresh_from_db()
    assert str(south.pk) not in shanghai.path.split("/")
    admin.post(url, {"parent": south.pk, "confirmed": "1"})
    for department in (east, shanghai):
        department.refresh_from_db()
    assert east.path == f"{south.path}{east.pk}/"
    assert shanghai.path == f"{south.path}{east.pk}/{shanghai.pk}/"


def test_a_department_cannot_hang_below_itself(admin: Client, east: Department, shanghai: Department) -> None:
    page = admin.post(f"/settings/departments/{east.pk}/move/", {"parent": shanghai.pk}).content.decode()
    assert "不能移到自己或下级部门之下" in page


def test_a_department_with_people_is_not_closed(admin: Client, sales_a: Person, east: Department) -> None:
    url = f"/settings/departments/{east.pk}/close/"
    assert admin.post(url).status_code == 409
    sales_a.department = None
    sales_a.save()
    admin.post(url)
    east.refresh_from_db()
    assert east.closed_at is not None


def test_a_head_is_named(admin: Client, east: Department, sales_a: Person) -> None:
    admin.post(f"/settings/departments/{east.pk}/", {"name": "华东部", "head": sales_a.pk})
    east.refresh_from_db()
    assert (east.name, east.head) == ("华东部", sales_a)


def test_a_salesperson_changes_no_department(sales_a: Person, sign_in: SignIn, east: Department) -> None:
    client = sign_in(sales_a)
    assert client.get("/settings/departments/").status_code == 403
    assert client.post(f"/settings/departments/{east.pk}/close/").status_code == 403
