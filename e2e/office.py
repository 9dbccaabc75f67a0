"""What people of an office do again and again: sign in, show the second factor, add a colleague."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

from playwright.sync_api import Page, expect

PASSWORD = "Kedang-journey-2026!"


def totp(secret: str) -> str:
    """The six digits an authenticator shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def enrol(page: Page) -> str:
    """On the page with the QR code: take the key shown for typing, give a code; returns the key."""
    shown = re.search(r"[A-Z2-7]{32}", page.content().replace(" ", ""))
    assert shown, "the key is not on the page"
    page.get_by_label("验证码").fill(totp(shown[0]))
    page.get_by_role("button", name="启用").click()
    expect(page).to_have_url(re.compile("recovery-codes"))
    return shown[0]


def sign_in(page: Page, email: str, secret: str = "", password: str = PASSWORD) -> None:
    page.goto("/login/")
    page.get_by_label("邮箱").fill(email)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not url.rstrip("/").endswith("/login"))
    if secret:
        _give_fresh_code(page, secret)


def _give_fresh_code(page: Page, secret: str) -> None:
    """A code is taken once; after an enrolment the next one may be half a minute away."""
    for _try in range(4):
        page.get_by_label("验证码").fill(totp(secret))
        page.get_by_role("button", name=re.compile("登录|验证|继续")).first.click()
        page.wait_for_load_state()
        if "factor" not in page.url:
            return
        time.sleep(31 - time.time() % 30)
    raise AssertionError("the second factor was not taken")


def set_password(page: Page, link: str) -> None:
    """With a one-time link."""
    page.goto(link)
    fields = page.locator("input[type=password]")
    fields.nth(0).fill(PASSWORD)
    fields.nth(1).fill(PASSWORD)
    page.get_by_role("button", name="设置密码").click()
    page.wait_for_load_state()


def choose(page: Page, label: str, words: str) -> None:
    """In a combobox: type and take the first found."""
    page.get_by_role("combobox", name=label).fill(words)
    page.get_by_role("option").first.click()


def search_for(page: Page, words: str) -> None:
    """The full results page."""
    page.goto("/search/")
    page.get_by_role("searchbox").or_(page.locator("input[name=q]")).last.fill(words)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
