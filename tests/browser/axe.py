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
  const found = await axe.run(document, {...%s, resultTypes: ["violations"], preload: false});
  return looks.told(found);
})()"""
_CONTRAST = """(async () => {
  const measured = looks.fresh(%s);
  if (!measured.size) return [];
  const rule = {type: "rule", values: ["color-contrast"]};
  const found = await axe.run({include: [...measured.keys()]}, {runOnly: rule, elementRef: true, preload: false});
  const [right, wrong] = [found.passes, found.violations].map((rules) =>
    new Set(rules.flatMap((each) => each.nodes.map((node) => measured.get(node.element)))));
  return [...looks.told(found), {right: [...right].filter((each) => each && !wrong.has(each))}];
})()"""

# A page has a thousand texts and some forty looks: colours, size and weight, on the same backgrounds in the same places
# of the tree. Half of axe's time would go into finding the same contrast again. Three texts of each look are measured
# (one may be covered by something else, which axe does not judge), and on another width or page only looks that were
# not found right before.
# What axe judges differently makes another look: a disabled control and its label, a text of a single character.
_LOOKS = r"""
globalThis.looks = {};
looks.told = (found) => found.violations.flatMap((rule) => rule.nodes.map((node) => ({
  rule: rule.id, impact: node.impact, element: node.target.flat().join(" > "), html: node.html.slice(0, 200),
  why: [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; "),
})));
looks.fresh = (measured) => {
  const places = new WeakMap();
  const known = new Set(measured);
  // The same on every page: 53 bits of what the look is made of.
  const id = (...parts) => {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (const unit of new TextEncoder().encode(parts.join("|"))) {
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return 4294967296 * (2097151 & low) + (high >>> 0);
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
    if (known.has(seen)) continue;
    found.set(seen, [...(found.get(seen) ?? []), each]);
  }
  const some = (all) => [all[0], all[all.length >> 1], all.at(-1)];
  return new Map([...found].flatMap(([seen, all]) => some(all).map((each) => [each, seen])));
};
0"""


def _only(*rules: str) -> dict[str, Any]:
    return {"runOnly": {"type": "rule", "values": rules}}


@cache
def _source() -> str:
    return _SOURCE.read_text(encoding="utf-8")


# Looks of which axe said that their contrast is right.
_right: set[int] = set()


class Axe:
    """Axe in the page that is open; ask again after the page has changed or is as wide as another screen."""

    def __init__(self, session: CDPSession) -> None:
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        self._session, self._world = session, world["executionContextId"]
        self._evaluated(_source())
        self._evaluated(_LOOKS)

    def violations(self, *rules: str) -> Iterator[str]:
        """Each serious or critical one: rule, element, reason. Of `rules` alone where they are named, and contrast."""
        options = _only(*rules) if rules else _ALL
        found = self._evaluated(_RUN % json.dumps(options)) + self._evaluated(_CONTRAST % json.dumps([*_right]))
        for each in found:
            if "right" in each:
                _right.update(each["right"])
            elif each["impact"] in _GRAVE:
                yield f"{each['rule']} ({each['impact']}): {each['element']}: {each['html']}: {each['why']}"

    def _evaluated(self, expression: str) -> list[dict[str, Any]]:
        answer = self._session.send(
            "Runtime.evaluate",
            {"expression": expression, "contextId": self._world, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        found: list[dict[str, Any]] = answer["result"].get("value") or []
        return found
