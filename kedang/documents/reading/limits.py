"""Bounds for untrusted files. Beyond them a file is kept and marked, not read."""

MAX_FILE = 256 * 2**20  # bytes handed to the worker
MAX_TEXT = 4_000_000  # characters kept of one document
MAX_PAGES = 3_000
MAX_PAGE_TEXT = 20_000  # characters; longer plain texts are cut into pages
MAX_UNPACKED = 400 * 2**20  # bytes a zip container may unfold to
MAX_RATIO = 200  # unpacked ÷ packed, above 8 MiB
MAX_READ_THROUGH = 48 * 2**20  # unpacked bytes of an archive whose files are read
MAX_MEMBERS = 20_000
MAX_ENCLOSED = 500  # files in a mail or an archive that are listed
MAX_ENCLOSED_DEPTH = 4  # a zip in a mail in a mail…
MAX_CELLS = 400_000
MAX_PIXELS = 120_000_000  # of an image that is opened
MAX_RENDERED = 16_000_000  # of a page image that is made
MAX_XML = 64 * 2**20  # bytes of one XML part

MEMORY = 1024 * 2**20  # address space of the worker
RESIDENT = 150 * 2**20  # a worker that grew beyond is replaced
CPU_SECONDS = 25
WALL_SECONDS = 30
IDLE_SECONDS = 120

OCR_LONGEST = 1760  # pixels of the longer side of a page whose text is recognised: 150 dpi of A4
OCR_MEMORY = (
    4096 * 2**20
)  # address space of the worker that recognises; most of it is libraries never touched
OCR_RESIDENT = 700 * 2**20
OCR_SECONDS = 300  # a page, with loading the models, on a machine that has much else to do
OCR_TRIES = 3  # of one page, each ended by the death of the process that asked for it
OCR_SLICE = 20.0  # seconds, after which other work has its turn

OFFICE_MEMORY = 1000 * 2**20  # data of LibreOffice, which turns old office files into pages
OFFICE_SECONDS = 90
OFFICE_OUTPUT = 256 * 2**20  # bytes of the PDF
