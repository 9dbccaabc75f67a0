from django.utils.translation import gettext_lazy as _

from kedang.ui import nav


def register() -> None:
    """The ways to this room's pages in the rail and the palette."""
    nav.register(nav.NavItem(_("客户档案树"), "archive_tree", "tree", 25, "customer.view", key="t"))
    for label, url_name, icon, keywords in (
        (_("文件夹模板"), "folder_templates", "folders", "模板 template folder"),
        (_("文档类型"), "document_types", "documents", "类型 type"),
        (_("命名规则"), "naming_rules", "rule", "文件名 naming"),
        (_("编号规则"), "numbering_rules", "hash", "档号 客户编号 numbering"),
    ):
        nav.register_command(nav.Command(label, url_name, icon, 60, "template.view", keywords=keywords))
