"""The identity of a frozen document: its hash, and the short code printed on paper to look it up by."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

# Crockford's digits: nothing that can be read as another, no words by accident.
CROCKFORD_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS_A_DIGIT: Final = 5
_DIGITS: Final = 16
_GROUP: Final = 4


def canonical_json(document: Mapping[str, Any]) -> str:
    """The one text of a plain document: keys sorted, no idle spaces, characters as they are."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of `document` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def verification_code(content_hash: str) -> str:
    """The first 80 bits of a content hash as four groups of four, `JX21-7F3K-92QD-04MA`."""
    number = int(content_hash, 16) >> (len(content_hash) * 4 - _DIGITS * _BITS_A_DIGIT)
    digits = [CROCKFORD_DIGITS[number >> _BITS_A_DIGIT * place & 31] for place in reversed(range(_DIGITS))]
    return "-".join("".join(digits[start : start + _GROUP]) for start in range(0, _DIGITS, _GROUP))


def hashes_of(code: str) -> tuple[str, str]:
    """The least and the greatest content hash whose verification code is `code`, as it is printed."""
    number = 0
    for digit in code.replace("-", ""):
        number = number << _BITS_A_DIGIT | CROCKFORD_DIGITS.index(digit)
    digits = _DIGITS * _BITS_A_DIGIT // 4
    known = f"{number:0{digits}x}"
    rest = 64 - digits
    return known + "0" * rest, known + "f" * rest
