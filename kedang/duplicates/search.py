"""What is shown of a pair, declared."""

from django.utils.translation import gettext_lazy as _

from kedang.core import fields

fields.declare(
    "duplicates.duplicatepair",
    fields.FieldSpec(name="score", label=_("把握"), type="number", grade="L2", personal=True),
    fields.FieldSpec(name="state", label=_("状态"), type="choice"),
)
