"""Taking the demo company back: what the load made and nothing else, through the same cores as any bulk work."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.runs import ChunkResult
from kedang.core.actor import Actor
from kedang.customers.actions.trash import trash_many
from kedang.customers.models import Customer
from kedang.demo.company import close_house
from kedang.documents.changes import lock
from kedang.documents.models import Document
from kedang.documents.trash import put_into_trash
from kedang.engagement.actions.surveys import retire_survey
from kedang.engagement.models import Survey
from kedang.segments.actions.segments import retire_segment
from kedang.segments.models import Segment


def take_back(undo: list[list[Any]], _args: dict[str, Any], *, actor: Actor) -> ChunkResult:
    """One chunk of the load. The run goes backwards: documents, then customers, then people."""
    result = ChunkResult()
    ids: dict[str, list[int]] = {"document": [], "customer": [], "person": [], "segment": [], "survey": []}
    for kind, pk in undo:
        ids[kind].append(pk)
    for segment in Segment.objects.in_use().filter(pk__in=ids["segment"]).select_related("owner"):
        retire_segment(segment, actor=Actor(person=segment.owner, channel="job", run_id=actor.run_id))
    for survey in Survey.objects.listed().filter(pk__in=ids["survey"]).select_related("created_by"):
        retire_survey(survey, actor=Actor(person=survey.created_by, channel="job", run_id=actor.run_id))
    if ids["document"]:
        put_into_trash(lock(list(Document.objects.available().filter(pk__in=ids["document"]))), actor=actor)
    if ids["customer"]:
        _trash_customers(ids["customer"], result, actor)
    if ids["person"]:
        _suspend(ids["person"], result, actor)
    return result


def _trash_customers(ids: list[int], result: ChunkResult, actor: Actor) -> None:
    """A record into which somebody filed documents of their own is not ours to throw away."""
    customers = list(Customer.objects.in_use().filter(pk__in=ids))
    used = set(Document.objects.available().filter(customer__in=customers).values_list("customer", flat=True))
    for one in customers:
        if one.pk in used:
            result.skipped[one.number] = _("其中有您自己归档的文档，保留")
    trash_many([one for one in customers if one.pk not in used], actor=actor)


def _suspend(ids: list[int], result: ChunkResult, actor: Actor) -> None:
    for name in close_house(ids, actor=actor):
        result.skipped[name] = _("单位的管理还要靠此人员，未停用")
