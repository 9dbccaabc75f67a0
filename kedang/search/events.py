"""What happens to saved views. Their queries may name people: they are told under the audit key of the month."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

VIEW_SAVED = declare("search.view_saved", _("保存了视图"), erase="audit_key", personal=("details",))
VIEW_CHANGED = declare(
    "search.view_changed", _("修改了视图"), erase="audit_key", personal=("details", "changes")
)
VIEW_SHARED = declare("search.view_shared", _("分享了视图"), erase="audit_key", personal=("details",))
VIEW_REMOVED = declare("search.view_removed", _("删除了视图"), erase="audit_key", personal=("details",))
VIEW_DEFAULTED = declare(
    "search.view_defaulted", _("设定了岗位的默认视图"), erase="audit_key", personal=("details",)
)
REBUILT = declare("search.rebuilt", _("重建了搜索索引"))
