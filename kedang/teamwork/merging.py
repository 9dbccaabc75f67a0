"""How teamwork goes along when two customers become one, and back (A12)."""

from django.utils.translation import gettext_lazy as _

from kedang.customers.merging import register_part, rows_part
from kedang.teamwork.models import Comment
from kedang.teamwork.sealing import AAD, KIND


def register() -> None:
    """After documents and projects, which comments point at."""
    register_part(rows_part("comments", _("评论"), Comment, sealed={"text": AAD}, indexed=KIND, order=66))
