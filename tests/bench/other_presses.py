"""The same form through others: WeasyPrint bare, Chromium, LibreOffice, each with as many processes as a batch has.

No two of them make the same thing of it. LibreOffice reads no more of the HTML than its text; the workbook of the form
it prints as it should. Chromium and LibreOffice are started anew for each document, as whoever prints one does;
LibreOffice also once for many, which is the most it can do. What each makes is told beside its pace.
"""

import ctypes
import multiprocessing
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings as product
from django.db import connections
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from selfeval.exports.document import FormDocument
from selfeval.exports.drawing import paper_html
from selfeval.exports.excel import render_workbook
from selfeval.exports.paper import DataOnly
from selfeval.exports.pdf import SHEETS, Variant
from tests.exports.pdf_structure import opened

PROCESSES: Final = 2
OTHERS: Final = int(os.environ.get("SELFEVAL_BENCH_OTHERS", "20"))
_FORKING: Final = multiprocessing.get_context("fork")
_PR_SET_CHILD_SUBREAPER: Final = 36
_ARCHIVE: Final = 'pdf:{}_pdf_Export:{{"SelectPdfVersion":{{"type":"long","value":"2"}}}}'
Work = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Documents a second by the clock, and processor seconds a document, which say the same on a busy machine."""

    a_second: float
    processor: float
    made: str = ""

    def __str__(self) -> str:
        return f"{self.a_second:.2f} 份/秒，每份 {self.processor:.2f} 秒处理器时间{self.made}"


def in_processes(work: Work, count: int, *, at_once: int = 1) -> Pace:
    """`count` turns of `work`, each of `at_once` documents, over PROCESSES processes warmed up by one turn before."""
    connections.close_all()
    barrier = _FORKING.Barrier(PROCESSES + 1)
    spent = _FORKING.Array("d", PROCESSES)
    people = [_FORKING.Process(target=_share, args=(work, count, turn, barrier, spent)) for turn in range(PROCESSES)]
    for each in people:
        each.start()
    barrier.wait(600)
    started = time.monotonic()
    for each in people:
        each.join()
    assert [each.exitcode for each in people] == [0] * PROCESSES
    seconds, documents = time.monotonic() - started, count * at_once
    return Pace(a_second=documents / seconds, processor=sum(spent) / documents, made=_told(work(0)))


def _told(content: bytes) -> str:
    """Of how many pages it is, and whether it is one to be kept."""
    pdf = opened(content)
    metadata = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    return f"，{len(pdf.pages)} 页，{'' if b'pdfaid:part' in metadata else '不'}是 PDF/A"


def _share(work: Work, count: int, turn: int, barrier: Any, spent: Any) -> None:
    # A browser's processes are left behind by the one that was started; they are waited for and counted here.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    work(0)
    _await_all()
    barrier.wait(600)
    before = processor()
    for number in range(turn, count, PROCESSES):
        work(number)
    _await_all()
    spent[turn] = processor() - before
    os._exit(0)


def _await_all() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()


def processor() -> float:
    """Processor seconds of this process and of all it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def others(form: FormDocument) -> Iterator[tuple[str, Pace]]:
    """Who else makes the form, and at what pace."""
    html = paper_html(form)
    yield "只用 WeasyPrint 画同样的 HTML（字体和样式也只读一次）", in_processes(_bare(html), OTHERS)
    styles = "".join((product.BASE_DIR / "static/css" / name).read_text(encoding="utf-8") for name in SHEETS)
    styles = styles.replace("../fonts/", f"{(product.BASE_DIR / 'static/fonts').as_uri()}/")
    page = html.replace("</head>", f"<style>{styles}</style></head>").encode()
    # The whole browser is what an office has; its part without windows, which the tests drive, costs far less.
    for name in ("chromium", "chromium-headless-shell"):
        browser = shutil.which(name)
        if browser:
            work = partial(_chromium, browser, page)
            yield f"{name} 打印成 PDF（合并的格子没有并，每份起一个新进程）", in_processes(work, OTHERS)
    office = shutil.which("soffice")
    if office:
        yield from _by_office(office, form, page)


def _by_office(office: str, form: FormDocument, page: bytes) -> Iterator[tuple[str, Pace]]:
    # What it is given is made in the same turn: nobody has a workbook for nothing.
    from_book = partial(_converted, office, lambda: render_workbook(form), "form.xlsx", _ARCHIVE.format("calc"))
    from_page = partial(_converted, office, lambda: page, "form.html", "pdf:writer_web_pdf_Export")
    yield "LibreOffice 把这份表的工作簿印成 PDF/A（每份起一个新进程）", in_processes(partial(from_book, 1), OTHERS)
    yield (
        "LibreOffice 把 HTML 转成 PDF（没有框线、页眉和字体，每份起一个新进程）",
        in_processes(partial(from_page, 1), OTHERS),
    )
    many = max(OTHERS // PROCESSES, 1)
    yield (
        f"LibreOffice 一个进程连着印 {many} 份工作簿，PDF/A",
        in_processes(partial(from_book, many), PROCESSES, at_once=many),
    )


def _bare(html: str) -> Work:
    """Draws with faces and sheets at hand once it has drawn one."""
    press: list[Any] = []

    def draw(number: int) -> bytes:
        if not press:
            fonts = FontConfiguration()
            sheets = [CSS(filename=product.BASE_DIR / "static/css" / name, font_config=fonts) for name in SHEETS]
            press.extend((fonts, sheets))
        content: bytes = HTML(string=html, url_fetcher=DataOnly()).write_pdf(
            font_config=press[0], stylesheets=press[1], pdf_variant=Variant.ARCHIVE.value
        )
        return content

    return draw


def _chromium(browser: str, page: bytes, number: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "form.html", Path(folder) / "form.pdf"
        source.write_bytes(page)
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        places = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri())
        _run([browser, *options, *places])
        return target.read_bytes()


def _converted(office: str, make: Callable[[], bytes], name: str, how: str, count: int, number: int) -> bytes:
    """The last of `count` documents that one process converts."""
    with tempfile.TemporaryDirectory() as folder:
        sources = [Path(folder) / f"{each}-{name}" for each in range(count)]
        for source in sources:
            source.write_bytes(make())
        profile = f"-env:UserInstallation=file://{folder}/profile"
        _run([office, profile, "--headless", "--convert-to", how, "--outdir", folder, *map(str, sources)])
        return [source.with_suffix(".pdf").read_bytes() for source in sources][-1]


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
