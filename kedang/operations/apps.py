from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "kedang.operations"
    label = "operations"

    def ready(self) -> None:
        from kedang.accounts import hub
        from kedang.operations import events  # noqa: F401  # declare kinds

        hub.register(
            hub.Card(
                _("后台任务"),
                _("等待、进行、失败的任务；重试与放弃"),
                "operations:tasks",
                "clock",
                hub.SYSTEM,
                32,
                "settings.manage",
            )
        )
