"""The stable cast: an office with departments and one person per post.

销售乙 has no access to what belongs to 销售甲; 管理层 sees everything; the outsider holds no post.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client

from kedang.people.models import Department, Organisation, Person
from scripts import migrated
from scripts.catalogue import compile_all

# No assertion on time: a busy machine finds no faults. KEDANG_EFFORT=full tries a hundredfold.
_slow = [hypothesis.HealthCheck.too_slow]
_examples = 100 * (100 if os.environ.get("KEDANG_EFFORT") == "full" else 1)
hypothesis.settings.register_profile(
    "kedang", deadline=None, suppress_health_check=_slow, max_examples=_examples
)
hypothesis.settings.load_profile("kedang")

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """English needs its compiled catalogues; xdist's workers find them made."""
    if not hasattr(config, "workerinput"):
        compile_all(config.rootpath / "kedang")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses the database uses both: keys live in a store of their own."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        uses = _DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if not marker and not uses:
            continue
        wanted: dict[str, Any] = (
            dict(marker.kwargs) if marker else {"transaction": "transactional_db" in uses}
        )
        wanted["databases"] = list(settings.DATABASES)
        item.add_marker(pytest.mark.django_db(**wanted), append=False)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite the databases begin as migrated copies; `migrate` then finds nothing left to do."""
    return _is_sqlite() and migrated.bring(_test_files())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        call_command("migrate", "vault", database="keys", fake=True, verbosity=0)  # made from its models
        if _is_sqlite():
            migrated.keep(_test_files())


def _is_sqlite() -> bool:
    return all(connection.vendor == "sqlite" for connection in connections.all())


def _test_files() -> list[tuple[str, Path]]:
    names = ((one.alias, one.creation._get_test_db_name()) for one in connections.all())  # type: ignore[attr-defined]  # stubs lack it
    return [(alias, Path(name)) for alias, name in names]


@pytest.fixture(autouse=True)
def _no_keys_from_the_test_before() -> Iterator[None]:
    """The key store is rolled back after each test; keys in memory would outlive their rows."""
    yield
    from kedang import vault

    vault.forget()


@pytest.fixture
def organisation(db: None) -> Organisation:
    """An office that finished set-up, with the preset posts loaded."""
    from kedang.access import presets
    from kedang.core.clock import now

    office = Organisation.objects.create(
        pk=1, name="华信客户服务有限公司", short_name="华信", code="Z109", set_up_at=now()
    )
    presets.load()
    return office


MakeDepartment = Callable[..., Department]
MakePerson = Callable[..., Person]


@pytest.fixture
def make_department(organisation: Organisation) -> MakeDepartment:
    def make(name: str, parent: Department | None = None) -> Department:
        department = Department.objects.create(name=name, parent=parent)
        department.path = f"{parent.path if parent else '/'}{department.pk}/"
        department.save(update_fields=["path"])
        return department

    return make


@pytest.fixture
def headquarters(make_department: MakeDepartment) -> Department:
    return make_department("总部")


@pytest.fixture
def east(make_department: MakeDepartment, headquarters: Department) -> Department:
    return make_department("华东销售部", headquarters)


@pytest.fixture
def shanghai(make_department: MakeDepartment, east: Department) -> Department:
    return make_department("上海组", east)


@pytest.fixture
def south(make_department: MakeDepartment, headquarters: Department) -> Department:
    return make_department("华南销售部", headquarters)


@pytest.fixture
def service_department(make_department: MakeDepartment, headquarters: Department) -> Department:
    return make_department("客服部", headquarters)


@pytest.fixture
def archive(make_department: MakeDepartment, headquarters: Department) -> Department:
    return make_department("档案室", headquarters)


@pytest.fixture
def make_person(organisation: Organisation) -> MakePerson:
    """A person who may sign in with the password `PASSWORD`, holding the named preset posts."""

    def make(
        name: str,
        email: str,
        department: Department | None = None,
        *,
        posts: tuple[str, ...] = (),
        **fields: Any,
    ) -> Person:
        person = Person(name=name, email=f"{email}@huaxin.example", department=department, **fields)
        person.set_password(PASSWORD)
        person.save()
        _give_posts(person, posts)
        return person

    return make


PASSWORD = "Kedang-test-2026!"


def _give_posts(person: Person, codes: tuple[str, ...]) -> None:
    from kedang.access.models import Holding, Post

    for code in codes:
        Holding.objects.create(person=person, post=Post.objects.get(code=code), department=person.department)


@pytest.fixture
def password() -> str:
    """Everybody's password."""
    return PASSWORD


@pytest.fixture
def sales_a(make_person: MakePerson, east: Department) -> Person:
    return make_person("销售甲", "sales_a", east, posts=("sales",))


@pytest.fixture
def colleague(make_person: MakePerson, east: Department) -> Person:
    return make_person("销售丙", "colleague", east, posts=("sales",))


@pytest.fixture
def sales_b(make_person: MakePerson, south: Department) -> Person:
    return make_person("销售乙", "sales_b", south, posts=("sales",))


@pytest.fixture
def head(make_person: MakePerson, east: Department) -> Person:
    person = make_person("华东主管", "head", east, posts=("head",))
    east.head = person
    east.save(update_fields=["head"])
    return person


@pytest.fixture
def service(make_person: MakePerson, service_department: Department) -> Person:
    return make_person("客服丁", "service", service_department, posts=("service",))


@pytest.fixture
def archivist(make_person: MakePerson, archive: Department) -> Person:
    return make_person("档案员戊", "archivist", archive, posts=("archivist",))


@pytest.fixture
def privacy_officer(make_person: MakePerson, headquarters: Department) -> Person:
    return make_person("个保负责人己", "privacy", headquarters, posts=("privacy_officer",))


@pytest.fixture
def auditor(make_person: MakePerson, headquarters: Department) -> Person:
    return make_person("审计员庚", "auditor", headquarters, posts=("auditor",))


@pytest.fixture
def system_admin(make_person: MakePerson, headquarters: Department) -> Person:
    return make_person("系统管理员辛", "system_admin", headquarters, posts=("system_admin",))


@pytest.fixture
def security_admin(make_person: MakePerson, headquarters: Department) -> Person:
    return make_person("安全管理员壬", "security_admin", headquarters, posts=("security_admin",))


@pytest.fixture
def manager(make_person: MakePerson, headquarters: Department) -> Person:
    return make_person("总经理", "manager", headquarters, posts=("manager",))


@pytest.fixture
def outsider(make_person: MakePerson) -> Person:
    """Employed, signs in, holds no post and belongs to no department."""
    return make_person("路人", "outsider")


@pytest.fixture
def founder(make_person: MakePerson, headquarters: Department) -> Person:
    """The one who set the house up: may do everything until the three powers are filled."""
    return make_person("创始人", "founder", headquarters, in_start_mode=True)


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """A browser in which the person has signed in, second factor included, a moment ago."""

    def sign_in(person: Person) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        moment = time.time()
        session["account_authentication_methods"] = [
            {"method": "password", "at": moment, "email": person.email},
            {"method": "mfa", "at": moment, "type": "totp"},
        ]
        session["checked_at"] = (
            moment + 3600
        )  # the duties of the security profile are looked at by its own tests
        session.save()
        return client

    return sign_in
