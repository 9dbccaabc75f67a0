import io

import pytest

from kedang import cli
from kedang.ledger.models import Event
from kedang.people.models import Organisation, Person
from kedang.vault.models import StoreKey

GOOD_PASSWORD = "Zhaohua-8841-lan"


def kedang(*arguments: str) -> int:
    return cli.main(arguments)


@pytest.mark.django_db(transaction=True)
def test_setup_does_what_the_wizard_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD_PASSWORD}\n"))
    code = kedang("setup", "--org", "华信", "--admin", "boss@huaxin.example", "--password-stdin")
    assert code == 0, capsys.readouterr().err
    assert Organisation.objects.get().set_up_at is not None
    founder = Person.objects.get(email="boss@huaxin.example")
    assert founder.in_start_mode
    assert founder.check_password(GOOD_PASSWORD)
    assert StoreKey.objects.exists()
    assert set(Event.objects.values_list("channel", flat=True)) == {"command"}
    assert "huaxin" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_weak_password_is_refused_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    assert kedang("setup", "--org", "华信", "--admin", "boss@huaxin.example", "--password-stdin") == 1
    assert capsys.readouterr().err
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_without_a_password_setup_says_how_to_give_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert kedang("setup", "--org", "华信", "--admin", "boss@huaxin.example") == 2
    assert "--password-stdin" in capsys.readouterr().err


def test_an_added_person_gets_a_link_and_a_post(
    organisation: Organisation, headquarters: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kedang("user", "add", "li@huaxin.example", "--name", "李雷", "--post", "sales") == 0
    assert "/link/" in capsys.readouterr().out
    person = Person.objects.get(email="li@huaxin.example")
    assert person.holdings.get().post.code == "sales"
    assert person.department == headquarters
    kedang("user", "list")
    assert "li@huaxin.example\t李雷\t总部\t在用" in capsys.readouterr().out


def test_an_unknown_post_names_the_known_ones_and_adds_nobody(
    organisation: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kedang("user", "add", "li@huaxin.example", "--name", "李雷", "--post", "boss") == 1
    assert "archivist" in capsys.readouterr().err
    assert not Person.objects.filter(email="li@huaxin.example").exists()


def test_a_suspended_person_can_be_resumed(sales_a: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert kedang("user", "suspend", sales_a.email, "--reason", "离职") == 0
    sales_a.refresh_from_db()
    assert not sales_a.is_active
    assert kedang("user", "reset-password", sales_a.email) == 1
    assert kedang("user", "resume", sales_a.email) == 0
    assert kedang("user", "reset-password", sales_a.email.upper()) == 0
    assert "/link/" in capsys.readouterr().out


def test_suspending_asks_for_a_reason(sales_a: Person) -> None:
    with pytest.raises(SystemExit) as ended:
        kedang("user", "suspend", sales_a.email)
    assert ended.value.code == 2


def test_nobody_is_a_plain_error(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert kedang("user", "reset-password", "nobody@huaxin.example") == 1
    assert "nobody@huaxin.example" in capsys.readouterr().err
