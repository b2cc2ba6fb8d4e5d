"""The hash of a document and its short code."""

import hashlib

from selfeval.domain.verification import CROCKFORD_DIGITS, canonical_json, content_hash, verification_code


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": "二", "a": ["1", {"d": None, "c": "〇"}]}) == '{"a":["1",{"c":"〇","d":null}],"b":"二"}'
    assert content_hash({"b": "2", "a": "1"}) == content_hash({"a": "1", "b": "2"})


def test_content_hash_is_of_the_canonical_text_in_utf8() -> None:
    assert content_hash({"名": "䶮"}) == hashlib.sha256('{"名":"䶮"}'.encode()).hexdigest()


def test_verification_code_is_the_head_of_the_hash() -> None:
    # 0x00443 is 0 1 2 3 in groups of five bits, 0xffff… is all ones.
    assert verification_code("00443" + "0" * 59) == "0123-0000-0000-0000"
    assert verification_code("f" * 64) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert verification_code("0" * 20 + "f" * 44) == "0000-0000-0000-0000"


def test_verification_code_uses_digits_that_cannot_be_misread() -> None:
    code = verification_code(content_hash({"a": "1"}))
    assert len(code) == 19
    assert set(code.replace("-", "")) <= set(CROCKFORD_DIGITS)
    assert not set("ILOU") & set(CROCKFORD_DIGITS)
