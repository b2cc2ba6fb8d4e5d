"""Types into the boxes of a page as a person with a mouse does, and knows when everything is saved."""

from playwright.sync_api import Locator, Page, expect

# One look at the whole page, by the browser's own selectors: the policy of the pages lets nobody compile an expression
# again and again, which is how a page would wait for one.
_SETTLED = (
    "body:has(#save-state:is([data-save=saved], [data-save=done])) #section-form[data-outbox=empty]"
    ":not(:has([data-state=typing], [data-state=saving], [data-state=waiting]))"
)


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
    expect(page.locator(_SETTLED)).to_have_count(1)


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
