from kedang.intake.models.customer_import import CustomerImport, RowProblem
from kedang.intake.models.dealing_import import DealingImport, DealingProblem
from kedang.intake.models.folder_import import FolderImport, FolderItem, FolderLabel

__all__ = [
    "CustomerImport",
    "DealingImport",
    "DealingProblem",
    "FolderImport",
    "FolderItem",
    "FolderLabel",
    "RowProblem",
]
