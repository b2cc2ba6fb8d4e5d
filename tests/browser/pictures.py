"""Pictures of pages, taken only where they are wanted: with SELFEVAL_SCREENSHOTS in the environment."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.inspection import HEIGHT, WIDTHS

TELEPHONE, SCREEN = min(WIDTHS), max(WIDTHS)


def photograph(
    page: Page, folder: Path, name: str, *, widths: tuple[int, ...] = (TELEPHONE, SCREEN), is_full: bool = True
) -> None:
    """`name` with each of `widths` behind it: the page as far as it scrolls, or only what a screen shows of it.

    Leaves the page as wide as on a screen.
    """
    if "SELFEVAL_SCREENSHOTS" not in os.environ:
        return
    page.evaluate("document.fonts.ready")
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        # Hiding the caret would be a style put in from outside, which the page refuses.
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=is_full, caret="initial")
    page.set_viewport_size({"width": SCREEN, "height": HEIGHT})
