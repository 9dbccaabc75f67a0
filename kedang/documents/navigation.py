"""Where documents stand in the rail, the palette and other rooms' links."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.documents.models import Document
from kedang.documents.views.folders import folder_address
from kedang.filing.contents import register_contents
from kedang.filing.links import register_links
from kedang.ui import nav


def register() -> None:
    nav.register(nav.NavItem(_("文档"), "documents:documents", "documents", 30, "document.view", key="d"))
    nav.register_new(
        nav.NewItem(_("上传文件"), "documents:new", "upload", 20, "document.create", keywords="upload")
    )
    nav.register_command(
        nav.Command(
            _("不合命名规则的文档"),
            "documents:misnamed",
            "rule",
            61,
            "document.view",
            keywords="检查命名 重命名 naming rename",
        )
    )
    nav.register_command(
        nav.Command(
            _("下载申请"),
            "documents:permits",
            "download",
            62,
            "document.view",
            keywords="审批 permit approve",
        )
    )
    hub.register(
        hub.Card(
            _("文档管控"),
            _("每个密级每天的份数、水印、下载审批"),
            "documents:level_rules",
            "shield",
            hub.SECURITY,
            60,
            "post.view",
        )
    )
    register_links(folder=folder_address, names=lambda: reverse("documents:misnamed"))
    register_contents(_documents_in)


def _documents_in(folder_ids: Sequence[int]) -> int:
    return Document.objects.available().filter(folder__in=folder_ids).count()
