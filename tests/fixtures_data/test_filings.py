"""The sample filings: readable, obviously samples, in words of our own, and each in the state its name says."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from selfeval.domain.files import read_filing
from selfeval.domain.filing import Filing
from tests.fixtures_data.library import sample_text
from tests.fixtures_data.published import FILINGS, ROOT, amount, filing, framework, plain, plain_leaves

ORIGINALS = ROOT.parent / "shared" / "seeds"
LONGEST_RUN = 16
SAMPLE_NAME = re.compile(r"[\u4e00-\u9fff](示例|样本)")


def texts_of(entry: Filing) -> dict[str, str]:
    """Every sentence of a filing by place."""
    texts = {f"narratives.{code}": text for code, text in entry.narratives.items()}
    texts |= {f"explanations.{code}": text for code, text in entry.explanations.items()}
    for code, each in entry.indicators.items():
        for part in ("analysis", "reason", "measure"):
            if getattr(each, part):
                texts[f"indicators.{code}.{part}"] = getattr(each, part)
    for code, own in entry.own_by_code.items():
        texts[f"own_indicators.{code}"] = "。".join((own.name, own.target_words, own.actual_words, own.entry.reason))
    return texts


@pytest.mark.parametrize("name", FILINGS)
def test_people_and_telephones_are_obviously_invented(name: str) -> None:
    read = filing(name)

    assert SAMPLE_NAME.fullmatch(read.department.head)
    assert re.fullmatch(r"0354-000000\d", read.department.phone)
    assert read.evaluators
    assert all(SAMPLE_NAME.fullmatch(each.name) and each.title and each.office for each in read.evaluators)


def test_the_departments_are_different_ones() -> None:
    assert len({filing(name).department.code for name in FILINGS}) == len(FILINGS)
    assert {filing(name).fiscal_year for name in FILINGS} == {2021}


@pytest.mark.parametrize("name", ["jinzhong-2021", "returned-2021"])
def test_a_whole_filing_answers_everything(name: str) -> None:
    read, rules = filing(name), framework("jinzhong-2021")
    required = {field.code for field in rules.fields if field.is_required}

    assert required <= set(read.fields)
    assert {each.code for each in rules.narratives} == set(read.narratives)
    assert {leaf.code for leaf in rules.leaves} == set(read.indicators)
    assert all(each.self_score is not None for each in read.indicators.values() if each.is_applicable)
    assert read.filed_on is not None


@pytest.mark.parametrize("name", ["jinzhong-2021", "returned-2021"])
def test_set_points_keep_the_sum_and_scores_stay_within(name: str) -> None:
    entries = plain("filings", name)["indicators"]
    points, over = Decimal(0), []
    for code, leaf in plain_leaves("jinzhong-2021").items():
        if entries[code].get("applicable") == "false":
            continue
        mine = amount(entries[code].get("set_points", leaf["points"]))
        points += mine
        score = amount(entries[code]["self_score"])
        if not 0 <= score <= mine:
            over.append(code)
        if score < mine:
            assert len(entries[code]["reason"]) >= 10, code

    assert points == 100
    assert over == []


def test_the_real_form_has_eight_evaluators_and_texts_of_a_realistic_length() -> None:
    read = filing("jinzhong-2021")

    assert len(read.evaluators) == 8
    assert 2500 <= sum(len(text) for text in read.narratives.values()) <= 4000


@pytest.mark.parametrize("name", FILINGS)
def test_the_texts_keep_the_limits(name: str) -> None:
    limits = {each.code: each.max_chars for each in framework("jinzhong-2021").narratives}

    for code, text in filing(name).narratives.items():
        limit = limits[code]
        assert limit is not None
        assert len(text) <= limit, code


def test_the_half_filled_one_is_half_filled() -> None:
    read, rules = filing("half-filled-2021"), framework("jinzhong-2021")
    required = {field.code for field in rules.fields if field.is_required}

    assert read.filed_on is None
    assert 0 < len(required & set(read.fields)) < len(required)
    assert 0 < len(read.indicators) < len(rules.leaves)
    assert 0 < len(read.narratives) < len(rules.narratives)
    parts = {key: amount(value) for key, value in plain("filings", "half-filled-2021")["fields"].items()}
    assert parts["personnel_expenditure_actual"] + parts["operating_expenditure_actual"] == Decimal("389.12")
    assert parts["personnel_expenditure_budget"] + parts["operating_expenditure_budget"] == Decimal("402.85")


def test_the_returned_one_adds_up_but_claims_full_marks_for_a_late_disclosure() -> None:
    fields = {k: amount(v) for k, v in plain("filings", "returned-2021")["fields"].items() if isinstance(v, str)}
    parts = ("opening_carryover", "original_budget", "budget_adjustment", "other_adjustment")
    whole = sum(fields[code] for code in parts)
    disclosure = filing("returned-2021").indicators["process.budget_management.information_disclosure"]

    assert whole == Decimal("871.20")
    assert whole - fields["actual_expenditure"] == fields["closing_balance"] == fields["carryover_balance"]
    assert fields["basic_expenditure_budget"] + fields["project_expenditure_budget"] == whole
    assert fields["basic_expenditure_actual"] + fields["project_expenditure_actual"] == fields["actual_expenditure"]
    spent = [fields[code] for code in ("spent_by_q1", "spent_by_h1", "spent_by_q3", "spent_by_november")]
    assert all(before <= after for before, after in pairwise([*spent, fields["actual_expenditure"]]))
    assert disclosure.points == 3
    assert "晚12天公开" in disclosure.analysis


@pytest.mark.parametrize("name", ["jinzhong-2021", "returned-2021"])
def test_the_scores_told_in_the_text_are_those_of_the_table(name: str) -> None:
    entries = plain("filings", name)["indicators"]
    text = filing(name).narratives["performance_analysis"]

    for group, label in (("input", "投入"), ("process", "过程"), ("output", "产出"), ("effect", "效果")):
        scores = [
            amount(e["self_score"]) for code, e in entries.items() if code.startswith(group) and "self_score" in e
        ]
        told = re.search(rf"{label}指标(?:。应得\d+分，)?自评([\d.]+)分", text)
        assert told, label
        assert Decimal(told.group(1)) == sum(scores), label


@pytest.mark.parametrize("name", [*FILINGS, "general-2020-sample"])
def test_no_sentence_is_taken_from_the_published_form(name: str) -> None:
    originals = sorted(ORIGINALS.glob("*.txt"))
    if not originals:
        pytest.skip("公开的原件不随本仓库保存，这里没有，无法比对")
    published = re.sub(r"\s", "", "".join(path.read_text(encoding="utf-8") for path in originals))
    read = read_filing(framework("general-2020"), sample_text("general-2020")) if "general" in name else filing(name)

    for place, text in texts_of(read).items():
        ours = re.sub(r"\s", "", text)
        runs = [ours[at : at + LONGEST_RUN] for at in range(max(1, len(ours) - LONGEST_RUN + 1))]
        assert [run for run in runs if len(run) == LONGEST_RUN and run in published] == [], place
        sentences = [part for part in re.split(r"[。；！？]", ours) if len(part) >= 8]
        assert [part for part in sentences if part in published] == [], place
    assert [who for who in (read.department.head, *(e.name for e in read.evaluators)) if who in published] == []
