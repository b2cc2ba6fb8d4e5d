"""Where a filing stands in the steps of the year, and who saved each page."""

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing as Content
from selfeval.domain.workflow import State
from selfeval.models import Filing
from selfeval.queries.filings import section_stamps
from selfeval.web.presenters.progress import Progress, progress_of
from tests.factories import NOW, domain_framework, sample

EMPTY = Content(framework="jinzhong-2021", fiscal_year=2021)


def progress(filing: Filing, content: Content) -> Progress:
    assessment = assess(domain_framework(), content)
    return progress_of(filing, assessment, stamps=section_stamps(filing=filing), now=NOW)


@pytest.mark.parametrize(
    ("state", "kinds", "note"),
    [
        (State.TO_FILL, "done on ahead ahead ahead", "可以送签"),
        (State.RETURNED, "done on ahead ahead ahead", "可以送签"),
        (State.AWAITING_SIGNATURE, "done done on ahead ahead", "等负责人签发"),
        (State.SUBMITTED, "done done done on ahead", "等财政审核"),
        (State.FINALISED, "done done done done done", "已审核定稿"),
        # A level that was taken out of the cycle stays while a form waits there.
        (State.OFFICE_REVIEW, "done done done on ahead ahead", "等业务科室审核"),
        (State.EXEMPT, "done on", "本年免评，不用填报"),
    ],
)
def test_the_steps_of_the_year(filing: Filing, state: State, kinds: str, note: str) -> None:
    filing.state = state.value
    steps = progress(filing, sample()).steps
    assert " ".join(step.kind for step in steps) == kinds
    assert [step.note for step in steps if step.note] == [note]
    assert steps[1].words == {State.RETURNED: "修改", State.EXEMPT: "免评"}.get(state, "填报")


def test_the_levels_of_the_cycle_are_steps(filing: Filing) -> None:
    filing.cycle.has_supervisor_review = filing.cycle.has_office_review = True
    filing.department.supervisor_id = filing.department.business_office_id = 1
    filing.state = State.SUPERVISOR_REVIEW.value
    steps = progress(filing, sample()).steps
    words = ["下达", "填报", "负责人签发", "主管部门审核", "业务科室审核", "财政审核", "定稿"]
    assert [step.words for step in steps] == words
    assert [step.words for step in steps if step.kind == "on"] == ["主管部门审核"]


def test_what_is_open_is_counted(filing: Filing) -> None:
    count = len(assess(domain_framework(), EMPTY).blocking)
    assert count > 0
    assert progress(filing, EMPTY).steps[1].note == f"还差 {count} 项"


def test_each_page_says_who_saved_it(filled: Filing) -> None:
    found = progress(filled, sample())
    assert found.is_editable
    assert [page.page.title for page in found.pages][:2] == ["基本信息", "资金情况"]
    assert {(page.who, page.when) for page in found.pages} == {("preparer001甲", "09:30")}


def test_pages_nobody_saved_name_nobody(filing: Filing) -> None:
    assert {(page.who, page.when) for page in progress(filing, EMPTY).pages} == {("", "—")}
