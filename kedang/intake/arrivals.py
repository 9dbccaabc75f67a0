"""Dropped files on their way into a folder import (tus purpose `folder_import`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kedang.core.actor import Actor
from kedang.core.errors import Conflict, Invalid, NotFound
from kedang.documents.models import Upload
from kedang.intake.actions.folders import take_upload
from kedang.intake.models import FolderImport


def check(facts: dict[str, Any], actor: Actor) -> None:
    if not str(facts.get("filename") or "").strip():
        raise Invalid(_("上传没有文件名。"), field="filename")
    if _find(facts, actor).state != FolderImport.State.RECEIVING:
        raise Conflict(_("这次导入已经开始，不能再加文件"))


def finish(upload: Upload, facts: dict[str, Any], actor: Actor) -> dict[str, str]:
    path = str(facts.get("path") or facts["filename"])
    take_upload(_find(facts, actor), upload, path, actor=actor)
    return {"name": path}


def _find(facts: dict[str, Any], actor: Actor) -> FolderImport:
    number = str(facts.get("import") or "")
    found = FolderImport.objects.of(actor).filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NotFound(_("没有找到这次导入"))
    return found
