"""What must hold on every page at every width: it fits, it can be named, found and reached, axe finds nothing grave."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser.axe import BY_WIDTH, Axe

# The drawing, the office screen most people have, a telephone.
WIDTHS = (1440, 1366, 390)
HEIGHT = 900

_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(each).overflowX)) return true;
    }
    return false;
  };
  const name = (each) => each.tagName.toLowerCase() + "." + [...each.classList].join(".");
  const out = [...document.body.querySelectorAll("*")].filter((each) => {
    const box = each.getBoundingClientRect();
    // What is folded away has a place only when it is asked for one, and not the one it opens at.
    return box.width && box.right > width + 1 && each.checkVisibility() && !scrolls(each);
  }).map(name);
  if (document.documentElement.scrollWidth > width) out.unshift("the page, " + document.documentElement.scrollWidth);
  return [...new Set(out)].slice(0, 5);
}"""

_STRUCTURE = """() => {
  const found = [];
  const visible = (each) => each.getClientRects().length > 0;
  // The official form shown on a page is a document with a head of its own.
  const heads = [...document.querySelectorAll("h1")].filter((each) => visible(each) && !each.closest("article"));
  if (heads.length !== 1) found.push("h1: " + JSON.stringify(heads.map((each) => each.textContent.trim())));
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (twice.length) found.push("duplicate ids: " + [...new Set(twice)].slice(0, 5).join(", "));
  if (document.querySelectorAll("main").length !== 1) found.push("main: " + document.querySelectorAll("main").length);
  if (!document.title.trim()) found.push("no title");
  if (document.documentElement.lang !== "zh-CN") found.push("lang: " + document.documentElement.lang);
  const alone = [...document.querySelectorAll("img:not([alt])")].length;
  if (alone) found.push("images without alt: " + alone);
  return found;
}"""

_NAMED_ROLES = {"textbox", "searchbox", "checkbox", "radio", "combobox", "spinbutton", "button", "link"}


def faults_of(page: Page) -> list[str]:
    """Everything wrong with the page that is open, at each of `WIDTHS`; leaves it at the first."""
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    found = [f"{page.url}: {fault}" for fault in page.evaluate(_STRUCTURE)]
    session = page.context.new_cdp_session(page)
    axe = Axe(session)
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{page.url} at {width}: too wide: {each}" for each in page.evaluate(_TOO_WIDE)]
        if width != 1366:
            found += [f"{page.url} at {width}: without a name: {each}" for each in _nameless(session)]
            found += [f"{page.url} at {width}: {each}" for each in axe.violations(*(BY_WIDTH if width == 390 else ()))]
    session.detach()
    return found


def _nameless(session: CDPSession) -> Iterator[str]:
    """Controls that a reader of the screen could not announce, as the browser's accessibility tree has them."""
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        if role in _NAMED_ROLES and not node.get("ignored") and not node.get("name", {}).get("value", "").strip():
            yield f"{role} {_described(session.send('DOM.describeNode', {'backendNodeId': node['backendDOMNodeId']}))}"


def _described(answer: dict[str, Any]) -> str:
    node = answer["node"]
    pairs = node.get("attributes", [])
    attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
    kept = {name: attributes[name] for name in ("id", "name", "class", "href") if name in attributes}
    return f"<{node['localName']} {kept}>"
