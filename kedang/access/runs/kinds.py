"""Kinds of bulk work, registered by the rooms that know how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass
class ChunkResult:
    """What a chunk did. `skipped`: item → why not. `undo`: what the kind's undo needs, JSON."""

    done: int = 0
    skipped: dict[Any, str] = field(default_factory=dict)
    undo: Any = None


ChunkVerb = Callable[..., ChunkResult]


@dataclass(frozen=True)
class RunKind:
    """How bulk work of one kind is done. Without `model` the items are passed to the verb as they are.

    `prepare(items, args)` runs before the chunk's transaction, so that no lock is held while it works;
    the verb gets what it returns. `undo(what, args, *, actor)` gets a chunk's `ChunkResult.undo` back.
    `finish(run, *, actor)` runs once at the end. Rows in the trash are left alone unless `in_trash`.
    """

    name: str
    verb: ChunkVerb
    needs: str
    resource: str
    model: type[models.Model] | None
    undo: Callable[..., ChunkResult] | None
    finish: Callable[..., None] | None
    prepare: Callable[[list[Any], dict[str, Any]], Any] | None
    in_trash: bool = False


KINDS: dict[str, RunKind] = {}


def run_kind(
    name: str,
    *,
    needs: str,
    model: type[models.Model] | None = None,
    resource: str | None = None,
    undo: Callable[..., ChunkResult] | None = None,
    finish: Callable[..., None] | None = None,
    prepare: Callable[[list[Any], dict[str, Any]], Any] | None = None,
    in_trash: bool = False,
) -> Callable[[ChunkVerb], RunKind]:
    """Register a kind of bulk work; returns what `start_run` takes. `needs` is checked for every subject."""

    def register(verb: ChunkVerb) -> RunKind:
        where = resource or (model.resource if model else "")  # type: ignore[attr-defined]  # a guarded model
        kind = RunKind(name, verb, needs, where, model, undo, finish, prepare, in_trash)
        KINDS[name] = kind
        return kind

    return register


def kinds() -> dict[str, RunKind]:
    return dict(KINDS)
