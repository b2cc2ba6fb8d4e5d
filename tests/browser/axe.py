"""What axe-core finds wrong with the page that is open, for people who see, hear or move otherwise.

Its text (tests/browser/vendor, see docs/dependencies.md) is put in through the browser's own debugging line, into a
world apart: no request is made, the pages' scripts do not see it, and the policy that lets pages run only the server's
scripts is neither lifted nor tried.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession

_SOURCE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
_GRAVE = ("serious", "critical")

# Those of the grave that depend on how wide the page is, besides contrast; of the others one run says enough.
BY_WIDTH = ("target-size", "scrollable-region-focusable")

# What axe itself never calls worse than moderate, so that nobody would hear of it here.
_NEVER_GRAVE = (
    "aria-allowed-role",
    "aria-deprecated-role",
    "empty-heading",
    "empty-table-header",
    "form-field-multiple-labels",
    "heading-order",
    "html-xml-lang-mismatch",
    "image-redundant-alt",
    "landmark-banner-is-top-level",
    "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level",
    "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main",
    "landmark-one-main",
    "landmark-unique",
    "meta-viewport",
    "meta-viewport-large",
    "no-autoplay-audio",
    "page-has-heading-one",
    "presentation-role-conflict",
    "region",
    "scope-attr-valid",
    "server-side-image-map",
    "skip-link",
    "table-duplicate-name",
)
# Targets too small for a finger (WCAG 2.2) are not looked for by itself. Contrast has a run of its own, see `_LOOKS`.
_ALL = {
    "rules": {
        "target-size": {"enabled": True},
        **{each: {"enabled": False} for each in (*_NEVER_GRAVE, "color-contrast")},
    }
}

# `preload` would read the style sheets for a rule about turning a telephone, which no sheet of ours forbids.
_RUN = """(async () => {
  const context = %s;
  if (context.include && !context.include.length) return [];
  const found = await axe.run(context, {...%s, resultTypes: ["violations"], preload: false});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id, impact: node.impact, element: node.target.flat().join(" > "), html: node.html.slice(0, 200),
    why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; "),
  })));
})()"""

# A page has a thousand texts and some forty looks: colours, size and weight, on the same backgrounds in the same places
# of the tree. Half of axe's time would go into finding the same contrast again. Three texts of each look are measured
# (one may be covered by something else, which axe does not judge), and on another width only looks that are new.
# What axe judges differently makes another look: a disabled control and its label, a text of a single character.
_LOOKS = r"""
globalThis.looks = {ids: new Map(), shown: new Set()};
looks.fresh = () => {
  const places = new WeakMap();
  const id = (...parts) => {
    const key = parts.join("|");
    return looks.ids.get(key) ?? looks.ids.set(key, looks.ids.size).get(key);
  };
  const place = (each) => {
    if (!each) return -1;
    if (!places.has(each)) {
      const style = getComputedStyle(each);
      places.set(each, id(place(each.parentElement), each.tagName, each.className.baseVal ?? each.className,
        style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.zIndex, style.filter,
        style.mixBlendMode, style.clipPath));
    }
    return places.get(each);
  };
  const look = (each, words) => {
    const style = getComputedStyle(each);
    return id("text", place(each), style.color, style.fontSize, style.fontWeight, style.textShadow, each.type,
      each.matches(":disabled"), Boolean(each.closest("[aria-disabled=true]")),
      Boolean(each.closest("label")?.control?.disabled), (words.match(/[\p{L}\p{N}]/gu) ?? []).length > 1);
  };
  const found = new Map();
  for (const each of document.body.querySelectorAll("*")) {
    const own = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
    const words = (own.join("") + (typeof each.value === "string" ? each.value : "") + (each.placeholder ?? "")).trim();
    if (!words || !each.checkVisibility()) continue;
    const seen = look(each, words);
    if (looks.shown.has(seen)) continue;
    found.set(seen, [...(found.get(seen) ?? []), each]);
  }
  for (const seen of found.keys()) looks.shown.add(seen);
  return [...found.values()].flatMap((all) => [...new Set([all[0], all[all.length >> 1], all.at(-1)])]);
};
0"""


def _only(*rules: str) -> dict[str, Any]:
    return {"runOnly": {"type": "rule", "values": rules}}


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
        self._evaluated(_LOOKS)

    def violations(self, *rules: str) -> Iterator[str]:
        """Each serious or critical one: rule, element, reason. Only of `rules` where some are named, and of contrast.

        Contrast is told of looks that were not measured before.
        """
        options = _only(*rules) if rules else _ALL
        contrast = _RUN % ("{include: looks.fresh()}", json.dumps(_only("color-contrast")))
        for each in self._evaluated(_RUN % ("document", json.dumps(options))) + self._evaluated(contrast):
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
