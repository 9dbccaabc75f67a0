from django.apps import AppConfig


class DriveConfig(AppConfig):
    name = "kedang.drive"
    label = "drive"

    def ready(self) -> None:
        from kedang import vault
        from kedang.documents import holds
        from kedang.drive import events, locking, navigation, scratch, tasks  # noqa: F401  # they register

        navigation.register()
        holds.register(locking.words_for)
        vault.claim_blobs(scratch.blobs_there)
