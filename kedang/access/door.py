"""The door for writing. Every change is an action, and every action comes through here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kedang.access.events import FAILED, REFUSED
from kedang.access.gates import Allow, Refuse, gates
from kedang.access.querysets import GuardedQuerySet
from kedang.access.rights import probing, rights_of
from kedang.access.ruled import is_permitted
from kedang.access.words import REMEDIES, RESOURCES, VERBS
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, DomainError, NotFound, Refused, StepUpNeeded
from kedang.ledger.models import Event
from kedang.ledger.record import record, recording

Verb = TypeVar("Verb", bound=Callable[..., Any])


@dataclass(frozen=True)
class Action:
    """What the door knows of a verb: its name `room.verb`, the right it needs and what else it demands."""

    name: str
    verb: Callable[..., Any]
    needs: str
    resource: str | None
    reason: bool
    second_factor: bool
    events: int = 1


@dataclass(frozen=True)
class Attempt:
    """Somebody at the door."""

    spec: Action
    subject: Any
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    actor: Actor
    # Set when an approved action is done at last: its gate has decided already.
    passed: frozenset[str] = field(default_factory=frozenset)
    # Takes a kept action inside the verb's own transaction, so that it runs at most once.
    claim: Callable[[], None] | None = None

    @property
    def resource(self) -> str:
        return self.spec.resource or str(self.subject.resource)


class Deferred(Exception):
    """A gate keeps the action for later; the door stores it and says so to the caller."""

    def __init__(self, gate: str) -> None:
        super().__init__(gate)
        self.gate = gate


_registry: dict[str, Action] = {}
_inside: ContextVar[bool] = ContextVar("inside", default=False)


def action(
    *,
    needs: str,
    resource: str | None = None,
    reason: bool = False,
    second_factor: bool = False,
    events: int = 1,
) -> Callable[[Verb], Verb]:
    """Make a verb an action: one transaction, the right checked, the gates asked, exactly one event.

    The subject is a stored row, a guarded model class (to create one) or None with `resource` given.
    `events`: how many records the verb concerns, each with an event of its own (two become one).
    """

    def decorate(verb: Verb) -> Verb:
        room = verb.__module__.split(".")[1]
        spec = Action(f"{room}.{verb.__name__}", verb, needs, resource, reason, second_factor, events)
        if _registry.setdefault(spec.name, spec).verb.__module__ != verb.__module__:
            raise ValueError(f"two actions are called {spec.name}")

        @wraps(verb)
        def enter(subject: Any, *args: Any, actor: Actor, **options: Any) -> Any:
            return attempt(Attempt(spec, subject, args, options, actor))

        enter.action = spec  # type: ignore[attr-defined]  # read by the architecture checks
        return cast(Verb, enter)

    return decorate


def registered() -> dict[str, Action]:
    return dict(_registry)


def attempt(attempt: Attempt) -> Any:
    """Run an action, or record why not (in a second transaction, after the rollback)."""
    try:
        return _run(attempt)
    except Deferred as deferred:
        from kedang.access.pending import defer

        raise defer(attempt, deferred.gate) from None
    except (StepUpNeeded, NotFound):
        raise
    except DomainError as error:
        _record_failure(attempt, error)
        raise


def check_right(actor: Actor, needs: str, subject: Any, *, resource: str | None = None) -> None:
    """Raise `NotFound` when the subject may not be seen, `Refused` when only the act is not allowed."""
    if isinstance(subject, models.Model) and _is_scoped(subject):
        if is_permitted(actor, needs, subject, resource=resource):
            return
        if not _guarded(type(subject)).filter(pk=subject.pk).visible_to(probing(actor)).exists():
            raise NotFound(_("没有找到，或您无权查看"))
    elif rights_of(actor).has(resource or subject.resource, needs):
        return
    name = str(resource or getattr(subject, "resource", ""))
    raise Refused(
        _("您没有权限：%(verb)s%(what)s")
        % {"verb": VERBS.get(needs, needs), "what": RESOURCES.get(name, "")},
        remedy=str(REMEDIES.get((name, needs)) or _("如需办理，请联系部门主管或安全管理员。")),
    )


def can(actor: Actor, verb: str, subject: Any, *, resource: str | None = None) -> bool:
    return can_each(actor, subject, {verb: (verb, resource)})[verb]


def can_each(
    actor: Actor, subject: Any, wanted: Mapping[str, tuple[str, str | None]], *, is_seen: bool = False
) -> dict[str, bool]:
    """Flags for a page, name → (verb, resource). Rights of the same reach are asked of the database once.

    `is_seen`: `actor` was given the subject by `visible_to`, so what reaches as far as seeing is not asked again.
    """
    rights = rights_of(actor)
    own = str(getattr(subject, "resource", ""))
    if not (isinstance(subject, models.Model) and _is_scoped(subject)):
        return {name: rights.has(of or own, verb) for name, (verb, of) in wanted.items()}
    known: dict[object, bool] = {rights.reach(own, "view"): True} if is_seen else {}
    found = {}
    for name, (verb, of) in wanted.items():
        reach = rights.reach(of or own, verb)
        if reach not in known:
            known[reach] = is_permitted(actor, verb, subject, resource=of)
        found[name] = known[reach]
    return found


def _run(attempt: Attempt) -> Any:
    if _inside.get():
        raise RuntimeError(f"{attempt.spec.name}: actions do not call actions; share a plain function")
    token = _inside.set(True)
    try:
        with transaction.atomic(), recording() as events:
            if attempt.claim is not None:
                attempt.claim()
            check_right(attempt.actor, attempt.spec.needs, attempt.subject, resource=attempt.spec.resource)
            _ask_gates(attempt)
            result = attempt.spec.verb(
                attempt.subject, *attempt.arguments, **attempt.options, actor=attempt.actor
            )
            if len(events) != attempt.spec.events:
                raise RuntimeError(
                    f"{attempt.spec.name} recorded {len(events)} events instead of {attempt.spec.events}"
                )
            react(events)
        return result
    finally:
        _inside.reset(token)


def _ask_gates(attempt: Attempt) -> None:
    for name, gate in gates():
        if name in attempt.passed:
            continue
        answer = gate(attempt)
        if isinstance(answer, Refuse):
            raise answer.error
        if not isinstance(answer, Allow):
            raise Deferred(name)


def react(events: list[Event]) -> None:
    """Enqueue the consequences of `events`, in their transaction: one task of a job, however many events."""
    table = _reactions()
    wanted: dict[Any, list[int]] = {}
    for event in events:
        for job in table.get(event.kind, ()):
            wanted.setdefault(job, []).append(event.pk)
    for job, ids in wanted.items():
        job.enqueue(ids)


@cache
def _reactions() -> dict[str, tuple[Any, ...]]:
    table: dict[str, tuple[Any, ...]] = import_string(settings.REACTIONS)
    return table


def _record_failure(attempt: Attempt, error: DomainError) -> None:
    kind = REFUSED if isinstance(error, Refused) else FAILED
    subject = attempt.subject if isinstance(attempt.subject, models.Model) and attempt.subject.pk else None
    with transaction.atomic():
        record(
            kind,
            subject,
            actor=attempt.actor,
            customer_id=customer_id_of(subject),
            result=Event.Result.REFUSED if kind is REFUSED else Event.Result.FAILED,
            details={"action": attempt.spec.name, "message": str(error.message)},
            key=(f"audit:{_month()}", "audit"),
        )
        error.settled()


def customer_id_of(subject: models.Model | None) -> int | None:
    """The customer a row belongs to, by its model's `scope_path`."""
    path = getattr(subject, "scope_path", None)
    if subject is None or path is None:
        return None
    value: Any = subject
    *parents, last = path.split("__")
    for name in parents:
        value = getattr(value, name) if name else value
    found: int | None = getattr(value, f"{last}_id") if last else value.pk
    return found


def revise(row: models.Model, *, expected: int | None = None, **changes: Any) -> None:
    """Store `changes` and raise the revision, if nobody was faster.

    Raises Conflict: `expected` (or the revision read) is not the stored one any more.
    """
    before = expected if expected is not None else row.revision  # type: ignore[attr-defined]  # every BaseModel has one
    stored = {**changes, "revision": before + 1, "updated_at": now()}
    model = row.__class__  # not type(): the signed-in person is a lazy object
    if not model._base_manager.filter(pk=row.pk, revision=before).update(**stored):
        raise Conflict(_("有人刚刚改过这条记录"), remedy=_("请查看新的内容后再试。"))
    for name, value in stored.items():
        setattr(row, name, value)


def _is_scoped(subject: models.Model) -> bool:
    return getattr(subject, "scope_path", None) is not None


def _guarded(model: type[models.Model]) -> GuardedQuerySet[Any]:
    manager = model._default_manager
    queryset = manager.get_queryset()
    return queryset if isinstance(queryset, GuardedQuerySet) else GuardedQuerySet(model)


def _month() -> str:
    return f"{now():%Y-%m}"
