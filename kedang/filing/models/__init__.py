from kedang.filing.models.folders import Folder
from kedang.filing.models.templates import FolderTemplate, TemplateVersion
from kedang.filing.models.types import DocumentType, NamingRule

__all__ = ["DocumentType", "Folder", "FolderTemplate", "NamingRule", "TemplateVersion"]
