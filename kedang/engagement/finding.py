"""Finding by a link's token. The token is the proof: there is nobody whose rights could be asked."""

from __future__ import annotations

from kedang.engagement.linking import digest_of
from kedang.engagement.models import Invitation, Recipient, SurveyLink


def invitation_by(token: str) -> Invitation | None:
    links = SurveyLink.objects.select_related("invitation__survey", "invitation__customer")
    link = links.filter(digest=digest_of(token), invitation__customer__trashed_at=None).first()
    return link.invitation if link else None


def recipient_by(token: str) -> Recipient | None:
    rows = Recipient.objects.select_related("customer", "point", "campaign")
    return rows.filter(digest=digest_of(token)).first()
