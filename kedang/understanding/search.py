"""What suggestions keep, field by field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kedang.core.fields import FieldSpec, declare
from kedang.understanding.models import Lesson, Suggestion


def declare_fields() -> None:
    declare(
        Suggestion._meta.label_lower,
        FieldSpec(
            name="sealed",
            label=_("建议与依据"),
            type="file",
            storage="sealed",
            grade="L3",
            personal=True,
            retention="DOCUMENT",
        ),
        FieldSpec(name="confidence", label=_("把握"), type="number", retention="DOCUMENT"),
        FieldSpec(name="state", label=_("状态"), type="choice", retention="DOCUMENT"),
    )
    declare(
        Lesson._meta.label_lower,
        FieldSpec(
            name="sealed",
            label=_("学到的特征"),
            type="file",
            storage="sealed",
            grade="L3",
            personal=True,
            retention="DOCUMENT",
        ),
    )
