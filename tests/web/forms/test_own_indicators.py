"""The box of own indicators: rows in the order sent, each taken or kept back by itself."""

import pytest
from django.http import QueryDict

from selfeval.domain.filing import Filing, OwnIndicator
from selfeval.services.changes import OwnIndicatorsChange
from selfeval.web.forms.own_indicators import OwnIndicatorsField, add_own_indicators, added_row
from selfeval.web.forms.section import SectionForm
from tests.goals_2020 import goals_framework, own

BOX = "own_indicators.outputs"
A, B, C = own("甲"), own("乙"), own("丙", group="质量指标")


def form_of(data: dict[str, str] | None, *stored: OwnIndicator) -> SectionForm:
    sent = None
    if data is not None:
        sent = QueryDict(mutable=True)
        sent.update(data)
    form = SectionForm(data=sent)
    filing = Filing(framework="goals-2020@1", fiscal_year=2021, own_indicators=stored)
    add_own_indicators(form, framework=goals_framework(), filing=filing, root="outputs")
    return form


def sent(*rows: tuple[str, OwnIndicator | dict[str, str]], **buttons: str) -> dict[str, str]:
    """What a page sends: rows by key, each as it is stored or as typed."""
    field = form_of(None).fields[BOX]
    assert isinstance(field, OwnIndicatorsField)
    data = {f"{BOX}.rows": "yes"}
    for key, row in rows:
        cells = row if isinstance(row, dict) else field.reader.printed(row)
        data |= {f"{BOX}.{key}.{column}": text for column, text in cells.items()}
    return data | {f"{BOX}.{name}": value for name, value in buttons.items()}


def names(form: SectionForm) -> list[str]:
    """Names of what would be stored."""
    (change,) = form.changes()
    assert isinstance(change, OwnIndicatorsChange)
    return [each.name for each in change.own]


def outcomes(form: SectionForm) -> list[tuple[str, int | None, bool]]:
    field = form.fields[BOX]
    assert isinstance(field, OwnIndicatorsField)
    return [(each.key, each.place, each.fault is not None) for each in field.outcomes]


def test_rows_are_stored_in_the_order_they_are_sent() -> None:
    form = form_of(sent(("7", B), ("2", A)), A, B)
    assert names(form) == ["乙", "甲"]
    assert outcomes(form) == [("7", 0, False), ("2", 1, False)]
    assert form.refusals() == {}


def test_nothing_changes_where_the_box_was_not_sent_or_says_the_same() -> None:
    assert form_of({}, A).changes() == ()
    assert form_of(sent(("1", A)), A).changes() == ()


def test_all_rows_may_go() -> None:
    assert names(form_of(sent(), A)) == []


def test_a_wrong_row_stays_as_it_is_stored_and_the_others_are_stored() -> None:
    wrong = {"at": "1", "group": "数量指标", "name": "甲", "sign": ">=", "points": "十"}
    form = form_of(
        sent(("1", wrong), ("2", own("乙二")), ("3", {"group": "数量指标", "name": "丁", "sign": ">="})), A, B
    )
    (change,) = form.changes()
    assert isinstance(change, OwnIndicatorsChange)
    assert change.own == (A, own("乙二"))
    assert outcomes(form) == [("1", 0, True), ("2", 1, False), ("3", None, True)]
    assert form.refusals() == {BOX: "“甲”、“丁”有一格不对"}
    assert not form.is_incomplete(BOX)


def test_a_row_only_begun_is_no_error() -> None:
    form = form_of(sent(("1", A), ("2", {"group": "质量指标", "sign": ">=", "points": "5"})), A)
    assert form.changes() == ()
    assert form.refusals() == {BOX: "“未命名”还没填完"}
    assert form.is_incomplete(BOX)


@pytest.mark.parametrize("at", ["", "0", "9", "x", "²"])
def test_a_wrong_row_that_is_stored_nowhere_is_left_out(at: str) -> None:
    wrong = {"at": at, "group": "数量指标", "name": "丁", "sign": ">=", "points": "十"}
    assert names(form_of(sent(("1", wrong)), A)) == []


def test_blank_rows_are_none() -> None:
    form = form_of(sent(("1", A), ("2", {"group": "数量指标", "sign": ">=", "name": " "})), A)
    assert (form.changes(), form.refusals()) == ((), {})


@pytest.mark.parametrize(
    ("button", "key", "expected"),
    [
        ("remove", "2", ["甲", "丙", "丁"]),
        ("up", "4", ["甲", "丁", "丙", "乙"]),
        ("down", "1", ["乙", "甲", "丙", "丁"]),
        ("down", "2", ["甲", "丁", "丙", "乙"]),
    ],
)
def test_buttons_without_scripts_act_inside_a_group(button: str, key: str, expected: list[str]) -> None:
    rows = (A, B, C, own("丁"))
    data = sent(*((str(number), row) for number, row in enumerate(rows, 1)), **{button: key})
    assert names(form_of(data, *rows)) == expected


@pytest.mark.parametrize(("button", "key"), [("up", "1"), ("up", "3"), ("down", "3"), ("down", "9"), ("remove", "")])
def test_buttons_that_lead_nowhere_change_nothing(button: str, key: str) -> None:
    data = sent(("1", A), ("2", B), ("3", C), **{button: key})
    assert form_of(data, A, B, C).changes() == ()


def test_too_many_rows_are_refused() -> None:
    data = sent(*((str(number), A) for number in range(1, 302)))
    form = form_of(data)
    assert form.changes() == ()
    assert "最多 300 个指标" in form.refusals()[BOX]


def test_rows_are_shown_with_the_place_they_have() -> None:
    rows = form_of(None, A, C)[BOX].value()
    assert [(row["key"], row["at"], row["name"]) for row in rows] == [("1", "1", "甲"), ("2", "2", "丙")]


def test_where_a_blank_row_is_asked_for() -> None:
    assert added_row({f"{BOX}.add": "2"}) == "outputs.2"
    assert added_row({"own_indicators.effects.benefit.add": "0"}) == "effects.benefit.0"
    assert added_row({f"{BOX}.rows": "yes"}) == ""
