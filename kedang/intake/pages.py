"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.accounts.setup.registry import Start, register_start
from kedang.ui import nav


def register() -> None:
    nav.register(nav.NavItem(_("信息采集"), "intake:customers_new", "inbox", 40, "customer.import", key="i"))
    nav.register_new(
        nav.NewItem(
            _("导入客户"),
            "intake:customers_new",
            "import",
            30,
            "customer.import",
            keywords="import excel csv 列表",
        )
    )
    nav.register_new(
        nav.NewItem(
            _("导入文件夹"),
            "intake:folders_new",
            "folder-plus",
            31,
            "document.create",
            keywords="import zip folder",
        )
    )
    nav.register_new(
        nav.NewItem(
            _("导入购买记录"),
            "intake:purchases_new",
            "wallet",
            32,
            "dealing.import",
            keywords="import purchases 订单 销售",
        )
    )
    nav.register_new(
        nav.NewItem(
            _("导入沟通记录"),
            "intake:interactions_new",
            "chat",
            33,
            "dealing.import",
            keywords="import interactions 跟进 拜访",
        )
    )
    register_start(
        Start(
            "import",
            _("导入我的客户列表"),
            _("Excel 或 CSV，自动认列"),
            "intake:customers_new",
            "import",
            order=10,
        )
    )
