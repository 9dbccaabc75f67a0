from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "kedang.intake"
    label = "intake"

    def ready(self) -> None:
        from kedang.documents.uploads import Purpose, register_purpose
        from kedang.intake import arrivals, events, keeping, pages  # noqa: F401  # events declares the kinds
        from kedang.intake.customers import run as customers  # noqa: F401  # registers the kind of run
        from kedang.intake.dealings import importing  # noqa: F401  # likewise
        from kedang.intake.folders import run as folders  # noqa: F401  # likewise

        keeping.claim()
        register_purpose("folder_import", Purpose(arrivals.check, arrivals.finish))
        pages.register()
