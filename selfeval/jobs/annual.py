"""The documents of a year (年度报告): made once for a question, kept for the hour, of what the person may see.

A small year is made while the page is asked for; a large one by the worker, and the page waits (`tasks.make_annual`).
"""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from django.utils import timezone

from selfeval.domain.annual import Chosen, Year
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.exports.annual_report import annual_report
from selfeval.exports.annual_workbook import annual_workbook
from selfeval.exports.report_document import Report
from selfeval.exports.report_pdf import report_pdf
from selfeval.exports.report_word import report_docx
from selfeval.exports.undrawable import FontsMissing, Undrawable
from selfeval.models import FilingCycle, User
from selfeval.queries.annual import AnnualFilter, annual_filings, annual_year, departments_above
from selfeval.queries.annual_rows import ChangedMeanwhile
from selfeval.queries.record import last_change
from selfeval.services.cycle_words import moment_words
from selfeval.services.events import BUREAU, unit_name_of
from selfeval.services.made_lately import lately_key, made_lately, read_lately
from selfeval.services.whole_files import NoRoom

# Of no more units than these nobody waits longer than for a page.
MOST_AT_ONCE: Final = 200
# A document the worker made is what was asked for so long, whatever changes meanwhile; later it is made anew.
FRESH: Final = timedelta(minutes=10)
_TIMES: Final = 3
_CHANGED: Final = f"取数的时候一直有单位在改填报，试了 {_TIMES} 次，前后的数都对不上。请过几分钟再导出。"
_NOT_THEIRS: Final = "选的部门现在不在您能看到的范围里。请回年度报告重新选。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which document of which year, of what part of it, for whom."""

    kind: str
    user: User
    cycle: FilingCycle
    asked: AnnualFilter

    @property
    def plain(self) -> list[str | int]:
        """As the queue holds it; read by `question_of`."""
        asked = self.asked
        department = asked.department.code if asked.department else ""
        return [self.user.pk, self.kind, self.cycle.pk, department, asked.grade, asked.state, asked.search]

    @property
    def reach(self) -> str:
        """What decides which units the person may see, and how they are named."""
        user = self.user
        reach = (user.pk, user.role, user.is_active, user.department_id, user.business_office_id, user.full_name)
        return json.dumps(reach, ensure_ascii=False)

    @property
    def is_large(self) -> bool:
        """Whether it is made by the worker."""
        some = annual_filings(user=self.user, cycle=self.cycle, asked=self.asked).order_by().values("pk")
        return len(some[: MOST_AT_ONCE + 1]) > MOST_AT_ONCE

    def key(self, now: datetime) -> str:
        """Under what it is kept: the question, the day, on which what is overdue depends, and the last change."""
        today = str(timezone.localdate(now))
        return lately_key("annual", self.reach, json.dumps(self.plain), today, str(last_change()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualDocument:
    """A document, what it is called, of how many filings it is, and the filter in words."""

    content: bytes
    name: str
    rows: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    content: bytes
    name: str
    rows: int


def kept_annual(key: str) -> AnnualDocument | None:
    """The document kept under `key`; None where nobody made it or it is gone."""
    content = read_lately(key)
    return None if content is None else _unpacked(content)


def annual_document(question: Question, *, key: str, now: datetime) -> AnnualDocument:
    """The document, made where nobody made it lately. Raises ChangedMeanwhile, Undrawable, FontsMissing."""

    def make() -> bytes:
        chosen = chosen_words(question.asked, user=question.user, now=now)
        year = annual_year(user=question.user, cycle=question.cycle, asked=question.asked, chosen=chosen, now=now)
        drawn = _MAKERS[question.kind](question, year, now)
        return json.dumps([drawn.name, drawn.rows, chosen.words]).encode() + b"\n" + drawn.content

    return _unpacked(made_lately(key, make=make))


def made_behind(plain: Sequence[str | int]) -> dict[str, str]:
    """What the worker makes of a question: the `key` of the document, and the `reach` it was made with.

    Or a `fault`, in Chinese, with what to do. The rights are those the person has now.
    """
    question = question_of(plain)
    if isinstance(question, str):
        return {"fault": question}
    for _ in range(_TIMES):
        now = timezone.now()
        key = question.key(now)
        try:
            annual_document(question, key=key, now=now)
        except ChangedMeanwhile:
            continue
        except (FontsMissing, Undrawable) as error:
            return {"fault": str(error)}
        # What could not be kept on a full disk cannot be fetched.
        return {"fault": "", "key": key, "reach": question.reach} if kept_annual(key) else {"fault": str(NoRoom())}
    return {"fault": _CHANGED}


def question_of(plain: Sequence[str | int]) -> Question | str:
    """The question the queue held; why it may not be answered, in Chinese, where the person may not have it any more.

    Raises DoesNotExist for a person or a cycle that is not there.
    """
    pk, kind, cycle, code, grade, state, search = plain
    user = User.objects.get(pk=pk)
    refusal = why_not_task(Task.SEE_ANNUAL, Role(user.role) if user.is_active else None)
    if refusal:
        return refusal
    department = next((each for each in departments_above(user=user) if each.code == code), None)
    if code and department is None:
        return _NOT_THEIRS
    asked = AnnualFilter(department=department, grade=str(grade), state=str(state), search=str(search))
    found = FilingCycle.objects.select_related("framework").get(pk=cycle)
    return Question(kind=str(kind), user=user, cycle=found, asked=asked)


def chosen_words(asked: AnnualFilter, *, user: User, now: datetime) -> Chosen:
    """The filter, who asks and when, as the documents print it."""
    unit = unit_name_of(user)
    return Chosen(
        department=f"{asked.department.name}及所属单位" if asked.department else "",
        grade=asked.grade,
        state=State(asked.state).label if asked.state else "",
        search=asked.search,
        asked_by=f"{unit}　{user.full_name}" if unit else user.full_name,
        asked_at=moment_words(now),
    )


def _unpacked(packed: bytes) -> AnnualDocument:
    head, _, content = packed.partition(b"\n")
    name, rows, words = json.loads(head)
    return AnnualDocument(content=content, name=name, rows=rows, words=words)


def _workbook(question: Question, year: Year, now: datetime) -> _Drawn:
    with tempfile.TemporaryFile() as file:
        tally = annual_workbook(year, file)
        file.seek(0)
        return _Drawn(content=file.read(), name=f"{question.cycle.title}年度报告.xlsx", rows=tally.count)


def _word(question: Question, year: Year, now: datetime) -> _Drawn:
    return _report(question, year, now, report_docx)


def _pdf(question: Question, year: Year, now: datetime) -> _Drawn:
    return _report(question, year, now, report_pdf)


def _report(question: Question, year: Year, now: datetime, draw: Callable[[Report], bytes]) -> _Drawn:
    author = unit_name_of(question.user) or BUREAU
    report, tally = annual_report(year, author=author, made_on=timezone.localdate(now))
    return _Drawn(content=draw(report), name=f"{report.name}.{question.kind}", rows=tally.count)


_MAKERS: Final[Mapping[str, Callable[[Question, Year, datetime], _Drawn]]] = MappingProxyType(
    {"xlsx": _workbook, "docx": _word, "pdf": _pdf}
)
