"""What stands below a text box, and what can be inserted into it."""

from dataclasses import replace

from selfeval.domain.assessment import assess
from selfeval.web.presenters.linked_texts import link_choices, linked_text, values_of
from tests.factories import domain_framework, sample

VALUES = values_of(assess(domain_framework(), sample(), texts=False))


def test_the_text_is_shown_with_its_links_marked() -> None:
    shown = linked_text("narratives.other", "支出{预算执行金额}，资产{固定资产总额}，{不知道}", VALUES)
    assert [(each.kind, each.text, each.hint.partition("：")[0]) for each in shown.pieces] == [
        ("words", "支出", ""),
        ("linked", "2,495.17万元", "预算执行金额"),
        ("words", "，资产", ""),
        ("blank", "____", "固定资产总额"),
        ("words", "，", ""),
        ("fault", "{不知道}", "自评表里没有“不知道”这一项"),
    ]
    assert shown.length == len("支出2,495.17万元，资产____，{不知道}")


def test_a_text_without_links_is_not_said_twice() -> None:
    shown = linked_text("narratives.other", "没有数", VALUES)
    assert (shown.pieces, shown.suggestions, shown.is_telling) == ((), (), False)


def test_suggestions_are_for_who_may_edit_and_a_few_at_a_time() -> None:
    text = "，".join(f"年末结余{547.84}万元" for _ in range(8))
    shown = linked_text("narratives.other", text, VALUES)
    assert (len(shown.suggestions), shown.more) == (6, 2)
    assert linked_text("narratives.other", text, VALUES, may_edit=False).suggestions == ()


def test_everything_of_the_form_can_be_inserted() -> None:
    groups = link_choices(VALUES)
    shown = {each.mark: each.shown for group in groups for each in group.choices}
    assert shown["{预算执行金额}"] == "2,495.17万元"
    assert shown["{预算完成率}"] == "82.00%"
    assert shown["{固定资产总额}"] == ""
    assert len(shown) == len(VALUES.values)
    assert groups[0].heading == "资金情况"


def test_a_value_is_found_by_its_name_and_its_code() -> None:
    named = replace(VALUES, values=tuple(each for each in VALUES.values if each.code == "actual_expenditure"))
    ((choice,),) = [group.choices for group in link_choices(named)]
    assert choice.words == "预算执行金额 actual_expenditure"
