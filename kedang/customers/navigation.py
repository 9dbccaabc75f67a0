"""Where customers stand in the frame and among the settings."""

from django.utils.translation import gettext_lazy as _

from kedang.accounts import hub
from kedang.ui import nav


def register() -> None:
    nav.register(
        nav.NavItem(
            _("客户"), "customers", "customers", 10, "customer.view", keywords="kehu customers", key="c"
        )
    )
    nav.register_new(
        nav.NewItem(
            _("新建客户"), "customer_new", "customers", 10, "customer.create", keywords="new customer"
        )
    )
    nav.register_command(
        nav.Command(_("本周变更"), "customer_changes", "history", 58, "customer.view", keywords="changes")
    )
    nav.register_command(nav.Command(_("客户回收站"), "customers_trash", "trash", 60, "customer.delete"))
    hub.register(
        hub.Card(_("标签"), _("名称、颜色、上下级、使用数"), "tags", "tags", hub.ARCHIVE, 30, "tag.view")
    )
    hub.register(
        hub.Card(_("分类维度"), _("自定的客户类目"), "dimensions", "layers", hub.ARCHIVE, 31, "template.view")
    )
    hub.register(
        hub.Card(
            _("档案模板"),
            _("字段、必填项、缺项提示或阻止"),
            "record_templates",
            "template",
            hub.ARCHIVE,
            32,
            "template.view",
        )
    )
    hub.register(
        hub.Card(
            _("自定义字段"),
            _("名称、类型、选项、是否加密"),
            "custom_fields",
            "rule",
            hub.ARCHIVE,
            33,
            "template.view",
        )
    )
