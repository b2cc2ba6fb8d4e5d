"""A filing printed as a document and read again is the same filing."""

import json
from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain import own_indicators as own
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.files import filing_from_document, filing_to_document, read_filing
from selfeval.domain.filing import (
    NOTHING_ENTERED,
    Evaluator,
    FieldValue,
    FiledDepartment,
    Filing,
    IndicatorEntry,
    Item,
    OwnIndicator,
    Quantity,
    TargetSign,
)
from selfeval.domain.verification import content_hash
from tests.domain.files.composed_framework import COMPOSED
from tests.domain.files.small_framework import SMALL
from tests.fixtures_data.published import FILINGS, filing, framework

# What the services let in: no control characters but tab and line feed, no lone surrogates.
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t"),
    max_size=30,
)
filled = texts.filter(lambda text: text != "")
days = st.dates(date(1949, 1, 1), date(2999, 12, 31))
yuan = st.integers(-(10**16), 10**16).map(lambda fen: Decimal(fen).scaleb(-2))
yuan_from_zero = yuan.map(abs)
counts = st.integers(0, 10**9).map(Decimal)
numbers = st.decimals(-(10**12), 10**12, places=6)
ratios = st.decimals(-1000, 1000, places=10)
items = st.builds(Item, label=filled, amount=yuan, is_excluded=st.booleans(), basis=texts)
rows = st.fixed_dictionaries(
    {},
    optional={"task": filled, "cost": yuan, "people": counts, "done": ratios, "score": numbers, "due": days},
)
fields: st.SearchStrategy[dict[str, FieldValue]] = st.fixed_dictionaries(
    {},
    optional={
        "budget": yuan_from_zero,
        "change": yuan,
        "posts": counts,
        "share": ratios,
        "factor": numbers,
        "remark": filled,
        "held_on": days,
        "is_new": st.booleans(),
        "method": st.sampled_from(["问卷", "走访", "001"]),
        "tasks": st.lists(rows, max_size=3).map(tuple),
        "items": st.lists(items, max_size=3).map(tuple),
    },
)
points = st.none() | st.decimals(0, 100, places=4)
signed = st.none() | st.decimals(-100, 100, places=4)


def entry(**inputs: st.SearchStrategy[object]) -> st.SearchStrategy[IndicatorEntry]:
    common = {
        "set_points": points,
        "self_score": signed,
        "analysis": texts,
        "reason": texts,
        "measure": texts,
        "is_applicable": st.booleans(),
    }
    return st.builds(IndicatorEntry, **common, **inputs).filter(lambda each: each != NOTHING_ENTERED)


entries = st.fixed_dictionaries(
    {},
    optional={
        "ticks": entry(ticked=st.none() | st.sets(st.integers(1, 2)).map(lambda each: tuple(sorted(each)))),
        "cases": entry(incidents=st.none() | st.integers(0, 999)),
        "weight": entry(coefficient=st.none() | st.decimals(0, 1, places=6)),
        "hand": entry(points=signed),
        "ratio": entry(),
    },
)
filings = st.builds(
    Filing,
    framework=st.sampled_from(["small", "small@1", "../small.yaml"]),
    fiscal_year=st.integers(1990, 2999),
    department=st.builds(FiledDepartment, code=texts, name=texts, head=texts, phone=texts),
    filed_on=st.none() | days,
    fields=fields,
    indicators=entries,
    narratives=st.fixed_dictionaries({}, optional={"mandate": filled, "other": filled}),
    evaluators=st.lists(st.builds(Evaluator, name=filled, title=texts, office=texts), max_size=3).map(tuple),
    explanations=st.dictionaries(st.sampled_from(["sums", *CATALOGUE]), filled, max_size=3),
)


@settings(max_examples=50)
@given(written=filings)
def test_what_is_printed_reads_back_as_the_same(written: Filing) -> None:
    assert filing_from_document(SMALL, filing_to_document(SMALL, written)) == written


@settings(max_examples=50)
@given(written=filings)
def test_through_a_yaml_file_and_through_json(written: Filing) -> None:
    document = filing_to_document(SMALL, written)

    assert read_filing(SMALL, yaml.safe_dump(document, allow_unicode=True, default_style='"')) == written
    assert filing_from_document(SMALL, json.loads(json.dumps(document, ensure_ascii=False))) == written


@settings(max_examples=50)
@given(written=filings)
def test_equal_filings_print_equally(written: Filing) -> None:
    """Whatever the order in which boxes were filled, the content hash is the same."""
    backwards = Filing(
        **{
            name: getattr(written, name)
            for name in ("framework", "fiscal_year", "department", "filed_on", "evaluators")
        },
        fields=dict(reversed(written.fields.items())),
        indicators=dict(reversed(written.indicators.items())),
        narratives=dict(reversed(written.narratives.items())),
        explanations=dict(reversed(written.explanations.items())),
    )

    assert content_hash(filing_to_document(SMALL, backwards)) == content_hash(filing_to_document(SMALL, written))


@pytest.mark.parametrize("name", FILINGS)
def test_the_sample_filings(name: str) -> None:
    rules = framework("jinzhong-2021")

    assert filing_from_document(rules, filing_to_document(rules, filing(name))) == filing(name)


def test_scalars_are_text_and_only_what_is_filled_is_written() -> None:
    written = Filing(
        framework="small",
        fiscal_year=2021,
        fields={"budget": Decimal("24240300"), "share": Decimal("0.825"), "is_new": False, "posts": Decimal(0)},
        indicators={"hand": IndicatorEntry(points=Decimal("3.50"), is_applicable=False), "cases": NOTHING_ENTERED},
    )

    assert filing_to_document(SMALL, written) == {
        "format": "selfeval-filing/1",
        "framework": "small",
        "fiscal_year": "2021",
        "department": {},
        "fields": {"budget": "2424.03", "posts": "0", "share": "82.5%", "is_new": "false"},
        "indicators": {"hand": {"applicable": "false", "points": "3.5"}},
        "narratives": {},
        "evaluators": [],
        "explanations": {},
    }


words = st.text("甲乙 a1%：#'\"", min_size=1, max_size=8)
plain_values = st.decimals(-(10**12), 10**12, places=6)


def quantities(*, is_percent: bool) -> st.SearchStrategy[Quantity | None]:
    values = ratios if is_percent else plain_values
    return st.none() | st.builds(Quantity, value=values, is_percent=st.just(is_percent))


def rows_of(sign: TargetSign, *, is_percent: bool) -> st.SearchStrategy[OwnIndicator]:
    """Rows below the node that takes targets, of one sign and one way of writing values."""
    is_words = sign is TargetSign.QUALITATIVE
    tiered = st.sampled_from([("", None), ("达成", Decimal("0.8")), ("未达成", Decimal("0.125")), ("", Decimal(1))])
    values = {key: quantities(is_percent=is_percent) for key in ("target", "adjusted_target", "actual")}
    texts_of = {f"{key}_words": st.just("") | words for key in values}
    return st.builds(
        OwnIndicator,
        sign=st.just(sign),
        entry=st.builds(
            lambda given, **answers: IndicatorEntry(**answers, tier=given[0], coefficient=given[1]),
            tiered if is_words else st.just(("", None)),
            self_score=signed,
            reason=texts,
            measure=texts,
            analysis=texts,
        ),
        **(texts_of if is_words else values),
        under=st.just("outputs"),
        group=st.sampled_from(["数量", "质量"]),
        name=filled,
        points=st.decimals(0, 100, places=4),
        unit=texts,
        is_core=st.booleans(),
    )


own_rows = st.tuples(st.sampled_from(TargetSign), st.booleans()).flatmap(
    lambda kind: rows_of(kind[0], is_percent=kind[1])
)
composed_filings = st.builds(
    Filing,
    framework=st.just("composed"),
    fiscal_year=st.just(2021),
    indicators=st.fixed_dictionaries(
        {},
        optional={
            "level": st.sampled_from([("高", "0.8"), ("高", "1"), ("低", "0"), ("低", "0.7999")]).map(
                lambda pair: IndicatorEntry(tier=pair[0], coefficient=Decimal(pair[1]))
            ),
            "either": st.sampled_from([1, 2]).map(lambda choice: IndicatorEntry(choice=choice)),
        },
    ),
    own_indicators=st.lists(own_rows, max_size=4).map(tuple),
)


@settings(max_examples=50)
@given(written=composed_filings)
def test_own_indicators_tiers_and_choices_read_back_as_the_same(written: Filing) -> None:
    document = filing_to_document(COMPOSED, written)
    text = yaml.safe_dump(document, allow_unicode=True, default_style='"')

    assert filing_from_document(COMPOSED, document) == written
    assert read_filing(COMPOSED, text) == written
    assert filing_to_document(own.framework_of(COMPOSED, written), written) == document


def test_a_row_holds_only_what_is_filled() -> None:
    row = OwnIndicator(
        under="outputs",
        group="数量",
        name="培训",
        sign=TargetSign.AT_MOST,
        points=Decimal("10.0"),
        target=Quantity(value=Decimal("0.95"), is_percent=True),
        actual=Quantity(value=Decimal(0), is_percent=True),
    )
    written = Filing(framework="composed", fiscal_year=2021, own_indicators=(row,))

    assert filing_to_document(COMPOSED, written)["own_indicators"] == [
        {
            "under": "outputs",
            "group": "数量",
            "name": "培训",
            "op": "<=",
            "target": "95%",
            "actual": "0%",
            "points": "10",
        }
    ]
