"""What happens around suggestions. What was accepted stands in the document's own history (`documents.changed`)."""

from django.utils.translation import gettext_lazy as _

from kedang.ledger import declare

DECLINED = declare("understanding.declined", _("没有采纳对文档的建议"))
DECLINE_TAKEN_BACK = declare("understanding.decline_taken_back", _("撤销了不采纳建议"))
FIELD_UNMASKED = declare(
    "understanding.field_unmasked",
    _("查看了文档的敏感字段"),
    nature="access",
    erase="audit_key",
    personal=("reason",),
)
SETTINGS_CHANGED = declare("understanding.settings_changed", _("修改了智能识别设置"))
PRESETS_COMPLETED = declare("understanding.presets_completed", _("补全了预设类型的字段"))
ARCHIVE_ASKED = declare("understanding.archive_asked", _("要求为已有文档生成建议"))
