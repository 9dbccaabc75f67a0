from kedang.documents.models.control import DailyUse, LevelRule, Permit, PrintTally
from kedang.documents.models.document import Document, DocumentTag, DocumentValue, ReadState, Sequence
from kedang.documents.models.reading import ReadPage, Rendition
from kedang.documents.models.upload import Upload
from kedang.documents.models.version import PageImage, Version

__all__ = [
    "DailyUse",
    "Document",
    "DocumentTag",
    "DocumentValue",
    "LevelRule",
    "PageImage",
    "Permit",
    "PrintTally",
    "ReadPage",
    "ReadState",
    "Rendition",
    "Sequence",
    "Upload",
    "Version",
]
