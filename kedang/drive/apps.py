from django.apps import AppConfig


class DriveConfig(AppConfig):
    name = "kedang.drive"
    label = "drive"

    def ready(self) -> None:
        from kedang import vault
        from kedang.drive import events, navigation, scratch, tasks  # noqa: F401  # they register

        navigation.register()
        vault.claim_blobs(scratch.blobs_there)
