from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kedang.ledger"
    label = "ledger"
