from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "kedang.customers"
    label = "customers"

    def ready(self) -> None:
        from kedang.accounts.setup import register_preset_loader
        from kedang.customers import attributes, bulk, events, navigation, presets, search  # noqa: F401  # they declare

        search.declare()
        navigation.register()
        register_preset_loader(presets.load_presets, summary=presets.summary)
