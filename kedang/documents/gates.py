"""What a document asks before its content leaves: the sitting of the top level, the day's number, the permit."""

from __future__ import annotations

from collections.abc import Callable

from kedang.access.door import Attempt
from kedang.access.gates import Allow, Answer, Refuse
from kedang.core.errors import DomainError
from kedang.documents import permits, quotas, sitting
from kedang.documents.models import Document

Question = Callable[[Document], None]
# Verbs by which the content of one document leaves.
LEAVING = ("download", "print")


def top_level(attempt: Attempt) -> Answer:
    return _asked(attempt, lambda document: sitting.ensure_open(attempt.actor, document))


def quota(attempt: Attempt) -> Answer:
    verb = attempt.spec.needs
    return _asked(attempt, lambda document: quotas.take(document, verb, actor=attempt.actor))


def permit(attempt: Attempt) -> Answer:
    """A print bears the reader's name on every page and needs none."""
    if attempt.spec.needs != "download":
        return Allow()
    return _asked(attempt, lambda document: permits.use(attempt.actor, document))


def _asked(attempt: Attempt, question: Question) -> Answer:
    if attempt.spec.needs not in LEAVING or not isinstance(attempt.subject, Document):
        return Allow()
    try:
        question(attempt.subject)
    except DomainError as error:
        return Refuse(error)
    return Allow()
