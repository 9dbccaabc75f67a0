"""What is wired together by name is there: gates in their order, reactions to events that exist, jobs that recur."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from kedang.access import gates
from kedang.config.reactions import REACTIONS
from kedang.jobs import Job
from kedang.ledger.kinds import declared


def test_every_event_that_is_reacted_to_is_declared() -> None:
    assert set(REACTIONS) - set(declared()) == set()
    for name, jobs in REACTIONS.items():
        assert jobs, name
        assert all(isinstance(one, Job) for one in jobs)
        assert len(set(jobs)) == len(jobs), f"{name} starts a job twice"


def test_the_second_factor_is_asked_before_the_reason() -> None:
    assert settings.GATES == [
        "kedang.access.gates.second_factor",
        "kedang.access.gates.reason",
        "kedang.documents.gates.top_level",
        "kedang.documents.gates.quota",
        "kedang.documents.gates.permit",
    ]
    assert [name for name, _gate in gates.gates()] == settings.GATES


def test_a_gate_that_is_missing_stops_the_start(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GATES = ["kedang.access.gates.second_factor", "kedang.access.gates.nowhere"]  # type: ignore[attr-defined]  # pytest-django's
    gates.gates.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="GATES"):
        gates.gates()
    gates.gates.cache_clear()


def test_every_middleware_and_router_is_there() -> None:
    for name in (*settings.MIDDLEWARE, *settings.DATABASE_ROUTERS, *settings.FILE_UPLOAD_HANDLERS):
        assert import_string(name)
