"""A report as PDF, in the faces and through the press of the official form; tagged, the same report the same bytes."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from selfeval.exports.page_finish import finish
from selfeval.exports.pdf import _LOCK, FONTS, DataOnly, FontsMissing, OwnFontsOnly, Press
from selfeval.exports.report_document import Report
from selfeval.exports.report_html import report_html

SHEET: Final = "report.css"
_VARIANT: Final = "pdf/ua-1"


def report_pdf(report: Report) -> bytes:
    """The report as PDF bytes. Raises FontsMissing where the product's faces are not installed."""
    with _LOCK:
        result: bytes = laid_out_report(report).write_pdf(pdf_variant=_VARIANT)
    return result


def laid_out_report(report: Report) -> Document:
    """The finished pages of the report, not yet drawn."""
    press = _press()
    pages: Any = HTML(string=report_html(report), url_fetcher=DataOnly()).render(
        font_config=press.fonts, stylesheets=press.sheets
    )
    finish(pages)
    return pages


@lru_cache(maxsize=1)
def _press() -> Press:
    static = Path(settings.BASE_DIR) / "static"
    missing = [name for name in FONTS if not (static / "fonts" / name).is_file()]
    if missing:
        raise FontsMissing(f"缺少字体 {'、'.join(missing)}：请在项目目录运行 deploy/build_fonts.sh")
    fonts = FontConfiguration()
    sheet = CSS(filename=static / "css" / SHEET, font_config=fonts, url_fetcher=OwnFontsOnly(static / "fonts"))
    return Press(fonts=fonts, sheets=(sheet,))
