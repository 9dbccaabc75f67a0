from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kedang.access"
    label = "access"

    def ready(self) -> None:
        from kedang.access.gates import gates

        gates()  # a gate that cannot be imported stops start-up
