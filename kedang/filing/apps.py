from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "kedang.filing"
    label = "filing"

    def ready(self) -> None:
        from kedang.accounts.setup import register_preset_loader
        from kedang.filing import merging, navigation
        from kedang.filing.presets import load_presets, summary

        register_preset_loader(load_presets, summary=summary)
        navigation.register()
        merging.register()
