"""What axe-core finds wrong with the page that is open, for people who see, hear or move otherwise.

Its text (tests/browser/vendor, see docs/dependencies.md) is put in through the browser's own debugging line, into a
world apart: no request is made, the pages' scripts do not see it, and the policy that lets pages run only the server's
scripts is neither lifted nor tried.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import CDPSession

_SOURCE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
_GRAVE = ("serious", "critical")

# Those that depend on how wide the page is; of the others one run says enough.
BY_WIDTH = ("color-contrast", "target-size", "scrollable-region-focusable")

# Targets too small for a finger (WCAG 2.2) are not looked for by itself. `preload` would read the style sheets for a
# rule about turning a telephone, which no sheet of ours forbids.
_RUN = """axe.run(document, {
  ...%s, resultTypes: ["violations"], preload: false,
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) => ({
  rule: rule.id, impact: node.impact, element: node.target.flat().join(" > "), html: node.html.slice(0, 200),
  why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; "),
}))))"""
_ALL = {"rules": {"target-size": {"enabled": True}}}


@cache
def _source() -> str:
    return _SOURCE.read_text(encoding="utf-8")


class Axe:
    """Axe in the page that is open; ask again after the page has changed or is as wide as another screen."""

    def __init__(self, session: CDPSession) -> None:
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        self._session, self._world = session, world["executionContextId"]
        self._evaluated(_source())

    def violations(self, *rules: str) -> Iterator[str]:
        """Each serious or critical one: rule, element, reason. Only of `rules` where some are named."""
        options = {"runOnly": {"type": "rule", "values": rules}} if rules else _ALL
        for each in self._evaluated(_RUN % json.dumps(options)):
            if each["impact"] in _GRAVE:
                yield f"{each['rule']} ({each['impact']}): {each['element']}: {each['html']}: {each['why']}"

    def _evaluated(self, expression: str) -> list[dict[str, str]]:
        answer = self._session.send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": self._world, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        found: list[dict[str, str]] = answer["result"].get("value") or []
        return found
