"""The pages people wait for: name → names of things in the address, query."""

PAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "accounts:profile": ((), ""),
    "tray": ((), ""),
}
