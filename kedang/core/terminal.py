"""The command line's words: Chinese, or English for an English terminal; before Django is there."""

import gettext
import os
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def language() -> str:
    """`zh-hans` or `en`, by the terminal's locale."""
    wanted = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "en" if wanted.lower().startswith("en") else "zh-hans"


def gettext_noop(text: str) -> str:
    """Marks a help text for translation; Django's own would load the settings just for `--help`."""
    return text


def said(text: str) -> str:
    """`text`, marked with gettext_noop, in the terminal's language."""
    if language() == "zh-hans" or not text:
        return text
    return next((found for book in _catalogues() if (found := book.gettext(text)) != text), text)


def translate_parser(parser: ArgumentParser) -> None:
    """Put all help of `parser` and its subcommands into the terminal's language."""
    parser.description = said(parser.description or "")
    parser.epilog = said(parser.epilog or "")
    for action in parser._actions:
        action.help = said(action.help) if action.help else action.help
        if isinstance(action, _SubParsersAction):
            for choice in action._choices_actions:
                choice.help = said(choice.help or "")
            for child in action.choices.values():
                translate_parser(child)


def tell(text: object = "") -> None:
    """A line for whoever sits at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: object) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def show_progress(text: str) -> None:
    """Overwrite the current line on a terminal; silent in a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def table(rows: Iterable[Iterable[object]]) -> None:
    for row in rows:
        tell("\t".join("" if value is None else str(value) for value in row))


@cache
def _catalogues() -> list[gettext.NullTranslations]:
    books: list[gettext.NullTranslations] = []
    for path in sorted(_PACKAGE.glob("*/locale/en/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            books.append(gettext.GNUTranslations(file))
    return books
