from collections.abc import Callable

import pytest

from kedang.access.models import Run
from kedang.access.runs import advance_run
from kedang.core.actor import Actor, as_actor
from kedang.customers import presets as customer_presets
from kedang.demo import company, loading
from kedang.demo.plan import Size
from kedang.filing import presets as filing_presets
from kedang.people.models import Organisation, Person
from kedang.people.system import system_person

# Enough that every owner, stage and kind of step occurs.
TINY = Size(12, 40)


@pytest.fixture
def house(db: None) -> Actor:
    return as_actor(system_person())


@pytest.fixture
def own_company(house: Actor) -> Organisation:
    """Where there was nothing, the demo founds the organisation itself."""
    company.found(house)
    return Organisation.objects.get()


@pytest.fixture
def office(organisation: Organisation, founder: Person) -> Organisation:
    """An office of its own whose founder wants to look at the demo."""
    actor = as_actor(founder)
    customer_presets.load_presets("general", actor=actor)
    filing_presets.load_presets("general", actor=actor)
    return organisation


LoadAs = Callable[[Actor], Run]


@pytest.fixture
def load_as() -> LoadAs:
    """Load the demo as somebody; its documents wait to be read."""
    return lambda actor: finish(loading.start_load(TINY, actor=actor))


def finish(run: Run) -> Run:
    """Do a run to its end, and nothing else that is queued."""
    while not run.is_over:
        advance_run(run.pk)
        run.refresh_from_db()
    return run
