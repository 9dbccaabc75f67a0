"""The `kedang` command. Each room registers its subcommands in a `cli.py` (docs/map.md)."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from kedang import __version__
from kedang.core.terminal import complain, language, translate_parser

# In the order of the help. Their `cli` modules import Django's models only inside their commands.
ROOMS = ("operations", "accounts", "demo", "intake", "dossier", "customers", "documents", "search", "vault")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 failed (said why), 2 wrong use, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    os.umask(0o077)  # what the archive writes is its owner's alone
    parser = build_parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        parser.print_help()
        return 2
    try:
        return _run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `kedang … | head` is no failure
        return 0


def build_parser() -> ArgumentParser:
    parser = ArgumentParser(prog="kedang")
    parser.add_argument("--version", action="version", version=f"kedang {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", title="commands")
    for room in ROOMS:
        if find_spec(f"kedang.{room}.cli"):
            import_module(f"kedang.{room}.cli").register(subparsers)
    translate_parser(parser)
    return parser


def _run(options: Namespace) -> int:
    from kedang.core.errors import DomainError

    if not getattr(options, "bare", False):
        set_up()
    try:
        return options.run(options) or 0
    except DomainError as error:
        complain(error)
        return 1


def set_up() -> None:
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


if __name__ == "__main__":
    sys.exit(main())
