"""Real files of the demo company's papers, the same bytes in every run."""

from kedang.demo.formats.fixed import pdf, picture
from kedang.demo.formats.mail import eml
from kedang.demo.formats.ofd import ofd
from kedang.demo.formats.office import docx, xlsx
from kedang.demo.papers import Paper

_WRITERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "eml": eml, "ofd": ofd, "jpg": picture, "png": picture}


def written(paper: Paper) -> bytes:
    return _WRITERS[paper.format](paper)
