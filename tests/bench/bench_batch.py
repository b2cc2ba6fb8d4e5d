"""Forms by the thousand: one cold and warm, many in warm processes, kept ones; Chromium, LibreOffice, bare WeasyPrint.

Run by `make bench`. All in one run and with as many processes, so that ratios hold on any machine: the form, its HTML
and its style sheets are the same for all of them. SELFEVAL_BENCH_FORMS says how many forms a batch has (100 and 1,000
unless set), SELFEVAL_BENCH_OTHERS how many documents the others make (20).
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as product

from selfeval.domain.export_batches import DocumentKind
from selfeval.exports.document import FormDocument
from selfeval.exports.pdf import lay_out, render_pdf
from selfeval.exports.press_room import ROOM
from selfeval.jobs.documents import form_of, frozen_stamp
from selfeval.jobs.drawing import Job, WarmProcesses
from selfeval.models import ExportBatch
from selfeval.queries.snapshots import submission_assessment
from tests.bench.levers import gains
from tests.bench.other_presses import PROCESSES, Pace, others, processor
from tests.factories import World, make_world
from tests.jobs.many import many_submitted
from tests.jobs.packages import asked, run

pytestmark = pytest.mark.django_db(transaction=True)
LONGER: Final = 3  # so often each text is repeated: the form has some fourteen pages then
FORMS: Final = tuple(int(each) for each in os.environ.get("SELFEVAL_BENCH_FORMS", "100,1000").split(","))
_MEGABYTE: Final = 1024 * 1024


@pytest.fixture
def nothing_kept(settings: Any, tmp_path: Path) -> Path:
    """A private storage with nothing in it."""
    own: dict[str, Any] = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": own}
    return tmp_path


def say(words: str) -> None:
    print(f"\n{words}", end="")  # noqa: T201


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


def made(batch: ExportBatch, drawers: WarmProcesses) -> tuple[ExportBatch, float]:
    started = time.monotonic()
    return run(batch, drawers=drawers), time.monotonic() - started


def test_forms_by_the_thousand(nothing_kept: Path, settings: Any) -> None:
    world = make_world()
    # Only the first: what is kept here every process that is forked has as well.
    first = many_submitted(world, max(FORMS), longer=LONGER)[0]
    form = form_of(submission_assessment(submission=first), frozen_stamp(first.filing, first))
    settings.DRAW_APART = True
    _batch(world, min(FORMS), nothing_kept, "，在隔开的进程里画")
    ROOM.close()
    settings.DRAW_APART = False
    pace = [_batch(world, count, nothing_kept) for count in FORMS][-1]
    _kept(world, max(FORMS))
    # Not before the batches: a worker has drawn nothing when it forks, and all it had would be counted as each child's.
    _one(form)
    for name, other in others(form):
        by_clock, by_processor = pace.a_second / other.a_second, other.processor / pace.processor
        say(f"{name}：{other}；批量是它的 {by_clock:.2f} 倍，按处理器时间 {by_processor:.2f} 倍")


def _one(form: FormDocument) -> None:
    """Cold: a process that has imported nothing. Warm: the median of five in this one, drawn anew each time."""
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


def _batch(world: World, count: int, folder: Path, how: str = "") -> Pace:
    """A batch of `count` forms of which nothing is kept."""
    shutil.rmtree(folder / "documents", ignore_errors=True)
    search = {"search": "下属单位"} if count == max(FORMS) else {"search": _named(count)}
    before = processor()
    with Watched(PROCESSES) as drawers:
        batch, seconds = made(asked(world.administrator, DocumentKind.FORM_PDF, **search), drawers)
        told, apart = drawers.told(), _spent_apart()
    assert batch.written, batch.reason
    spent = processor() - before + apart
    pace = Pace(a_second=batch.written / seconds, processor=spent / batch.written)
    say(f"批量 {batch.written} 份{how}，{PROCESSES} 个进程：{seconds:.1f} 秒，{pace}；{told}")
    return pace


def _spent_apart() -> float:
    """Processor seconds of the processes the foreman has forked: nobody waits for those, so nobody is told."""
    if ROOM._foreman is None:
        return 0.0
    foreman, ticks = str(ROOM._foreman[0].pid), 0
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # Behind the name: state, parent; user and system time are the twelfth and thirteenth from there.
            fields = each.read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12]) if fields[1] == foreman else 0
    return ticks / os.sysconf("SC_CLK_TCK")


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
