"""A fault leads to the page of its part and the box on it."""

import pytest

from selfeval.domain.files import Fault
from selfeval.models import FrameworkDraft
from selfeval.web.presenters.workshop.faults import box_words, counted, fault_views, faults_in, part_of


@pytest.mark.parametrize(
    ("path", "part", "box"),
    [
        ("", "", ""),
        ("title", "", "title"),
        ("grades[1].from", "", "grades.1.from"),
        ("fields[3].label", "fields[3]", "label"),
        ("fields[3].columns[0].code", "fields[3]", "columns.0.code"),
        ("indicators", "", "indicators"),
        ("indicators[1].children[0].scoring.bands[2].in", "indicators[1].children[0]", "scoring.bands.2.in"),
        ("indicators[1].children", "indicators[1]", "children"),
        ("checks[0].where[1]", "checks[0]", "where.1"),
    ],
)
def test_which_part_and_which_box(path: str, part: str, box: str) -> None:
    assert part_of(path) == (part, box)


@pytest.mark.parametrize(
    ("box", "words"),
    [("points", "参考分值"), ("scoring.bands.1.in", "各档第2行区间"), ("criteria.0", "评价要点第1行"), ("odd", "odd")],
)
def test_a_box_in_words(box: str, words: str) -> None:
    assert box_words(box) == words


def test_faults_are_told_with_their_place_and_the_way_there() -> None:
    draft = FrameworkDraft(pk=7, document={"indicators": [{"code": "a", "name": "投入"}]})
    faults = [
        Fault(path="indicators[0].points", found="三", expected="不是数"),
        Fault(path="fields[9].code", found="", expected="缺少"),
        Fault(path="money_unit", found="", expected="缺少"),
    ]
    views = fault_views(draft, faults)
    assert [(view.where, view.words) for view in views] == [
        ("投入　参考分值", "“三”不是数"),
        ("数据项　编码", "缺少"),
        ("总表　金额单位", "缺少"),
    ]
    assert views[0].url == "/frameworks/drafts/7/parts/indicators.0/#points"
    assert views[2].url == "/frameworks/drafts/7/parts/head/#money_unit"
    assert counted(faults) == {"indicators[0]": 1, "fields[9]": 1, "": 1}
    assert faults_in(views, "") == (views[2],)
