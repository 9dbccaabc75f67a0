"""Screenshots in the three looks, and axe: what a reader's eye and a screen reader would meet."""

import os
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "e2e" / "output"
GUIDE = ROOT / "docs" / "guide" / "pictures"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = ViewportSize(width=1440, height=900)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = ViewportSize(width=390, height=844)


def shoot(page: Page, name: str, *, full_page: bool = False) -> None:
    """Save `name-wide`, `name-phone`, `name-dark` to e2e/output, and the wide one for the guide if asked.

    On the phone nothing may stick out to the right.
    """
    OUTPUT.mkdir(parents=True, exist_ok=True)
    _settle(page)
    page.screenshot(path=OUTPUT / f"{name}-wide.png", full_page=full_page, animations="disabled")
    if os.environ.get("KEDANG_PICTURES") == "1":
        GUIDE.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=GUIDE / f"{name}.png", full_page=full_page, animations="disabled")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=OUTPUT / f"{name}-dark.png", full_page=full_page, animations="disabled")
    page.emulate_media(color_scheme="light")
    _shoot_phone(page, name, full_page=full_page)


def _shoot_phone(page: Page, name: str, *, full_page: bool) -> None:
    before = page.viewport_size or WIDE
    page.set_viewport_size(PHONE)
    _settle(page)
    page.screenshot(path=OUTPUT / f"{name}-phone.png", full_page=full_page, animations="disabled")
    overflow: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size(before)
    _settle(page)
    assert overflow <= 1, f"{name}: the page is {overflow} px wider than a phone"


def _settle(page: Page) -> None:
    """Fonts loaded, layout done, no request of htmx under way."""
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=15_000)


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical, in light and in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = _axe(page)
        assert not found, f"axe ({scheme}, {page.url}):\n" + "\n".join(found)
    page.emulate_media(color_scheme="light")


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))  # the policy forbids a script tag, as it should
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{violation['impact']} {violation['id']}: {violation['help']}\n    "
        + "\n    ".join(
            node["html"][:200] + " — " + node["failureSummary"][:300] for node in violation["nodes"][:5]
        )
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
