"""Formulas in the words of a spreadsheet."""

from decimal import Decimal

import pytest

from selfeval.domain.expressions import parse
from selfeval.exports.document import DifferenceOf, Formula, GradeOf, QuotientOf, SameAs, SumOf, Worked
from selfeval.exports.excel_formula import FormulaPrinter, Place, required_codes

NAMES = ("a", "b", "c", "d")
PLACES = {f"value:{name}": Place(sheet="底稿", column=1, row=row) for row, name in enumerate(NAMES)}
PLACES["far"] = Place(sheet="基本情况", column=27, row=9)
PLACES["apart"] = Place(sheet="底稿", column=1, row=7)


def printed(formula: Formula) -> str:
    return FormulaPrinter(places=PLACES, sheet="底稿").print(formula)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a", '=IF(COUNT(B1)<1,"—",B1)'),
        ("a + b * c", '=IF(COUNT(B1:B3)<3,"—",B1+B2*B3)'),
        ("(a + b) * c", '=IF(COUNT(B1:B3)<3,"—",(B1+B2)*B3)'),
        ("a - (b - c)", '=IF(COUNT(B1:B3)<3,"—",B1-(B2-B3))'),
        ("a - b - c", '=IF(COUNT(B1:B3)<3,"—",B1-B2-B3)'),
        ("a / b / c", '=IF(COUNT(B1:B3)<3,"—",IFERROR(B1/B2/B3,"—"))'),
        ("-a * 5%", '=IF(COUNT(B1)<1,"—",(-B1)*0.05)'),
        ("sum(a, b, c) - d", '=IF(COUNT(B1:B4)<4,"—",(B1+B2+B3)-B4)'),
        ("abs(a - b)", '=IF(COUNT(B1:B2)<2,"—",ABS(B1-B2+0))'),
        ("min(a, c)", '=IF(COUNT(B1,B3)<2,"—",MIN(B1+0,B3+0))'),
        ("or_zero(a) + b", '=IF(COUNT(B2)<1,"—",N(B1)+B2)'),
        ("or_zero(a - b) + c", '=IF(COUNT(B3)<1,"—",IF(COUNT(B1:B2)<2,0,B1-B2)+B3)'),
        ("if(a > b, c, d)", '=IF(COUNT(B1:B2)<2,"—",IFERROR(IF((ROUND(B1,12)>ROUND(B2,12)),B3,B4),"—"))'),
        (
            "if(a != b, a, if(not (c <= d), a, b))",
            '=IF(COUNT(B1:B2)<2,"—",'
            'IFERROR(IF((ROUND(B1,12)<>ROUND(B2,12)),B1,IF(NOT((ROUND(B3,12)<=ROUND(B4,12))),B1,B2)),"—"))',
        ),
    ],
)
def test_formulas_of_a_framework(text: str, formula: str) -> None:
    assert printed(Worked(node=parse(text).root)) == formula


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (SumOf(roles=("value:a", "value:b", "apart", "far")), "=SUM('基本情况'!AB10,B1:B2,B8)"),
        (SumOf(roles=("value:b", "value:a"), at_most=Decimal(89)), "=MIN(SUM(B1:B2),89)"),
        (SumOf(roles=()), "=0"),
        (SameAs(role="far"), "=IF('基本情况'!AB10=\"\",\"—\",'基本情况'!AB10)"),
        (DifferenceOf(minuend="value:a", subtrahend="value:c"), '=IF(COUNT(B1,B3)<2,"—",B1-B3)'),
        (
            QuotientOf(dividend="value:a", divisor="value:b"),
            '=IF(COUNT(B1:B2)<2,"—",IF(B2=0,"—",B1/B2))',
        ),
        (
            QuotientOf(dividend="value:a", divisor="value:b", cut_to=4),
            '=IF(COUNT(B1:B2)<2,"—",IF(B2=0,"—",ROUNDDOWN(B1/B2,4)))',
        ),
        (
            GradeOf(role="apart", steps=((Decimal(90), "优"), (Decimal(0), '差"')), needs=("value:a", "value:b")),
            '=IF(COUNT(B1:B2)<2,"—",IF(ROUND(B8,6)>=90,"优",IF(ROUND(B8,6)>=0,"差""","—")))',
        ),
    ],
)
def test_formulas_of_the_form(formula: Formula, text: str) -> None:
    assert printed(formula) == text


@pytest.mark.parametrize("operator", ["and", "or"])
def test_one_side_of_a_condition_may_decide_alone(operator: str) -> None:
    formula = printed(Worked(node=parse(f"if(a > 0 {operator} b > 0, c, d)").root))
    a, b = "(ROUND(B1,12)>ROUND(0,12))", "(ROUND(B2,12)>ROUND(0,12))"
    decided = {
        "or": f"IF(IFERROR({a},FALSE),TRUE,IF(IFERROR({b},FALSE),TRUE,OR({a},{b})))",
        "and": f"IF(IFERROR({a},TRUE),IF(IFERROR({b},TRUE),AND({a},{b}),FALSE),FALSE)",
    }[operator]
    assert formula == f'=IFERROR(IF({decided},B3,B4),"—")'


def test_what_a_framework_cuts_off_is_cut_off() -> None:
    assert printed(Worked(node=parse("a - b").root, cut_to=4)) == '=IF(COUNT(B1:B2)<2,"—",ROUNDDOWN(B1-B2,4))'


def test_a_role_without_a_cell_is_an_error() -> None:
    with pytest.raises(KeyError):
        printed(SameAs(role="nowhere"))


def test_what_counts_as_zero_or_is_passed_over_is_not_required() -> None:
    assert required_codes(parse("or_zero(a) + if(b > 0, c, d) * b").root) == ("b",)
