"""The report of an old form, read in the same process and in one of its own."""

import pytest

from selfeval.domain.files import FileFaults
from selfeval.imports import apart_child
from selfeval.imports.apart import read_apart
from selfeval.imports.report import report_of
from tests.fixtures_data.published import ROOT, plain
from tests.imports.samples import FIVE, word
from tests.imports.test_understanding import HEAD

WORK = "selfeval.imports.report:report_of"
FORM = word(*HEAD, FIVE)
TEXT = "2023年度某办绩效自评\n今年以来以来，共受理3件。\n".encode()
RULES = plain("frameworks", "jinzhong-2021")


def test_everything_a_page_needs() -> None:
    report = report_of("旧表.docx", FORM, {"frameworks": [RULES]})

    assert report["file"]["understood"]["framework"]["slug"] == "jinzhong-2021"
    assert len(report["places"]) == len(report["contexts"]) == len(report["file"]["findings"])
    assert report["draft"]["fields"]["original_budget"] == "100"
    assert report["sources"]["fields.original_budget"].startswith("表1")


def test_shipped_frameworks_are_known_besides() -> None:
    report = report_of("旧表.docx", FORM, {"frameworks": [], "shipped": str(ROOT / "fixtures" / "frameworks")})

    assert report["file"]["understood"]["framework"]["slug"] == "jinzhong-2021"


def test_quoted_words_come_with_their_line() -> None:
    report = report_of("a.txt", TEXT, {"frameworks": []})

    assert report["contexts"] == [["今年", "以来以来", "，共受理3件。"]]
    assert (report["draft"], report["no_draft"]) == (None, "没有认出是哪一种自评表，不能据此填写")


def test_the_year_of_the_filing_stands_in_for_one_that_is_not_written() -> None:
    form = word("部门整体支出绩效自评表", FIVE)

    assert report_of("a.docx", form, {"framework": RULES})["no_draft"] == "文中没有写年度，请先填上"
    assert report_of("a.docx", form, {"framework": RULES, "fiscal_year": 2022})["draft"]["fiscal_year"] == "2022"


def test_a_process_of_its_own_answers_the_same() -> None:
    assert read_apart(WORK, "a.txt", TEXT, {"frameworks": []}) == report_of("a.txt", TEXT, {"frameworks": []})


def test_what_is_refused_there_is_refused_here() -> None:
    with pytest.raises(FileFaults, match="已损坏"):
        read_apart(WORK, "a.docx", b"broken", {})


@pytest.mark.parametrize(("work", "seconds", "why"), [("greedy", 20, "内存"), ("slow", 0.5, "秒内没有读完")])
def test_memory_and_time_have_bounds(work: str, seconds: float, why: str) -> None:
    with pytest.raises(FileFaults, match=why):
        read_apart(f"{__name__}:{work}", "a.docx", b"", {}, seconds=seconds)


def greedy(*_: object) -> int:
    return len(bytearray(apart_child.MOST_MEMORY))


def slow(*_: object) -> None:
    while True:
        pass
