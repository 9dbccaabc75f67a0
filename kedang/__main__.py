"""`python -m kedang`: the same as the `kedang` command."""

import sys

from kedang.cli import main

if __name__ == "__main__":
    sys.exit(main())
