"""Files dropped on the composer: filed as documents of the customer, of the type 沟通记录 (upload purpose `interaction`)."""

from __future__ import annotations

from typing import Any

from kedang.core.actor import Actor
from kedang.documents import arrivals
from kedang.documents.models import Upload
from kedang.documents.uploads import Purpose, register_purpose
from kedang.filing.models import DocumentType

TYPE = "communication"


def register() -> None:
    register_purpose("interaction", Purpose(_check, _finish))


def _check(facts: dict[str, Any], actor: Actor) -> None:
    arrivals.check(_filed(facts), actor)


def _finish(upload: Upload, facts: dict[str, Any], actor: Actor) -> dict[str, str]:
    return arrivals.finish(upload, _filed(facts), actor)


def _filed(facts: dict[str, Any]) -> dict[str, Any]:
    known = DocumentType.objects.filter(code=TYPE, retired_at=None).values_list("pk", flat=True).first()
    return {key: facts[key] for key in ("filename", "customer") if key in facts} | (
        {"type": str(known)} if known else {}
    )
