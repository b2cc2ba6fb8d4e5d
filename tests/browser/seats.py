"""Browser contexts that are handed on from test to test: what a browser keeps of style sheets and scripts stays.

Everything that a person leaves behind is taken away: pages, cookies, what pages stored, rules for requests.
"""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browser.watch import tell_violations

# Not what was fetched: a changed file has another name in production, and does not change during a test.
_LEFT_BEHIND = "cookies,local_storage,indexeddb,websql,service_workers,cache_storage,file_systems"


class Seats:
    """Contexts by the address of the server they are for."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    def take(self, origin: str, **options: Any) -> BrowserContext:
        """One that nobody has; `options` are the same every time."""
        if free := self._free.get(origin):
            return free.pop()
        context = self._browser.new_context(base_url=origin, **options)
        tell_violations(context)
        return context

    def give_back(self, context: BrowserContext, origin: str) -> None:
        """Clean it up for the next, or close what cannot be cleaned."""
        try:
            self._clean(context, origin)
        except Error:
            context.close()
        else:
            self._free.setdefault(origin, []).append(context)

    def _clean(self, context: BrowserContext, origin: str) -> None:
        context.unroute_all(behavior="ignoreErrors")
        context.set_offline(False)
        for page in context.pages[1:]:
            page.close()
        for page in context.pages:
            # Nothing of ours is at work any more when the stores are emptied.
            page.goto("about:blank")
            session = context.new_cdp_session(page)
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _LEFT_BEHIND})
            page.close()
        context.clear_cookies()

    def close(self) -> None:
        """All of them."""
        for free in self._free.values():
            for context in free:
                context.close()
