"""What the official workbook of every shipped framework shows is read back: its texts, scores, figures and indicators.

Every box that takes reasons has some; one on an indicator of the framework and one on an own indicator go on in rows
below.
"""

from dataclasses import replace
from functools import cache
from typing import Any, Final

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document
from selfeval.domain.filing import Filing, IndicatorEntry, OwnIndicator
from selfeval.domain.framework import FieldKind
from selfeval.exports.build import build_form
from selfeval.exports.document import Stamp
from selfeval.exports.excel import render_workbook
from selfeval.imports import Understood, read_raw, understand
from tests.exports.scored_frameworks import SAMPLES, SHIPPED, framework_of, sample
from tests.imports import test_own_workbook as one_by_one

SAMPLE_OF: Final = {sample(name)[0]: sample(name)[1] for name in SAMPLES if not name.startswith(("half", "returned"))}
LONG: Final = "。".join(f"第{number}笔款项年底退回，次年1月重新支付" for number in range(1, 60))
NOT_PRINTED: Final = one_by_one.NOT_PRINTED


def explained(slug: str) -> Assessment:
    """The sample filing with a reason and a measure on every indicator, the second and the last of them long."""
    framework = framework_of(slug)
    filing = filing_from_document(framework, SAMPLE_OF[slug])

    def said(entry: IndicatorEntry, place: int, *, is_long: bool) -> IndicatorEntry:
        return replace(entry, reason=LONG if is_long else f"第{place}项的原因", measure=f"第{place}项的措施")

    entries = {
        leaf.code: said(filing.entry(leaf.code), place, is_long=place == 1)
        for place, leaf in enumerate(framework.leaves)
    }
    own = tuple(
        replace(each, entry=said(each.entry, 100 + place, is_long=place == 1))
        for place, each in enumerate(filing.own_indicators)
    )
    return assess(framework, replace(filing, indicators=entries, own_indicators=own), texts=False)


@cache
def read_back(slug: str) -> tuple[Assessment, Understood]:
    """The filing, and what is understood of its workbook."""
    done = explained(slug)
    form = build_form(framework=done.framework, filing=done.filing, sheet=done.sheet, stamp=Stamp(status=""))
    return done, understand(read_raw("自评表.xlsx", render_workbook(form)), [], framework=framework_of(slug))


def shown(own: OwnIndicator, score: object) -> dict[str, Any]:
    """What a sheet shows of an own indicator: the target in force; 5% and 5 with the unit % are printed alike."""
    return {
        "under": own.under,
        "group": own.group,
        "name": own.name,
        "sign": own.sign,
        "points": own.points,
        "target": own.target_in_force,
        "words": (own.target_words, own.actual_words),
        "actual": own.actual,
        "unit": own.unit.removeprefix("%"),
        "score": score,
        "said": texts(own.entry),
    }


def texts(entry: IndicatorEntry) -> tuple[str, ...]:
    """The sheet closes every sentence with a full stop."""
    return tuple(text.rstrip("。") for text in (entry.analysis, entry.reason, entry.measure))


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_text_and_own_indicator_comes_back(slug: str) -> None:
    done, found = read_back(slug)
    filed, back = done.filing, found.filing
    scores = done.sheet.indicators

    assert found.not_understood == ()
    for leaf in framework_of(slug).leaves:
        was, entry = filed.entry(leaf.code), back.entry(leaf.code)
        assert texts(entry) == texts(was), leaf.code
        assert entry.is_applicable == was.is_applicable, leaf.code
        assert entry.self_score in (scores[leaf.code].self_score, None), leaf.code
    # On a sheet they stand by their groups.
    shown_back = {own.name: shown(own, own.entry.self_score) for own in back.own_indicators}
    for code, own in filed.own_by_code.items():
        assert shown_back.pop(own.name) == shown(own, scores[code].self_score), own.name
    assert shown_back == {}


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_figure_and_narrative_comes_back(slug: str) -> None:
    done, found = read_back(slug)
    filed, back = done.filing, found.filing
    assert figures(back, slug) == figures(filed, slug)
    assert back.narratives == filed.narratives
    assert back.evaluators == filed.evaluators


def figures(filing: Filing, slug: str) -> dict[str, object]:
    kinds: dict[str, FieldKind] = {field.code: field.kind for field in framework_of(slug).fields}
    return {
        code: one_by_one.without_basis(value) for code, value in filing.fields.items() if kinds[code] not in NOT_PRINTED
    }


@pytest.mark.parametrize("slug", ["shaanxi", "hainan-2018", "yinchuan-2021-project"])
def test_tiers_and_coefficients_that_the_sentence_tells_come_back(slug: str) -> None:
    done, found = read_back(slug)
    told = [(own.entry.tier, own.entry.coefficient) for own in done.filing.own_indicators]
    assert any(coefficient is not None for _, coefficient in told)
    assert [(own.entry.tier, own.entry.coefficient) for own in found.filing.own_indicators] == told
