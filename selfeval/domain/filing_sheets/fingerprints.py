"""What every box of a filing holds, as plain values and as short fingerprints of them.

A workbook carries the fingerprints of the day it was downloaded: a box that still has its value was not touched in
Excel, whatever others have typed on the page since.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from selfeval.domain.files import Plain, filing_to_document
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework

_DIGITS: Final = 16


def plain_boxes(framework: Framework, filing: Filing) -> dict[str, Plain]:
    """Every box that is filled, by its name, as the filing file writes it."""
    document = filing_to_document(framework, filing)
    found: dict[str, Plain] = {}
    for head in ("fields", "narratives", "explanations", "department"):
        found |= {f"{head}.{code}": value for code, value in _mapping(document.get(head)).items()}
    for code, entry in _mapping(document.get("indicators")).items():
        found |= {f"indicators.{code}.{key}": value for key, value in _mapping(entry).items()}
    for own in document.get("own_indicators") or ():
        if isinstance(own, dict):
            rows = found.setdefault(f"own_indicators.{own['under']}", [])
            if isinstance(rows, list):
                rows.append(own)
    if document.get("filed_on"):
        found["filed_on"] = document["filed_on"]
    if document.get("evaluators"):
        found["evaluators"] = document["evaluators"]
    # No criterion met is an answer; no row at all is none.
    return {
        box: value
        for box, value in found.items()
        if box not in ("department.code", "department.name") and (value != [] or box.endswith(".ticked"))
    }


def fingerprints(framework: Framework, filing: Filing) -> dict[str, str]:
    """The fingerprint of every box that is filled; a box without one was empty."""
    return {box: fingerprint(value) for box, value in plain_boxes(framework, filing).items()}


def fingerprint(value: Plain) -> str:
    """The fingerprint of what a box holds; nothing for an empty box."""
    if value in (None, ""):
        return ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _mapping(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, dict) else {}
