"""Bounds for untrusted files. Beyond them a file is kept and marked, not read."""

MAX_FILE = 256 * 2**20  # bytes handed to the worker
MAX_TEXT = 4_000_000  # characters kept of one document
MAX_PAGES = 3_000
MAX_PAGE_TEXT = 20_000  # characters; longer plain texts are cut into pages
MAX_UNPACKED = 400 * 2**20  # bytes a zip container may unfold to
MAX_RATIO = 200  # unpacked ÷ packed, above 8 MiB
MAX_MEMBERS = 20_000
MAX_CELLS = 400_000
MAX_PIXELS = 120_000_000  # of an image that is opened
MAX_RENDERED = 16_000_000  # of a page image that is made
MAX_XML = 64 * 2**20  # bytes of one XML part

MEMORY = 1024 * 2**20  # address space of the worker
RESIDENT = 150 * 2**20  # a worker that grew beyond is replaced
CPU_SECONDS = 25
WALL_SECONDS = 30
IDLE_SECONDS = 120
