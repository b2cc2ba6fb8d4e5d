"""What is in the language and what is not; refusals say where and what would be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.expressions import (
    RESERVED,
    Binary,
    Call,
    Compare,
    ExpressionFault,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    parse,
)
from selfeval.domain.expressions.parser import MAX_DEPTH, MAX_LENGTH


def shape(node: Node) -> str:
    """The tree with every pair of brackets written out."""
    match node:
        case Number(text=text):
            return text
        case Name(code=code):
            return code
        case Negative(operand=operand):
            return f"(-{shape(operand)})"
        case Not(operand=operand):
            return f"(not {shape(operand)})"
        case Binary() | Compare() | Logic():
            return f"({shape(node.left)} {node.operator} {shape(node.right)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(shape, arguments))})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("a / b * c", "((a / b) * c)"),
        ("-a * b", "((-a) * b)"),
        ("a * -b", "(a * (-b))"),
        ("a - -b", "(a - (-b))"),
        ("-(a + b)", "(-(a + b))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("a + b < c * d", "((a + b) < (c * d))"),
        ("a < b or c < d and e < f", "((a < b) or ((c < d) and (e < f)))"),
        ("a < b and c < d or e < f", "(((a < b) and (c < d)) or (e < f))"),
        ("not a < b and c < d", "((not (a < b)) and (c < d))"),
        ("not (a < b and c < d)", "(not ((a < b) and (c < d)))"),
        ("not not a < b", "(not (not (a < b)))"),
        ("a == b or a != c", "((a == b) or (a != c))"),
        ("a <= 90%", "(a <= 90%)"),
        ("sum(a, b, c) - min(a, max(b, c))", "(sum(a, b, c) - min(a, max(b, c)))"),
        ("if(a < b, a, b)", "if((a < b), a, b)"),
        ("abs ( a )", "abs(a)"),
        ("or_zero(a)+b", "(or_zero(a) + b)"),
        ("items.counted / total", "(items.counted / total)"),
        ("process.execution.rate_a * 2", "(process.execution.rate_a * 2)"),
        ("a\n  + b", "(a + b)"),
        ("((((a))))", "a"),
        ("12.50", "12.50"),
    ],
)
def test_precedence_from_lowest_to_highest(text: str, expected: str) -> None:
    assert shape(parse(text).root) == expected


@pytest.mark.parametrize(
    "name",
    [
        "order",
        "android",
        "not_x",
        "notx",
        "iffy",
        "iff",
        "summary",
        "sum_of",
        "absolute",
        "minimum",
        "max_2",
        "or_zero_2",
        "rated",
        "ifx",
    ],
)
def test_names_that_begin_like_keywords_are_names(name: str) -> None:
    assert parse(f"{name} + 1").names == (name,)
    assert parse(f"{name} < 1 or {name} > 2").names == (name,)
    assert parse(f"sum({name})").names == (name,)


def test_names_come_once_in_the_order_they_appear() -> None:
    assert parse("b + a * or_zero(c) - a / if(d < b, e, a)").names == ("b", "a", "c", "d", "e")


@pytest.mark.parametrize(
    ("text", "is_condition"),
    [("a < b", True), ("not a < b", True), ("a < b and c < d", True), ("a", False), ("if(a < b, 1, 2)", False)],
)
def test_a_formula_knows_whether_it_is_a_condition(text: str, is_condition: bool) -> None:
    assert parse(text).is_condition is is_condition


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a < b < c", "第1行第7列：“<”放在这里不对；比较不能连写，请用 and 连接"),
        ("a == b == c", "第1行第8列：“==”放在这里不对；比较不能连写，请用 and 连接"),
        ("< 5", "第1行第1列：“<”放在这里不对"),
        ("a b", "第1行第3列：“b”放在这里不对"),
        ("a +\n  * b", "第2行第3列：“*”放在这里不对"),
        ("a + $", "第1行第5列：不认识的字符“$”"),
        ("a = b", "第1行第3列：不认识的字符“=”，应写 =="),
        ("甲 + 乙", "第1行第1列：不认识的字符“甲”，公式里写编码，不写名称"),
        ("a ÷ b", "第1行第3列：不认识的字符“÷”，应写 /"),
        ("a × b", "第1行第3列：不认识的字符“×”，应写 *"),
        ("a ＝ b", "第1行第3列：不认识的字符“＝”，应写 =="),
        ("sum（a）", "第1行第4列：不认识的字符“（”，应写 ("),
        ("a ≤ 90％", "第1行第3列：不认识的字符“≤”，应写 <="),
        ("a < 90％", "第1行第7列：不认识的字符“％”，应写 %"),
        ("a ＋ b", "第1行第3列：不认识的字符“＋”，应写 +"),
        ("a － b", "第1行第3列：不认识的字符“－”，应写 -"),
        ("min(a，b)", "第1行第6列：不认识的字符“，”，应写 ,"),
        ("a + １", "第1行第5列：不认识的字符“１”，数字要用半角的"),
        ("a + ", "第1行第5列：公式没有写完"),
        ("sum(a,\n b", "第2行第3列：公式没有写完"),
        ("", "第1行第1列：公式没有写完"),
        ("(a", "第1行第3列：公式没有写完"),
        ("a)", "第1行第2列：“)”放在这里不对"),
        ("sqrt(a)", "第1行第1列：“sqrt”不是函数；可用的函数：sum、abs、min、max、if、or_zero"),
        ("SUM(a)", "第1行第1列：不认识的字符“S”，编码和函数都是小写字母"),
        ("sum()", "第1行第5列：“)”放在这里不对"),
    ],
)
def test_refusals_tell_line_and_column(text: str, message: str) -> None:
    with pytest.raises(ExpressionFault) as caught:
        parse(text)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "a ** b", "a // b", "a % b", "a ^ b", "a & b", "a | b", "!a", "a ? b : c", "a[0]", "a;b", "'a'",
        '"a"', "a == 'x'", "lambda: 1",
        "__import__('os')", "a.__class__", "a.B", ".5", "5.", "1e5", "1_000", "0x10", "1,000", "+a", "a and", "5 %",
        "print(a)",
        "round(a)", "avg(a, b)", "if a < b then c", "１ + 1", "a。b",
    ],
)  # fmt: skip
def test_nothing_else_exists(text: str) -> None:
    with pytest.raises(ExpressionFault):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abs(a, b)", "“abs”应有1个参数，写了2个"),
        ("or_zero(a, b)", "“or_zero”应有1个参数，写了2个"),
        ("if(a < b, 1)", "“if”应有3个参数，写了2个"),
        ("if(a < b, 1, 2, 3)", "“if”应有3个参数，写了4个"),
        ("if(a, 1, 2)", "不能当作条件"),
        ("a and b", "不能当作条件"),
        ("not a", "不能当作条件"),
        ("a < b or c", "不能当作条件"),
        ("(a < b) + 1", "不能当作数来算"),
        ("-(a < b)", "不能当作数来算"),
        ("sum(a < b, c)", "不能当作数来算"),
        ("abs(not a < b)", "不能当作数来算"),
        ("(a < b) == (c < d)", "不能当作数来算"),
        ("if(a < b, c < d, 1)", "不能当作数来算"),
        ("or_zero(a < b)", "不能当作数来算"),
        ("1234567890123456", "太大"),
        ("0.1234567890123", "小数位太多"),
    ],
)
def test_kinds_are_told_apart(text: str, words: str) -> None:
    with pytest.raises(ExpressionFault, match=words):
        parse(text)


def test_the_reserved_words_are_the_functions_and_the_keywords() -> None:
    assert {"sum", "abs", "min", "max", "if", "or_zero", "and", "or", "not", "rate"} == RESERVED


class TestLimits:
    """No text within the length limit breaks the parser, the evaluation or the printing."""

    def test_longer_than_the_limit(self) -> None:
        with pytest.raises(ExpressionFault, match=f"公式有{MAX_LENGTH + 1}个字符，最多{MAX_LENGTH}个"):
            parse("a" * (MAX_LENGTH + 1))

    @pytest.mark.parametrize(
        "text",
        [
            "-" * 1999 + "1",
            "not " * 498 + "a < b",
            "abs(" * 390 + "a" + ")" * 390,
            "1+" * 999 + "1",
            "1*" * 999 + "1",
            "-(" * 600 + "1" + ")" * 600,
            "a<b or " * 285 + "a<b",
            "if(a<b,1," * 180 + "1" + ")" * 180,
        ],
    )
    def test_deeper_than_the_limit(self, text: str) -> None:
        assert len(text) <= MAX_LENGTH
        with pytest.raises(ExpressionFault, match=f"公式超过{MAX_DEPTH}层"):
            parse(text)

    @pytest.mark.parametrize(
        "text", ["(" * 600 + "a" + ")" * 600, "sum(" + "a," * 900 + "a)", "1+" * 90 + "1", "-" * 98 + "a"]
    )
    def test_wide_or_bracketed_is_fine(self, text: str) -> None:
        assert parse(text).root

    @pytest.mark.parametrize(
        "text",
        [
            "(" * 2000,
            ")" * 2000,
            "(" * 999 + "a",
            "-" * 2000,
            "a(" * 1000,
            "not " * 500,
            "." * 2000,
            "a." * 1000,
            "%" * 2000,
        ],
    )
    def test_unfinished_walls_of_text_are_refused(self, text: str) -> None:
        with pytest.raises(ExpressionFault):
            parse(text)

    @given(text=st.text(alphabet="ab01 .,%()+-*/<>=!\n", max_size=200) | st.text(max_size=50))
    def test_any_text_is_parsed_or_refused_with_a_reason(self, text: str) -> None:
        try:
            parsed = parse(text)
        except ExpressionFault as fault:
            message = fault.message
        else:
            message = parsed.text
        assert message or text == message
