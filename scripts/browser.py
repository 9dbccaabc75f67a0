"""The browser for the journeys: Chromium and a Chinese font, installed when missing and permitted."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PACKAGES = ("chromium", "fonts-noto-cjk")
_ADVICE = (
    "The browser journeys need Chromium and a Chinese font. Install them with\n"
    "    apt-get install chromium fonts-noto-cjk\n"
    "or name your browser in KEDANG_CHROMIUM."
)


class LitmusMissing(Exception):
    """There is no litmus and none could be installed."""


class BrowserMissing(Exception):
    """There is no browser and none could be installed."""


def chromium() -> str:
    """The browser's path. Raises BrowserMissing."""
    named = os.environ.get("KEDANG_CHROMIUM")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if not found or not Path(found).exists():
        raise BrowserMissing(_ADVICE)
    return found


def ensure() -> str:
    """The browser's path, after installing what is missing. Raises BrowserMissing."""
    try:
        if _has_chinese_font():
            return chromium()
    except BrowserMissing:
        pass
    _install()
    return chromium()


def ensure_litmus() -> str:
    """The WebDAV test suite's path, after installing it when it is missing. Raises LitmusMissing."""
    if not shutil.which("litmus"):
        with contextlib.suppress(BrowserMissing):
            _install(("litmus",))
    found = shutil.which("litmus")
    if not found:
        raise LitmusMissing("The drive's journeys need litmus: apt-get install litmus")
    return found


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return any(Path("/usr/share/fonts").glob("**/*CJK*"))
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _install(packages: tuple[str, ...] = _PACKAGES) -> None:
    apt = shutil.which("apt-get")
    rights = _rights()
    if not apt or rights is None:
        raise BrowserMissing(_ADVICE)
    print(f"installing {' '.join(packages)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*rights, apt, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and command[0] == "install":
            raise BrowserMissing(f"{_ADVICE}\napt-get said: {done.stderr.strip()[-500:]}")


def _rights() -> list[str] | None:
    """What to put before apt-get, or None when we may not install; nobody is asked for a password."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(
        ["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    return ["sudo", "-n"] if allowed.returncode == 0 else None
