"""Looks over the shoulder of every page: nothing may be refused, break, or leave the server."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# Chromium reports a refused content on the console as well; the event names what and by which rule.
_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("content security policy:", event.violatedDirective, event.blockedURI);
});
"""


class Watch:
    """What went wrong on the pages of all contexts it is put over. `origin` is the server's address."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._expected: list[str] = []
        self.troubles: list[str] = []
        self.foreign: list[str] = []
        self.requests = 0

    def over(self, context: BrowserContext) -> None:
        """Watch every page of `context` from now on."""
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("console", self._heard)
        context.on("weberror", self._broke)
        context.on("request", self._asked)

    def expect_status(self, *statuses: int) -> None:
        """Answers with these statuses belong to what is tested; Chromium and htmx both report them."""
        for status in statuses:
            self._expected += [f"responded with a status of {status} ", f"Response Status Error Code {status} "]

    def expect_offline(self) -> None:
        """The line is cut, or the server dead, on purpose."""
        self._expected += [
            f"net::ERR_{each}"
            for each in (
                "INTERNET_DISCONNECTED",
                "CONNECTION_REFUSED",
                "CONNECTION_RESET",
                "CONNECTION_FAILED",
                "EMPTY_RESPONSE",
            )
        ]

    def verdict(self) -> None:
        """Fail the test where anything went wrong."""
        assert self.requests, "no page was opened under watch"
        assert not self.foreign, f"requests that left the server: {self.foreign}"
        unexpected = [each for each in self.troubles if not any(words in each for words in self._expected)]
        assert not unexpected, f"errors on pages: {unexpected}"

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _broke(self, error: WebError) -> None:
        self.troubles.append(f"{error.page.url if error.page else ''}: {error.error}")

    def _asked(self, request: Request) -> None:
        self.requests += 1
        if not request.url.startswith((f"{self._origin}/", "data:")):
            self.foreign.append(request.url)
