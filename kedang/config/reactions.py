"""Consequences of events: the only wiring from one room's event to another room's work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kedang.customers import events as customers
from kedang.dealings import events as dealings
from kedang.documents import events as documents
from kedang.grading.tasks import close_met_contacts
from kedang.jobs import Job
from kedang.quality.tasks import assess_all, assess_changed
from kedang.teamwork.tasks import settle_pool, tell_departments, tell_followers
from kedang.teamwork.topics import CONTACT, KINDS
from kedang.understanding.tasks import understand_changed

# What may change how good a customer's data is.
_OF_CUSTOMERS = (
    *(customers.REGISTERED, customers.CHANGED, customers.STAGE_CHANGED, customers.COOPERATION_ENDED),
    *(customers.COOPERATION_RESUMED, customers.ASSIGNED, customers.RESTORED, customers.UNTRASHED),
    *(
        customers.CONTACT_ADDED,
        customers.CONTACT_CHANGED,
        customers.CONTACT_REMOVED,
        customers.CONTACT_VERIFIED,
    ),
    *(customers.CONTACT_ABSENT, customers.MERGED, customers.PARTED, customers.PARTED_AGAIN),
    *(dealings.INTERACTION_RECORDED, dealings.INTERACTION_CHANGED, dealings.WITHDRAWN, dealings.BROUGHT_BACK),
    *(dealings.OPPORTUNITY_ADDED, dealings.OPPORTUNITY_MOVED, dealings.OPPORTUNITY_CLOSED),
)


def _table(*wired: tuple[Job, Iterable[str]]) -> dict[str, tuple[Job, ...]]:
    found: dict[str, tuple[Job, ...]] = defaultdict(tuple)
    for job, kinds in wired:
        for kind in kinds:
            found[kind] += (job,)
    return dict(found)


# Event kind → the jobs that get the ids of such events of one transaction, enqueued in it: one task a chunk of bulk work.
REACTIONS: dict[str, tuple[Job, ...]] = _table(
    (assess_changed, [kind.name for kind in _OF_CUSTOMERS]),
    (close_met_contacts, [dealings.INTERACTION_RECORDED.name, dealings.INTERACTION_CHANGED.name]),
    (assess_all, [customers.TEMPLATE_CHANGED.name]),
    (tell_departments, CONTACT),
    (tell_followers, KINDS),
    (understand_changed, [documents.CHANGED.name, documents.TAGGED.name, documents.MOVED.name]),
    (
        settle_pool,
        [
            *(customers.ASSIGNED.name, customers.RESTORED.name),
            *(customers.MERGED.name, customers.PARTED.name, customers.PARTED_AGAIN.name),
        ],
    ),
)
