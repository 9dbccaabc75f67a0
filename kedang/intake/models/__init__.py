from kedang.intake.models.customer_import import CustomerImport, RowProblem
from kedang.intake.models.folder_import import FolderImport, FolderItem, FolderLabel

__all__ = ["CustomerImport", "FolderImport", "FolderItem", "FolderLabel", "RowProblem"]
