"""Taking the rows that came back."""

from __future__ import annotations

from kedang.access.door import action
from kedang.core.actor import Actor
from kedang.intake.customers.problems import problems_file
from kedang.intake.events import PROBLEMS_DOWNLOADED
from kedang.intake.models import CustomerImport
from kedang.ledger.record import record


@action(needs="import")
def download_problems(customer_import: CustomerImport, *, actor: Actor) -> bytes:
    """The rejected rows as a file; they are personal data, so it is in the ledger."""
    record(PROBLEMS_DOWNLOADED, customer_import, actor=actor)
    return problems_file(customer_import)
