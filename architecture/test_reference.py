"""Every setting and every event stands in the docs; the check bites."""

from architecture.source import PACKAGE, ROOT, assert_none
from kedang.ledger.kinds import Kind
from scripts import reference
from scripts.settings_table import SETTINGS


def sources() -> list[tuple[str, str]]:
    paths = [path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts]
    paths += [
        *ROOT.glob("e2e/*.py"),
        *ROOT.glob("architecture/test_[!r]*.py"),
        *ROOT.glob("scripts/*"),
        ROOT / "conftest.py",
        ROOT / "Makefile",
    ]
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in paths if path.is_file()
    ]


def test_every_setting_is_in_the_docs() -> None:
    assert_none(reference.undocumented(sources(), [row[0] for row in SETTINGS]))


def test_no_setting_is_documented_that_nobody_reads() -> None:
    text = "\n".join(text for place, text in sources() if "settings_table" not in place)
    assert_none(f"{name} is read nowhere" for name, *_rest in SETTINGS if name not in text)


def test_an_undocumented_setting_is_caught() -> None:
    planted = [("kedang/config/settings.py", 'os.environ.get("KEDANG_SECRET_DOOR", "")')]
    assert reference.undocumented(planted, [row[0] for row in SETTINGS]) == [
        "kedang/config/settings.py: KEDANG_SECRET_DOOR is not documented"
    ]


def test_the_page_of_settings_is_current() -> None:
    assert reference.SETTINGS_PAGE.read_text(encoding="utf-8") == reference.settings_page(), (
        "run `make pages`"
    )


def test_the_page_of_events_is_current() -> None:
    page = reference.events_page(reference.load_kinds())
    assert reference.EVENTS.read_text(encoding="utf-8") == page, "run `make pages`"


def test_an_event_that_is_not_on_the_page_is_caught() -> None:
    planted = Kind("customers.planted", "种下了", erase="none")
    page = reference.events_page(reference.load_kinds() | {planted.name: planted})
    assert reference.EVENTS.read_text(encoding="utf-8") != page
    assert "| `customers.planted` | 种下了 |" in page
