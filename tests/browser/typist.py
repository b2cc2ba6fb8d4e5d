"""Types into the boxes of a page as a person with a mouse does, and knows when everything is saved."""

from playwright.sync_api import Locator, Page

_SETTLED = """() => {
  const form = document.getElementById("section-form");
  const bar = document.getElementById("save-state").dataset.save;
  const waiting = form.querySelector("[data-state=typing], [data-state=saving], [data-state=waiting]");
  return form.dataset.outbox === "empty" && ["saved", "done"].includes(bar) && !waiting;
}"""


def box(page: Page, name: str) -> Locator:
    """The input with the name `name`, which is the path of the box."""
    return page.locator(f'[name="{name}"]')


def state(page: Page, name: str) -> Locator:
    """What the page says of the box `name`."""
    return page.locator(f'[id="state-{name}"]')


def note(page: Page, name: str) -> Locator:
    """What the checks say beside the box `name`."""
    return page.locator(f'[id="note-{name}"]')


def save_state(page: Page) -> Locator:
    """What the bar on top says of saving."""
    return page.locator("#save-state")


def all_saved(page: Page) -> None:
    """Wait until the server has taken everything typed on the page."""
    page.wait_for_function(_SETTLED)


def written_down(page: Page) -> None:
    """Wait the few milliseconds in which a person could not close a tab: what was typed is written to the outbox."""
    page.evaluate("window.selfeval.outbox.all()")


def retry(page: Page) -> None:
    """Press 重试 where it is still to be seen; the page tries again by itself now and then, and may do so just now."""
    page.evaluate("document.querySelector('[data-retry]')?.click()")


def write(page: Page, name: str, text: str) -> None:
    """Replace what stands in the box by `text` and leave the box."""
    target = box(page, name)
    target.click()
    page.keyboard.press("ControlOrMeta+A")
    if text:
        page.keyboard.insert_text(text)
    else:
        page.keyboard.press("Delete")
    page.keyboard.press("Tab")


def unfold(page: Page, code: str) -> None:
    """Open the card of a leaf."""
    card = page.locator(f'details[id="indicators.{code}"]')
    if card.get_attribute("open") is None:
        card.locator("summary").click()
