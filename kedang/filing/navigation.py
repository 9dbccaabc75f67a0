"""The ways to this room's pages: rail, palette and the settings page."""

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav

_PAGES = (
    (
        _("文件夹模板"),
        _("每种客户有哪些文件夹，改动后重新应用"),
        "filing:templates",
        "folders",
        "模板 template folder",
    ),
    (_("文档类型"), _("字段、格式、默认文件夹与密级"), "filing:types", "documents", "类型 type"),
    (_("命名规则"), _("文档归档时怎样命名"), "filing:naming", "rule", "文件名 naming"),
    (_("编号规则"), _("客户编号与档号的组成"), "filing:numbering", "hash", "档号 客户编号 numbering"),
)


def register() -> None:
    nav.register(nav.NavItem(_("客户档案树"), "filing:tree", "tree", 25, "customer.view", key="t"))
    for order, (label, hint, url_name, icon, keywords) in enumerate(_PAGES):
        nav.register_command(nav.Command(label, url_name, icon, 60, "template.view", keywords=keywords))
        hub.register(hub.Card(label, hint, url_name, icon, hub.ARCHIVE, 40 + order, "template.view"))
