from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "kedang.customers"
    label = "customers"

    def ready(self) -> None:
        from kedang import vault
        from kedang.accounts.setup import register_preset_loader
        from kedang.customers import (  # they declare
            attributes,  # noqa: F401
            bulk,  # noqa: F401
            events,  # noqa: F401
            identity,
            merging_parts,
            navigation,
            presets,
            search,
            timeline_changes,
        )
        from kedang.notify.names import register_names

        vault.claim_owners("customer", identity.there)
        register_names(identity.names)
        search.declare()
        timeline_changes.declare()
        navigation.register()
        merging_parts.register()
        register_preset_loader(presets.load_presets, summary=presets.summary)
