from kedang.customers.models.blind import BlindCheck
from kedang.customers.models.contact import ContactKind, ContactPerson, ContactPoint
from kedang.customers.models.customer import (
    Customer,
    Gender,
    Grade,
    GradeBasis,
    Helper,
    HelperRole,
    Kind,
    Source,
    Stage,
    Status,
)
from kedang.customers.models.project import Closed, Progress, Project
from kedang.customers.models.relation import Relation, RelationKind
from kedang.customers.models.relation_suggestion import RelationSuggestion
from kedang.customers.models.tags import Colour, CustomerClass, CustomerTag, Dimension, DimensionValue, Tag
from kedang.customers.models.templates import (
    CustomField,
    CustomPick,
    CustomValue,
    FieldType,
    GapPolicy,
    RecordTemplate,
    TemplateField,
)

__all__ = [
    "BlindCheck",
    "Closed",
    "Colour",
    "ContactKind",
    "ContactPerson",
    "ContactPoint",
    "CustomField",
    "CustomPick",
    "CustomValue",
    "Customer",
    "CustomerClass",
    "CustomerTag",
    "Dimension",
    "DimensionValue",
    "FieldType",
    "GapPolicy",
    "Gender",
    "Grade",
    "GradeBasis",
    "Helper",
    "HelperRole",
    "Kind",
    "Progress",
    "Project",
    "RecordTemplate",
    "Relation",
    "RelationKind",
    "RelationSuggestion",
    "Source",
    "Stage",
    "Status",
    "Tag",
    "TemplateField",
]
