"""Ways to the pages of this room."""

from django.utils.translation import gettext_lazy as _

from kedang.ui import nav


def register() -> None:
    nav.register_new(
        nav.NewItem(
            _("导入客户档案包"),
            "dossier:imports",
            "inbox",
            34,
            "customer.import",
            keywords="import bagit dossier restore 恢复",
        )
    )
