"""Mobile numbers, identity numbers and bank cards in a text, and numbers that are none of these. All are made up."""

import pytest

from selfeval.domain.personal_data import PersonalDataKind, personal_data

# The sample of GB 11643.
IDENTITY = "11010519491231002X"


def with_luhn_digit(head: str) -> str:
    """`head` with the digit that makes it a card number, found by trying, not by the product."""

    def is_right(number: str) -> bool:
        total = 0
        for place, digit in enumerate(reversed(number)):
            value = int(digit) * (2 if place % 2 else 1)
            total += value // 10 + value % 10
        return total % 10 == 0

    return next(head + last for last in "0123456789" if is_right(head + last))


CARDS = [
    with_luhn_digit(head)
    for head in ("622200123456789012", "955880123456789012", "411111111111111", "62220012345678901")
]


@pytest.mark.parametrize(
    ("text", "kind", "words", "masked"),
    [
        ("联系人电话13800001234。", PersonalDataKind.MOBILE, "13800001234", "138****1234"),
        ("电话138-0000-1234", PersonalDataKind.MOBILE, "138-0000-1234", "138****1234"),
        ("１３８００００１２３４", PersonalDataKind.MOBILE, "１３８００００１２３４", "138****1234"),
        (f"身份证{IDENTITY}", PersonalDataKind.IDENTITY, IDENTITY, "110***********002X"),
        ("110105 19491231 002X", PersonalDataKind.IDENTITY, "110105 19491231 002X", "110***********002X"),
        (f"身份证{IDENTITY.lower()}，", PersonalDataKind.IDENTITY, IDENTITY.lower(), "110***********002x"),
    ],
)
def test_a_personal_number(text: str, kind: PersonalDataKind, words: str, masked: str) -> None:
    (found,) = personal_data(text)

    assert (found.kind, text[found.start : found.end], found.masked) == (kind, words, masked)


@pytest.mark.parametrize("card", CARDS)
def test_a_bank_card(card: str) -> None:
    (plain,) = personal_data(f"账号{card}，开户行")
    spaced = " ".join(card[start : start + 4] for start in range(0, len(card), 4))
    (apart,) = personal_data(f"账号{spaced}")

    assert plain.kind is apart.kind is PersonalDataKind.CARD
    assert plain.masked == apart.masked == f"{card[:3]}{'*' * (len(card) - 7)}{card[-4:]}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("支出13812345678元", id="an amount"),
        pytest.param("支出13812345678.90元", id="an amount with cents"),
        pytest.param("合计13812345678 万元", id="an amount in 万元"),
        pytest.param("电话0354-0000000", id="an office telephone"),
        pytest.param("受理12345678901件", id="no mobile prefix"),
        pytest.param("编号A13800001234", id="part of a code"),
        pytest.param("编号138000012345", id="twelve digits"),
        pytest.param("110105194912310021", id="wrong check character"),
        pytest.param("11010519491331002X", id="no such month"),
        pytest.param("11010518491231002X", id="no such year"),
        pytest.param(CARDS[0][:-1] + str((int(CARDS[0][-1]) + 1) % 10), id="wrong Luhn digit"),
        pytest.param(with_luhn_digit("140000001234567890"), id="a project code"),
        pytest.param("分别为15 20 30 40 500件", id="several numbers"),
        pytest.param("13 8000-01234", id="groups nobody writes"),
        pytest.param("911407000000000000", id="a credit code"),
        pytest.param("2021年1月至12月共受理3268件", id="counts"),
        pytest.param("", id="nothing"),
    ],
)
def test_numbers_that_are_none_of_these(text: str) -> None:
    assert list(personal_data(text)) == []


def test_several_in_reading_order() -> None:
    text = f"甲13800001234，乙{IDENTITY}，丙{CARDS[0]}"

    assert [each.kind.label for each in personal_data(text)] == ["手机号码", "居民身份证号码", "银行卡号"]
