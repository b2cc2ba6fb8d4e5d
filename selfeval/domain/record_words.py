"""What may stand in the record of who did what (操作记录), and how it is shown: no secrets, no tricks of signs."""

import re
from typing import Any, Final

from selfeval.domain.personal_data import PersonalDataKind, personal_data

HIDDEN: Final = "＊＊＊"
_SECRET: Final = re.compile(r"password|passwd|token|secret|sessionid|口令|密码", re.IGNORECASE)
_MASKED: Final = frozenset({PersonalDataKind.IDENTITY, PersonalDataKind.CARD})
# What ends a line, moves a cursor or turns the direction of writing; a tab and a line's end are told by name.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def recorded(value: Any) -> Any:
    """`value`, of JSON, as the record keeps it: secrets hidden, numbers of identity cards and bank cards masked.

    A fraction becomes text: it would be written differently by different databases.
    """
    if isinstance(value, dict):
        return {recorded_text(str(key)): _of_key(str(key), each) for key, each in value.items()}
    if isinstance(value, list):
        return [recorded(each) for each in value]
    if isinstance(value, float):
        return repr(value)
    return recorded_text(value) if isinstance(value, str) else value


def _of_key(key: str, value: Any) -> Any:
    return HIDDEN if isinstance(value, str) and value and _SECRET.search(key) else recorded(value)


def recorded_text(text: str) -> str:
    """`text` as the record keeps it; what no database stores (NUL, halves of signs) becomes a sign that is seen."""
    kept = text.replace("\x00", "␀").encode("utf-8", "replace").decode()
    for found in reversed([each for each in personal_data(kept) if each.kind in _MASKED]):
        kept = f"{kept[: found.start]}{found.masked}{kept[found.end :]}"
    return kept


def shown_text(text: str) -> str:
    """`text` on one line, every sign that would not be seen written out."""
    return _CONTROL.sub(lambda found: _NAMED.get(found[0], f"\\u{ord(found[0]):04x}"), text)


def table_text(text: str) -> str:
    """`text` for a cell of a CSV file: as `shown_text`, and no spreadsheet takes it for a formula."""
    starts = text.lstrip(" \u00a0\u3000").startswith(_STARTS_FORMULA)
    return f"'{shown_text(text)}" if starts else shown_text(text)
