from django.utils.translation import gettext_lazy as _

from kedang.ledger.kinds import declare

FOLDER_CREATED = declare("filing.folder_created", _("新建了文件夹"), erase="with_key", personal=("details",))
FOLDER_RENAMED = declare(
    "filing.folder_renamed", _("重命名了文件夹"), erase="with_key", personal=("changes",)
)
FOLDER_MOVED = declare("filing.folder_moved", _("移动了文件夹"), erase="with_key", personal=("changes",))
FOLDER_CLASSIFIED = declare(
    "filing.folder_classified", _("调整了文件夹密级"), erase="with_key", personal=("changes",)
)
FOLDER_TRASHED = declare("filing.folder_trashed", _("删除了文件夹"), erase="with_key", personal=("details",))
FOLDER_RESTORED = declare(
    "filing.folder_restored", _("恢复了文件夹"), erase="with_key", personal=("details",)
)
FOLDERS_REARRANGED = declare(
    "filing.folders_rearranged", _("按模板重新排列了文件夹"), erase="with_key", personal=("changes",)
)
FOLDERS_PUT_BACK = declare(
    "filing.folders_put_back", _("撤销了按模板的重新排列"), erase="with_key", personal=("changes",)
)
TEMPLATE_CREATED = declare("filing.template_created", _("新建了文件夹模板"))
TEMPLATE_EDITED = declare("filing.template_edited", _("修改了文件夹模板"))
TEMPLATE_RETIRED = declare("filing.template_retired", _("停用了文件夹模板"))
TYPE_CREATED = declare("filing.type_created", _("新建了文档类型"))
TYPE_EDITED = declare("filing.type_edited", _("修改了文档类型"))
TYPE_RETIRED = declare("filing.type_retired", _("停用了文档类型"))
TYPE_RETURNED = declare("filing.type_returned", _("重新启用了文档类型"))
NAMING_RULE_SET = declare("filing.naming_rule_set", _("设定了命名规则"))
NUMBERING_RULE_SET = declare("filing.numbering_rule_set", _("设定了编号规则"))
PRESETS_LOADED = declare("filing.presets_loaded", _("载入了行业预设"))
