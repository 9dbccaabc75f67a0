from django.apps import apps
from django.db import models

from kedang.customers.models import Customer
from kedang.dossier.tables import tables

# Rows of a customer that are no part of its dossier, and why.
LEFT_OUT = {
    **dict.fromkeys(
        ("customers.Helper", "customers.CustomerTag", "customers.CustomerClass", "customers.CustomValue"),
        "told with the customer itself",
    ),
    "customers.CustomPick": "worked out from the value",
    "customers.RelationSuggestion": "a guess nobody took up",
    "customers.Customer": "a record that became a part of this one",
    "documents.Document": "told with its versions",
    "access.Audience": "who may see it is decided anew where it is restored",
    "dealings.CustomerFigures": "worked out from the dealings",
    "dealings.CustomerTotal": "worked out from the dealings",
    "teamwork.Follow": "what a colleague wants to hear of",
    "teamwork.HandOverItem": "how work was shared out, in the ledger too",
    "teamwork.PoolEntry": "how work was shared out, in the ledger too",
    "teamwork.PoolWarning": "how work was shared out, in the ledger too",
    "grading.ContactReminder": "worked out from the grade",
    "grading.Proposal": "not decided, or decided in the ledger",
    "duplicates.Merge": "about two records",
    "duplicates.DuplicatePair": "about two records",
    "quality.Assessment": "worked out from the record",
    "quality.Finding": "worked out from the record",
    "quality.SampleItem": "a check of the house's work",
    "segments.Membership": "worked out from the segment's query",
    "segments.CallEntry": "a list of work",
    "portal.PortalLink": "a secret",
    "intake.FolderLabel": "a step of an import",
    "dossier.BagImport": "a restore under way",
    "dossier.Origin": "told with the row it is about",
    "dossier.Package": "a dossier itself, kept for some days",
}


def test_every_model_of_a_customer_is_in_the_dossier_or_says_why_not() -> None:
    told = {one.model._meta.label for one in tables()}
    missing = [
        model._meta.label
        for model in apps.get_models()
        if _is_of_a_customer(model)
        if model._meta.label not in told and model._meta.label not in LEFT_OUT
    ]
    assert missing == []


def test_no_column_is_read_that_a_dossier_cannot_say() -> None:
    for table in tables():
        sealed = {one.name for one in table.columns() if one.get_internal_type() == "BinaryField"}
        assert sealed == set(table.sealed), table.name
        assert set(table.shown) <= {one.name for one in table.columns()}, table.name


def _is_of_a_customer(model: type[models.Model]) -> bool:
    return any(field.related_model is Customer for field in model._meta.concrete_fields if field.is_relation)
