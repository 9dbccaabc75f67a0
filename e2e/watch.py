"""What a page must never do: log an error, break the content security policy, fail a request."""

from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Page, Response

_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const place = `${event.sourceFile}:${event.lineNumber}`;
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${place}`);
});
"""

_ANSWERS = ("Failed to load resource", "Response Status Error Code")


class Watch:
    """Collects a page's complaints; the `page` fixture asserts at the end that there are none."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self._allowed: set[int] = set()
        page.add_init_script(_REPORT_VIOLATIONS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("response", self._response)

    def allow(self, *statuses: int) -> None:
        """Answers with these statuses belong to the journey (a 404 for a stranger)."""
        self._allowed |= set(statuses)

    def assert_quiet(self) -> None:
        assert not self.complaints, "the page complained:\n" + "\n".join(self.complaints)

    def _console(self, message: ConsoleMessage) -> None:
        # Failed answers are judged by `_response`, which knows their status; the browser and htmx name them too.
        if message.type == "error" and not message.text.startswith(_ANSWERS):
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._allowed:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")


_watches: WeakKeyDictionary[Page, Watch] = WeakKeyDictionary()


def watch(page: Page) -> None:
    _watches[page] = Watch(page)


def watch_of(page: Page) -> Watch:
    """`watch_of(page).allow(404)`: this journey meets such an answer on purpose."""
    return _watches[page]
