from kedang.dealings.models.figures import CustomerFigures, CustomerTotal
from kedang.dealings.models.interaction import (
    Channel,
    Direction,
    Interaction,
    InteractionDocument,
    InteractionPerson,
)
from kedang.dealings.models.need import Need, NeedKind
from kedang.dealings.models.purchase import Currency, Purchase

__all__ = [
    "Channel",
    "Currency",
    "CustomerFigures",
    "CustomerTotal",
    "Direction",
    "Interaction",
    "InteractionDocument",
    "InteractionPerson",
    "Need",
    "NeedKind",
    "Purchase",
]
