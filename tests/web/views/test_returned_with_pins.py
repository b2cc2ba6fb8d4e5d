"""A form that came back with remarks: its pages lock what is not open, and each remark is answered."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, ReviewPin, ReviewRecord
from selfeval.queries.filings import last_submission
from selfeval.services.changes import OwnIndicatorsChange
from selfeval.services.pins import add_pin, answer_pin
from tests import sample_files as samples
from tests.factories import NOW, World, bring_to, make_filing, move, save
from tests.goals_2020 import make_goals_world, own
from tests.returned import judged
from tests.web.conftest import SignedIn

RATE = "process.budget_execution.carryover_rate"
OTHER = "process.budget_execution.completion_rate"


@pytest.fixture
def returned(world: World) -> Filing:
    filing = bring_to(world, State.SUBMITTED)
    copy = last_submission(filing=filing)
    assert copy is not None
    for place, words in ((RATE, "请按年末结余重算"), ("narratives.mandate", "请写明编制依据")):
        add_pin(actor=world.reviewer, submission_id=copy.pk, place=place, words=words, now=NOW)
    return move(filing, world.reviewer, Action.RETURN, comment="请按批注修改")


def address(filing: Filing, page: str) -> str:
    return f"/filings/{filing.public_id}/{page}/"


def boxes(text: str) -> dict[str, str]:
    """The tags of the inputs of a page, by name."""
    tags = [tag for tag in text.split("<") if tag.startswith(("input", "textarea", "select"))]
    return {tag.split('name="')[1].split('"')[0]: tag for tag in tags if 'name="' in tag}


def test_a_page_lets_type_in_what_is_open_and_says_why_the_rest_is_locked(returned: Filing, preparer: Client) -> None:
    text = preparer.get(address(returned, "process")).content.decode()
    found = boxes(text)
    assert "disabled" not in found[f"indicators.{RATE}.self_score"]
    assert "disabled" in found[f"indicators.{OTHER}.self_score"]
    assert f"indicators.{OTHER}.is_applicable.sent" not in found
    assert "退回时没有开放，锁定" in text
    assert "请按年末结余重算" in text
    assert "还有 2 条没有答复" in text
    figures = boxes(preparer.get(address(returned, "budget")).content.decode())
    assert "disabled" not in figures["fields.closing_balance"]
    people = preparer.get(address(returned, "evaluators")).content.decode()
    assert "加一行" not in people
    assert "evaluators.rows" not in boxes(people)
    texts = boxes(preparer.get(address(returned, "narratives")).content.decode())
    assert ("disabled" in texts["narratives.mandate"], "disabled" in texts["narratives.staffing"]) == (False, True)


def test_what_is_sent_all_the_same_is_refused_by_its_box(returned: Filing, preparer: Client) -> None:
    data = {"seen": returned.version, f"indicators.{OTHER}.reason": "改一改这里的说法，看看收不收"}
    response = preparer.post(address(returned, "process"), data, headers={"Accept": "application/json"})
    told = response.json()
    assert told["boxes"] == {f"indicators.{OTHER}.reason": "refused"}
    assert "退回时没有开放这一处" in told["refused"][f"indicators.{OTHER}.reason"]
    assert preparer.post(address(returned, "process"), data).status_code == 422


def test_the_list_takes_an_answer_at_once(returned: Filing, preparer: Client) -> None:
    first = ReviewPin.objects.order_by("pk")[0]
    page = preparer.get(address(returned, "review-answers")).content.decode()
    for words in ("请写明编制依据", "这次只开放", "结转结余率", "还有 2 条没有答复"):
        assert words in page, words
    data: dict[str, Any] = {"pin": first.pk, "was": "", "answer": "已按年末数"}
    told = preparer.post(address(returned, "review-answers"), data, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["answer"]) == (200, "已按年末数")
    stale = preparer.post(address(returned, "review-answers"), {**data, "answer": "别的"})
    assert stale.status_code == 409
    long = {**data, "was": "已按年末数", "answer": "长" * 1001}
    assert preparer.post(address(returned, "review-answers"), long).status_code == 422
    back = preparer.post(
        address(returned, "review-answers"),
        {**data, "was": "已按年末数", "answer": "已按年末结余", "back": address(returned, "process")},
    )
    assert back.url == f"{address(returned, 'process')}#pin-{first.pk}"
    outside = {**data, "was": "已按年末结余", "answer": "好", "back": "//example.org/"}
    assert preparer.post(address(returned, "review-answers"), outside).url.startswith(
        address(returned, "review-answers")
    )


def test_sending_leads_to_the_remarks_without_an_answer(world: World, returned: Filing, preparer: Client) -> None:
    data = {"seen": returned.version, "narratives.mandate": "改过的职能概况，写明了编制依据。"}
    assert preparer.post(address(returned, "narratives"), data).status_code == 302
    first, second = ReviewPin.objects.order_by("pk")
    answer_pin(actor=world.unit.preparer, filing_id=returned.pk, pin_id=first.pk, was="", answer="好", now=NOW)
    version = Filing.objects.get(pk=returned.pk).version
    refused = preparer.post(address(returned, "send-for-signature"), {"version": version})
    assert refused.status_code == 409
    text = refused.content.decode()
    assert f'href="{address(returned, "review-answers")}#pin-{second.pk}"' in text
    assert f"#pin-{first.pk}" not in text


def test_without_a_return_there_is_nothing_to_answer(world: World, preparer: Client) -> None:
    filing = bring_to(world, State.FILLING)
    assert "没有待答复的退回意见" in preparer.get(address(filing, "review-answers")).content.decode()


def test_evidence_of_a_locked_indicator_says_why_it_is_not_taken(returned: Filing, preparer: Client) -> None:
    for code, is_kept in ((RATE, True), (OTHER, False)):
        upload = SimpleUploadedFile("凭证.docx", samples.docx(salt=code))
        told = preparer.post(
            address(returned, "evidence-files"),
            {"files": upload, "indicators": code},
            headers={"Accept": "application/json"},
        ).json()["files"][0]
        assert told["is_kept"] is is_kept, told
        assert ("退回时没有开放“预算完成率”的佐证材料" in told["words"]) is not is_kept
    text = preparer.get(address(returned, "process")).content.decode()
    assert text.count("data-evidence-add=") == 1


def test_the_score_beside_the_form_counts_what_is_not_answered(returned: Filing, preparer: Client) -> None:
    for page in ("process", "check"):
        text = preparer.get(address(returned, page)).content.decode()
        assert "还有 2 条批注没有答复" in text
        assert "可以提交了" not in text


def test_points_of_locked_indicators_are_locked(returned: Filing, preparer: Client) -> None:
    text = preparer.get(address(returned, "move-points")).content.decode()
    found = boxes(text)
    assert "其余的分值锁定" in text
    assert "disabled" in found[f"indicators.{OTHER}.set_points"]
    assert "disabled" not in found[f"indicators.{RATE}.set_points"]
    data = {"seen": returned.version, "step": "save", f"indicators.{OTHER}.set_points": "3"}
    assert preparer.post(address(returned, "move-points"), data).status_code == 422


def test_own_indicators_are_locked_by_the_node(db: None, signed_in: SignedIn) -> None:
    world = make_goals_world()
    filing = make_filing(world)
    rows = OwnIndicatorsChange(under="outputs", own=(own("培训人次", 20),))
    filing = save(filing, world.unit.preparer, "outputs", rows).filing
    judged(world, filing, ReviewRecord.RETURNED, opens=["execution"])
    Filing.objects.filter(pk=filing.pk).update(state=State.RETURNED.value)
    client = signed_in(world.unit.preparer)
    text = client.get(address(filing, "outputs")).content.decode()
    found = boxes(text)
    assert "own_indicators.outputs.rows" not in found
    assert "disabled" in found["own_indicators.outputs.1.points"]
    assert "加一个数量指标" not in text


def test_others_read_the_answers_and_write_none(world: World, returned: Filing, signed_in: SignedIn) -> None:
    pin = ReviewPin.objects.order_by("pk")[0]
    head = signed_in(world.unit.head)
    assert "请写明编制依据" in head.get(address(returned, "review-answers")).content.decode()
    data = {"pin": pin.pk, "was": "", "answer": "好"}
    assert head.post(address(returned, "review-answers"), data).status_code == 403
