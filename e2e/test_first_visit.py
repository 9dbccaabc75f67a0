"""The first visit to an empty archive."""

from playwright.sync_api import Page, expect

from e2e.looks import assert_accessible, shoot


def test_an_empty_archive_greets_with_the_set_up_wizard(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_label("单位名称").or_(page.get_by_label("单位全称"))).to_be_visible()
    assert_accessible(page)
    shoot(page, "set-up")
