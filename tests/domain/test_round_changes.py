"""What differs between two submissions, box by box."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from selfeval.domain.files import filing_to_document
from selfeval.domain.filing import Filing
from selfeval.domain.round_changes import BoxChange, EvidenceChange, changed_boxes, changed_evidence
from tests.factories import domain_framework, sample
from tests.goals_2020 import goals_framework, own

RATE = "process.budget_execution.carryover_rate"


def document(filing: Filing) -> Any:
    return filing_to_document(domain_framework(), filing)


def test_the_same_form_has_no_changes() -> None:
    assert changed_boxes(document(sample()), document(sample())) == ()


def test_every_kind_of_box_is_told_from_old_to_new() -> None:
    now = replace(
        sample(),
        fields={**sample().fields, "closing_balance": Decimal(160700)},
        indicators={**sample().indicators, RATE: replace(sample().entry(RATE), reason="收回较晚")},
        narratives={code: text for code, text in sample().narratives.items() if code != "other"},
        evaluators=sample().evaluators[:1],
        department=replace(sample().department, phone="0354-1"),
    )
    found = {each.box: each for each in changed_boxes(document(sample()), document(now))}
    assert set(found) == {
        "fields.closing_balance",
        f"indicators.{RATE}.reason",
        "narratives.other",
        "evaluators",
        "department.phone",
    }
    assert found["fields.closing_balance"] == BoxChange(box="fields.closing_balance", old="547.84", new="16.07")
    assert found["narratives.other"].new is None
    assert found[f"indicators.{RATE}.reason"].new == "收回较晚"


def test_own_indicators_are_one_box_a_node() -> None:
    plain = Filing(framework="goals-2020", fiscal_year=2021)
    before = filing_to_document(goals_framework(), replace(plain, own_indicators=(own("培训人次"),)))
    after = filing_to_document(goals_framework(), replace(plain, own_indicators=(own("培训人次", 20),)))
    (change,) = changed_boxes(before, after)
    assert (change.box, [each["points"] for each in change.new]) == ("own_indicators.outputs", ["20"])


def test_evidence_comes_goes_and_moves() -> None:
    stays = {"public_id": "1", "name": "报表", "indicators": [RATE]}
    before = [stays, {"public_id": "2", "name": "旧凭证", "indicators": []}]
    after = [{**stays, "indicators": []}, {"public_id": "3", "name": "新凭证", "indicators": [RATE]}]
    assert changed_evidence(before, after) == (
        EvidenceChange(name="新凭证", how="新增", indicators=(RATE,)),
        EvidenceChange(name="旧凭证", how="移除", indicators=()),
        EvidenceChange(name="报表", how="改对应指标", indicators=()),
    )
    assert changed_evidence(before, before) == ()
