"""A dossier on its way in (tus purpose `dossier`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.access.door import check_right
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.documents.models import Upload
from kedang.documents.uploads import chunks
from kedang.dossier.actions.restore import receive_bag


def check(facts: dict[str, Any], actor: Actor) -> None:
    check_right(actor, "import", Customer)
    if not str(facts.get("filename") or "").lower().endswith(".zip"):
        raise Invalid(_("档案包应是 zip 文件"), field="filename", remedy=_("请选择由客档导出的 zip 档案包。"))


def finish(upload: Upload, facts: dict[str, Any], actor: Actor) -> dict[str, str]:
    name = str(facts["filename"])
    made = receive_bag(name, chunks(upload), upload=upload, actor=actor)
    return {"name": name, "import": str(made.pk)}
