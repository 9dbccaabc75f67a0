from kedang.documents.models.document import Document, DocumentTag, DocumentValue, ReadState, Sequence
from kedang.documents.models.reading import ReadPage, Rendition
from kedang.documents.models.upload import Upload
from kedang.documents.models.version import PageImage, Version

__all__ = [
    "Document",
    "DocumentTag",
    "DocumentValue",
    "PageImage",
    "ReadPage",
    "ReadState",
    "Rendition",
    "Sequence",
    "Upload",
    "Version",
]
