"""One value of a framework document as the text of a cell, and back again: the two directions side by side."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from selfeval.domain.files import Plain
from selfeval.domain.files.yaml_text import MAX_DEPTH
from selfeval.exports.framework_workbook.columns import Column, Form

# What a workbook does not keep: characters XML has no place for, a lone carriage return, and Excel's own escapes.
_LOST: Final = re.compile(r"\r|_x[0-9A-Fa-f]{4}_|[\ud800-\udfff\ufffe\uffff]")


def cell_text(column: Column, value: Plain) -> str | None:
    """The text of a cell that gives `value` again; None where no text does."""
    text = _written(column, value)
    if text is None or _LOST.search(text) or ILLEGAL_CHARACTERS_RE.search(text):
        return None
    return text if text.strip() and cell_value(column, text) == value else None


def cell_value(column: Column, text: str) -> Plain:
    """What the text of a cell means; a blank cell is not to be asked."""
    if column.form is Form.LINES:
        return [_unescaped(line) for line in text.split("\n") if line.strip()]
    if column.form is Form.TEXT:
        return text
    stripped = text.strip()
    known = {label: word for word, label in column.words.items()}
    return known.get(stripped, stripped)


def _written(column: Column, value: Plain) -> str | None:
    if column.form is Form.LINES:
        texts = [element for element in value if isinstance(element, str)] if isinstance(value, list) else []
        return "\n".join(map(_escaped, texts)) if isinstance(value, list) and len(texts) == len(value) else None
    return column.words.get(value, value) if isinstance(value, str) else None


def _escaped(line: str) -> str:
    """A line break inside an element is written as \\n, a backslash doubled."""
    return line.replace("\\", "\\\\").replace("\n", "\\n")


def _unescaped(line: str) -> str:
    return re.sub(r"\\([\\n])", lambda found: "\n" if found[1] == "n" else "\\", line)


def rest_text(rest: Mapping[str, Any]) -> str:
    """What no column holds, as JSON in characters a workbook keeps."""
    text = json.dumps(rest, ensure_ascii=False)
    if _LOST.search(text) or ILLEGAL_CHARACTERS_RE.search(text):
        text = json.dumps(rest).replace("_x", "\\u005fx")
    return text


def rest_value(text: str) -> dict[str, Any] | None:
    """The mapping a cell of 其他 holds, its scalars being text; None where it holds none."""
    try:
        found = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        return _plain(found, 0) if isinstance(found, dict) else None
    except (json.JSONDecodeError, RecursionError):
        return None


def _plain(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        return {key: _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    return str(value).lower() if isinstance(value, bool) else value
