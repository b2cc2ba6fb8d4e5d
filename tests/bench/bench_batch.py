"""Forms by the thousand: one cold and warm, many in warm processes, kept ones; Chromium, LibreOffice, bare WeasyPrint.

Run by `make bench`. All in one run and with as many processes, so that ratios hold on any machine: the form, its HTML
and its style sheets are the same for all of them. SELFEVAL_BENCH_FORMS says how many forms a batch has (100 and 1,000
unless set), SELFEVAL_BENCH_OTHERS how many documents the others make (20).
"""

import ctypes
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as product
from django.db import connections
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from selfeval.domain.export_batches import DocumentKind
from selfeval.exports.drawing import paper_html
from selfeval.exports.paper import DataOnly
from selfeval.exports.pdf import SHEETS, Variant, lay_out, render_pdf
from selfeval.jobs.documents import form_of, frozen_stamp
from selfeval.jobs.drawing import Job, WarmProcesses
from selfeval.models import ExportBatch, Submission
from selfeval.queries.snapshots import submission_assessment
from tests.bench.levers import gains
from tests.factories import World, make_world
from tests.jobs.many import many_submitted
from tests.jobs.packages import asked, run

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES: Final = 2
LONGER: Final = 3  # so often each text is repeated: the form has some fourteen pages then
FORMS: Final = tuple(int(each) for each in os.environ.get("SELFEVAL_BENCH_FORMS", "100,1000").split(","))
OTHERS: Final = int(os.environ.get("SELFEVAL_BENCH_OTHERS", "20"))
_FORKING: Final = multiprocessing.get_context("fork")
_MEGABYTE: Final = 1024 * 1024
_PR_SET_CHILD_SUBREAPER: Final = 36


@pytest.fixture
def nothing_kept(settings: Any, tmp_path: Path) -> Path:
    """A private storage with nothing in it."""
    own: dict[str, Any] = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": own}
    return tmp_path


def say(words: str) -> None:
    print(f"\n{words}", end="")  # noqa: T201


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Documents a second by the clock, and processor seconds a document, which say the same on a busy machine."""

    a_second: float
    processor: float

    def __str__(self) -> str:
        return f"{self.a_second:.2f} 份/秒，每份 {self.processor:.2f} 秒处理器时间"


class Watched(WarmProcesses):
    """Warm processes of which the memory is looked at after each document."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.seen: list[tuple[int, int]] = []

    def draw(self, jobs: Iterator[Job], *, tick: Callable[[], bool]) -> Iterator[Any]:
        for number, drawn in enumerate(super().draw(jobs, tick=tick), start=1):
            if number % 5 == 0 or number < 10:
                self.seen += [(number, _memory(child.process.pid)) for child in self._children]
            yield drawn

    def told(self) -> str:
        """The most, and how much more it was in the last tenth than in the second."""
        if not self.seen:
            return "没有画"
        last = max(number for number, _ in self.seen)
        early = [size for number, size in self.seen if last * 0.1 < number <= last * 0.2]
        late = [size for number, size in self.seen if number > last * 0.9]
        growth = f"，后段比前段多 {max(late) - max(early)} MB" if early and late else ""
        return f"每个进程最多 {max(size for _, size in self.seen)} MB{growth}"


def _memory(pid: int | None) -> int:
    """Resident megabytes of a process."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * resource.getpagesize() // _MEGABYTE
    return 0


def in_processes(work: Callable[[int], object], count: int) -> Pace:
    """`count` documents of `work` over PROCESSES processes, each warmed up by one before."""
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
    return Pace(a_second=count / (time.monotonic() - started), processor=sum(spent) / count)


def _share(work: Callable[[int], object], count: int, turn: int, barrier: Any, spent: Any) -> None:
    # A browser's processes are left behind by the one that was started; they are waited for and counted here.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    work(0)
    _await_all()
    barrier.wait(600)
    before = _processor()
    for number in range(turn, count, PROCESSES):
        work(number)
    _await_all()
    spent[turn] = _processor() - before
    os._exit(0)


def _await_all() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _processor() -> float:
    """Processor seconds of this process and of all it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def made(batch: ExportBatch, drawers: WarmProcesses) -> tuple[ExportBatch, float]:
    started = time.monotonic()
    return run(batch, drawers=drawers), time.monotonic() - started


def test_forms_by_the_thousand(nothing_kept: Path) -> None:
    world = make_world()
    submissions = many_submitted(world, max(FORMS), longer=LONGER)
    _one(submissions[0])
    pace = [_batch(world, count, nothing_kept) for count in FORMS][-1]
    _kept(world, max(FORMS))
    for name, other in _others(submissions[0]).items():
        by_clock, by_processor = pace.a_second / other.a_second, other.processor / pace.processor
        say(f"{name}：{other}；批量是它的 {by_clock:.2f} 倍，按处理器时间 {by_processor:.2f} 倍")


def _one(submission: Submission) -> None:
    """Cold: a process that has imported nothing. Warm: the median of five in this one, drawn anew each time."""
    form = form_of(submission_assessment(submission=submission), frozen_stamp(submission.filing, submission))
    say(f"这份自评表 {len(lay_out(form).pages)} 页")
    code = (
        "import django; django.setup();"
        "from selfeval.exports.pdf import render_pdf; from tests.exports.real_forms import real_form;"
        "render_pdf(real_form())"
    )
    started = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=product.BASE_DIR, env=environment, capture_output=True)
    say(f"一份，冷（起进程、装载、画 8 页的示例）：{time.monotonic() - started:.2f} 秒")
    seconds = []
    for _ in range(5):
        started = time.monotonic()
        render_pdf(form)
        seconds.append(time.monotonic() - started)
    say(f"一份，热：{statistics.median(seconds):.2f} 秒")
    for name, times in gains(form).items():
        say(f"没有“{name}”：处理器时间是现在的 {times:.2f} 倍")


def _batch(world: World, count: int, folder: Path) -> Pace:
    """A batch of `count` forms of which nothing is kept."""
    shutil.rmtree(folder / "documents", ignore_errors=True)
    search = {"search": "下属单位"} if count == max(FORMS) else {"search": _named(count)}
    before = _processor()
    with Watched(PROCESSES) as drawers:
        batch, seconds = made(asked(world.administrator, DocumentKind.FORM_PDF, **search), drawers)
        told = drawers.told()
    assert batch.written, batch.reason
    pace = Pace(a_second=batch.written / seconds, processor=(_processor() - before) / batch.written)
    say(f"批量 {batch.written} 份，{PROCESSES} 个进程：{seconds:.1f} 秒，{pace}；{told}")
    return pace


def _named(count: int) -> str:
    """Words that are in the codes of about `count` of the units: M00001 … M00099 and so on."""
    return "M" + "0" * (5 - len(str(count - 1))) if count < max(FORMS) else "M"


def _kept(world: World, count: int) -> None:
    with Watched(PROCESSES) as drawers:
        batch, seconds = made(asked(world.administrator, DocumentKind.FORM_PDF, search="下属单位"), drawers)
        assert not drawers.seen
    say(f"再导出一次，都是留存的 {batch.written} 份（{batch.size / _MEGABYTE:.0f} MB）：{seconds:.1f} 秒")
    # A thousand kept ones in half a minute, and in proportion.
    assert seconds < 30 * max(count, 100) / 1000


def _others(submission: Submission) -> dict[str, Pace]:
    """The same form through others, documents a second."""
    form = form_of(submission_assessment(submission=submission), frozen_stamp(submission.filing, submission))
    html = paper_html(form)
    found = {"只用 WeasyPrint 画同样的 HTML（字体和样式也只读一次）": in_processes(_bare(html), OTHERS)}
    styles = "".join((product.BASE_DIR / "static/css" / name).read_text(encoding="utf-8") for name in SHEETS)
    styles = styles.replace("../fonts/", f"{(product.BASE_DIR / 'static/fonts').as_uri()}/")
    whole = html.replace("</head>", f"<style>{styles}</style></head>")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "form.html"
        page.write_text(whole, encoding="utf-8")
        # The whole browser is what an office has; its part without windows, which the tests drive, costs far less.
        for name in ("chromium", "chromium-headless-shell"):
            browser = shutil.which(name)
            if browser:
                found[f"{name} 打印成 PDF（每份起一个新进程）"] = in_processes(
                    partial(_chromium, browser, page), OTHERS
                )
        office = shutil.which("soffice")
        if office:
            found["LibreOffice 转成 PDF"] = in_processes(partial(_office, office, page), OTHERS)
    return found


def _bare(html: str) -> Callable[[int], object]:
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


def _chromium(browser: str, page: Path, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "form.pdf"
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        assert target.read_bytes()[:4] == b"%PDF"


def _office(office: str, page: Path, number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf:writer_web_pdf_Export",
                "--outdir",
                folder,
                str(page),
            ],
            check=True,
            capture_output=True,
        )
        assert (Path(folder) / "form.pdf").read_bytes()[:4] == b"%PDF"
