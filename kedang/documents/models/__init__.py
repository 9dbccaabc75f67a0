from kedang.documents.models.document import Document, DocumentTag, DocumentValue, ReadState, Sequence
from kedang.documents.models.upload import Upload
from kedang.documents.models.version import PageImage, Version

__all__ = [
    "Document",
    "DocumentTag",
    "DocumentValue",
    "PageImage",
    "ReadState",
    "Sequence",
    "Upload",
    "Version",
]
