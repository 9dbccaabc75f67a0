"""What the house keeps of its own people, field by field."""

from django.utils.translation import gettext_lazy as _

from kedang.core.fields import FieldSpec, declare

RETENTION = "STAFF"

declare(
    "people.person",
    FieldSpec(name="name", label=_("姓名"), type="name", grade="L2", personal=True, retention=RETENTION),
    FieldSpec(name="email", label=_("邮箱"), type="email", grade="L2", personal=True, retention=RETENTION),
    FieldSpec(name="phone", label=_("电话"), type="mobile", grade="L3", personal=True, retention=RETENTION),
    FieldSpec(name="title", label=_("职务"), grade="L1", retention=RETENTION),
    FieldSpec(name="department", label=_("部门"), type="department", grade="L1", retention=RETENTION),
    FieldSpec(name="language", label=_("语言"), type="choice", grade="L1", retention=RETENTION),
)
