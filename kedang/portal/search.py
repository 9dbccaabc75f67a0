"""What is declared of links for customers and of what they ask for."""

from django.utils.translation import gettext_lazy as _

from kedang.core import fields

fields.declare(
    "portal.portallink",
    fields.FieldSpec(
        name="asked_for",
        label=_("请客户提供的文件"),
        type="long",
        storage="sealed",
        grade="L2",
        personal=True,
    ),
    fields.FieldSpec(name="expires_at", label=_("有效期至"), type="date"),
)
fields.declare(
    "portal.changerequest",
    fields.FieldSpec(name="kind", label=_("种类"), type="choice"),
    fields.FieldSpec(
        name="wanted", label=_("内容"), type="long", storage="sealed", grade="L3", personal=True
    ),
    fields.FieldSpec(name="state", label=_("状态"), type="choice"),
    fields.FieldSpec(
        name="answer", label=_("答复"), type="long", storage="sealed", grade="L2", personal=True
    ),
)
