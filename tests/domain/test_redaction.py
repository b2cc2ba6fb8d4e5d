"""What is blacked out is gone from the document, whatever is picked, wherever it stands, however passages overlap."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.assessment import assess
from selfeval.domain.files import (
    filing_from_document,
    filing_to_document,
    framework_from_document,
    read_filing,
    read_framework,
    result_to_document,
)
from selfeval.domain.framework import Framework
from selfeval.domain.redaction import (
    MASK,
    Redaction,
    first_misfit,
    occurrences,
    public_texts,
    redacted,
    suggested,
    whole_text,
)
from selfeval.domain.verification import hashes_of, verification_code
from tests.domain.one_own_indicator import own_document, row
from tests.factories import FIXTURES

# Hangul: in no framework and no sample, so that finding it means it was not taken out.
SECRET = "비밀번호"
SAMPLES = ("jinzhong-2021", "hunan-2017-sample", "general-2022-cost-sample", "mof-2013-sample")


@cache
def sample(name: str) -> tuple[Framework, dict[str, Any]]:
    """A shipped filing as the plain document that is frozen, with its framework."""
    framework = read_framework((FIXTURES / f"frameworks/{name.removesuffix('-sample')}.yaml").read_text("utf-8"))
    filing = read_filing(framework, (FIXTURES / f"filings/{name}.yaml").read_text("utf-8"))
    return framework, json.loads(json.dumps(filing_to_document(framework, filing)))


def put(document: dict[str, Any], place: str, at: int, words: str) -> str:
    """Write `words` into the text at `place`; the text it becomes."""
    *way, last = place.split("/")
    holder: Any = document
    for step in way:
        holder = holder[int(step) if isinstance(holder, list) else step]
    at = at % (len(holder[last]) + 1)
    holder[last] = holder[last][:at] + words + holder[last][at:]
    text: str = holder[last]
    return text


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from(SAMPLES), data=st.data())
def test_nothing_blacked_out_remains_and_no_score_moves(name: str, data: st.DataObject) -> None:
    framework, document = sample(name)
    document = json.loads(json.dumps(document))
    scored = result_to_document(assess(framework, filing_from_document(framework, document), texts=False))
    places = [place for place, _ in public_texts(framework, document)]
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        put(document, place, data.draw(st.integers(0, 5000)), SECRET)
    found = list(occurrences(framework, document, SECRET, why="秘密"))
    # Whatever else is picked overlaps or touches it.
    texts = dict(public_texts(framework, document))
    for place in data.draw(st.lists(st.sampled_from(places), max_size=4)):
        start = data.draw(st.integers(0, len(texts[place]) - 1))
        length = data.draw(st.integers(1, len(texts[place]) - start))
        found.append(Redaction(place=place, start=start, length=length, why="其他"))
    assert first_misfit(framework, document, found) is None
    public = redacted(document, data.draw(st.permutations(found)))
    assert SECRET not in json.dumps(public, ensure_ascii=False)
    filing = filing_from_document(framework, public)
    result = result_to_document(assess(framework, filing, texts=False))
    assert SECRET not in json.dumps(result, ensure_ascii=False)
    assert (result["total"], result["grade"]) == (scored["total"], scored["grade"])
    assert "explanations" not in public


@pytest.mark.parametrize(
    ("passages", "shown"),
    [
        ([(0, 1)], f"{MASK}乙丙丁戊"),
        ([(4, 1)], f"甲乙丙丁{MASK}"),
        ([(0, 5)], MASK),
        ([(1, 2), (2, 2)], f"甲{MASK}戊"),
        ([(2, 2), (1, 2)], f"甲{MASK}戊"),
        ([(1, 1), (2, 1)], f"甲{MASK}丁戊"),
        ([(0, 5), (1, 1)], MASK),
        ([(1, 1), (1, 1)], f"甲{MASK}丙丁戊"),
        ([(0, 1), (4, 1)], f"{MASK}乙丙丁{MASK}"),
    ],
)
def test_passages_at_the_ends_and_over_one_another(passages: list[tuple[int, int]], shown: str) -> None:
    document = {"narratives": {"mandate": "甲乙丙丁戊"}}
    found = [Redaction(place="narratives/mandate", start=start, length=length, why="") for start, length in passages]
    assert redacted(document, found) == {"narratives": {"mandate": shown}}
    assert document == {"narratives": {"mandate": "甲乙丙丁戊"}}


@pytest.mark.parametrize(
    ("place", "start", "length"),
    [
        ("narratives/mandate", -1, 1),
        ("narratives/mandate", 0, 0),
        ("narratives/mandate", 0, 10**6),
        ("narratives/nothing", 0, 1),
        ("department/name", 0, 1),
        ("fiscal_year", 0, 1),
        ("explanations/x", 0, 1),
    ],
)
def test_what_is_no_passage_is_told(place: str, start: int, length: int) -> None:
    framework, document = sample("jinzhong-2021")
    wrong = Redaction(place=place, start=start, length=length, why="")
    assert first_misfit(framework, document, [wrong]) == wrong


def test_personal_data_is_proposed_wherever_it_stands() -> None:
    framework, document = sample("jinzhong-2021")
    document = json.loads(json.dumps(document))
    document["department"] |= {"head": "赵甲", "phone": "0354-1234567"}
    document["evaluators"] = [{"name": "钱乙丙", "title": "科长 13800001111"}, {"name": "孙"}]
    document["narratives"]["mandate"] = (
        "由钱乙丙负责，电话０３５４－１２３４５６７，身份证11010519491231002X，赵甲牵头。"
    )
    public = redacted(document, suggested(framework, document))
    assert public["department"] == {**document["department"], "head": "赵甲", "phone": MASK}
    assert public["evaluators"] == [{"name": f"钱{MASK}", "title": f"科长 {MASK}"}, {"name": "孙"}]
    assert public["narratives"]["mandate"] == f"由钱{MASK}负责，电话{MASK}，身份证{MASK}，赵甲牵头。"


def test_words_are_found_at_one_place_or_everywhere_and_a_whole_text_too() -> None:
    framework, document = sample("jinzhong-2021")
    document = json.loads(json.dumps(document))
    document["narratives"] = {"mandate": "甲号楼、甲号楼", "other": "甲号楼"}
    assert len(occurrences(framework, document, "甲号楼", why="")) == 3
    assert len(occurrences(framework, document, "甲号楼", why="", place="narratives/other")) == 1
    assert occurrences(framework, document, "", why="") == ()
    assert redacted(document, whole_text(framework, document, "narratives/mandate", why=""))["narratives"] == {
        "mandate": MASK,
        "other": "甲号楼",
    }
    assert whole_text(framework, document, "narratives/nothing", why="") == ()


def test_words_of_qualitative_own_indicators_may_go_and_figures_may_not() -> None:
    framework = framework_from_document(own_document({"kind": "target"}, points="20"))
    own = [
        row(under="outputs", name="受益人数"),
        row("qualitative", "张某某满意", "张某某满意", under="outputs", name="满意", coefficient="100%"),
    ]
    document = {"format": "selfeval-filing/1", "framework": "x", "fiscal_year": "2021", "own_indicators": own}
    places = {place for place, _ in public_texts(framework, document)}
    assert {"own_indicators/1/target", "own_indicators/1/actual", "own_indicators/0/name"} <= places
    assert "own_indicators/0/target" not in places


def test_texts_in_the_rows_of_tables_may_go() -> None:
    fields = [
        {
            "code": "people",
            "label": "人员",
            "kind": "table",
            "columns": [
                {"code": "who", "label": "姓名", "kind": "text"},
                {"code": "pay", "label": "工资", "kind": "money"},
            ],
        }
    ]
    framework = framework_from_document(own_document(fields=fields))
    document = {"fields": {"people": [{"who": "张三", "pay": "1"}, {"pay": "2"}]}}
    assert list(public_texts(framework, document)) == [("fields/people/0/who", "张三")]


@given(st.binary(min_size=32, max_size=32))
def test_a_code_tells_between_which_hashes_its_own_lies(digest: bytes) -> None:
    least, greatest = hashes_of(verification_code(digest.hex()))
    assert least <= digest.hex() <= greatest
    assert verification_code(least) == verification_code(greatest) == verification_code(digest.hex())
