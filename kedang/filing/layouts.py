"""Which folder template a customer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kedang.filing.models import DocumentType, FolderTemplate
from kedang.filing.nodes import Layout, layout_of

if TYPE_CHECKING:
    from kedang.customers.models import Customer

# How much each condition of a template says, when several templates fit a customer.
_WEIGHTS = {"kind": 4, "stage": 2, "industry": 8, "region": 1}
_NO_LAYOUT = Layout(())


class Shelf:
    """The templates in force, read once and asked for many customers; the one that says most comes first."""

    def __init__(self, templates: list[FolderTemplate]) -> None:
        self.templates = sorted(templates, key=lambda template: (-_weight(template), template.pk))
        self._layouts: dict[int, Layout] = {}
        self._folders: dict[str, str] | None = None

    @classmethod
    def in_force(cls) -> Shelf:
        return cls(list(FolderTemplate.objects.in_force()))

    def folder_of(self, type_code: str) -> str:
        """The key of the node where documents of this type belong."""
        if self._folders is None:
            self._folders = dict(DocumentType.objects.values_list("code", "folder"))
        return self._folders.get(type_code, "")

    def template_of(self, customer: Customer) -> FolderTemplate | None:
        return next((template for template in self.templates if _fits(template, customer)), None)

    def layout_for(self, customer: Customer) -> Layout:
        template = self.template_of(customer)
        if template is None:
            return _NO_LAYOUT
        if template.pk not in self._layouts:
            self._layouts[template.pk] = layout_of(template.nodes)
        return self._layouts[template.pk]


def _fits(template: FolderTemplate, customer: Customer) -> bool:
    return (
        template.kind in ("", customer.kind)
        and template.stage in ("", customer.stage)
        and customer.industry.startswith(template.industry)
        and customer.region.startswith(template.region)
    )


def _weight(template: FolderTemplate) -> int:
    return sum(weight for name, weight in _WEIGHTS.items() if getattr(template, name))
