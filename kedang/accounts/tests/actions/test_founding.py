from __future__ import annotations

import threading

import pytest
from django.db import connections

from kedang.accounts.actions.founding import (
    FounderEntry,
    OrganisationEntry,
    choose_security,
    finish_set_up,
    found_organisation,
)
from kedang.core.actor import as_actor
from kedang.core.errors import Conflict, Invalid
from kedang.people.models import Organisation, Person
from kedang.people.system import system_actor

OFFICE = OrganisationEntry("上海远景服务有限公司", "远景")
FOUNDER = FounderEntry("王创始", "wang@yuanjing.example", "Xiaohe-42-bian!")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("office", "founder", "field"),
    [
        (OrganisationEntry("  "), FOUNDER, "name"),
        (OFFICE, FounderEntry("", "wang@yuanjing.example", "Xiaohe-42-bian!"), "founder_name"),
        (OFFICE, FounderEntry("王创始", "wang", "Xiaohe-42-bian!"), "email"),
        (OFFICE, FounderEntry("王创始", "wang@yuanjing.example", "short"), "password"),
    ],
)
def test_a_wrong_entry_founds_nothing(office: OrganisationEntry, founder: FounderEntry, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found_organisation(None, office, founder, actor=system_actor())
    assert refusal.value.field == field
    assert not Organisation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_founders_at_once_one_wins() -> None:
    start = threading.Barrier(2)
    outcomes: list[str] = []
    system_actor()

    def found(number: int) -> None:
        start.wait()
        entry = FounderEntry(f"创始{number}", f"f{number}@yuanjing.example", "Xiaohe-42-bian!")
        try:
            found_organisation(None, OFFICE, entry, actor=system_actor())
            outcomes.append("founded")
        except Conflict:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=found, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["founded", "refused"]
    assert Person.objects.filter(in_start_mode=True).count() == 1


def test_set_up_ends_once(organisation: Organisation, founder: Person) -> None:
    with pytest.raises(Conflict):
        finish_set_up(organisation, actor=as_actor(founder))


@pytest.mark.parametrize(
    ("profile", "factor", "idle"), [("x", "", 0), ("mlps3", "offered", 0), ("asvs", "", 4)]
)
def test_an_unknown_security_choice_is_refused(
    organisation: Organisation, system_admin: Person, profile: str, factor: str, idle: int
) -> None:
    with pytest.raises(Invalid):
        choose_security(
            organisation,
            profile=profile,
            second_factor=factor,
            idle_minutes=idle,
            actor=as_actor(system_admin),
        )
