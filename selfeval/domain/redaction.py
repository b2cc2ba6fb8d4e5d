"""What the public does not see (脱敏): passages of a filing's texts that are blacked out before it is published.

A place is the way to a text in the plain filing document, its steps joined by `/`: `narratives/mandate`,
`indicators/input.target_setting.indicator_clarity/reason`, `evaluators/0/name`.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.personal_data import personal_data

# What stands where something was taken out; of one length, so that it does not tell how long that was.
MASK: Final = "＊＊＊"
_ENTRY_TEXTS: Final = ("analysis", "reason", "measure")
_OWN_TEXTS: Final = ("name", "target_words", "adjusted_target_words", "actual_words", *_ENTRY_TEXTS)
_PERSON_TEXTS: Final = ("name", "title", "office")
_ITEM_TEXTS: Final = ("label", "basis")
# Never public: they are the unit's answers to the bureau's checks.
_INTERNAL: Final = ("explanations",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """`length` characters from `start` of the text at `place`, and why they are taken out."""

    place: str
    start: int
    length: int
    why: str

    @property
    def end(self) -> int:
        """After the last character."""
        return self.start + self.length


def public_texts(framework: Framework, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of the plain document in which something may be blacked out, with its place, in print order."""
    department = document.get("department", {})
    for key in ("head", "phone"):
        if department.get(key):
            yield f"department/{key}", department[key]
    yield from _of_fields(framework, document.get("fields", {}))
    for code, entry in document.get("indicators", {}).items():
        yield from _texts(f"indicators/{code}", entry, _ENTRY_TEXTS)
    for at, own in enumerate(document.get("own_indicators", ())):
        yield from _texts(f"own_indicators/{at}", own, _OWN_TEXTS)
    for code, text in document.get("narratives", {}).items():
        yield f"narratives/{code}", text
    for at, person in enumerate(document.get("evaluators", ())):
        yield from _texts(f"evaluators/{at}", person, _PERSON_TEXTS)


def suggested(framework: Framework, document: Mapping[str, Any]) -> tuple[Redaction, ...]:
    """What is personal: telephone numbers, numbers of identity cards and bank cards, names of evaluators but for the
    surname. The head's name stays: it is an office."""
    found: list[Redaction] = []
    for place, text in public_texts(framework, document):
        if place == "department/phone":
            found.append(Redaction(place=place, start=0, length=len(text), why="联系电话"))
        elif place.startswith("evaluators/") and place.endswith("/name") and len(text) > 1:
            found.append(Redaction(place=place, start=1, length=len(text) - 1, why="评价人员姓名"))
        else:
            found.extend(
                Redaction(place=place, start=each.start, length=each.end - each.start, why=each.kind.label)
                for each in personal_data(text)
            )
    return tuple(found)


def occurrences(framework: Framework, document: Mapping[str, Any], words: str, *, why: str) -> tuple[Redaction, ...]:
    """Every place where `words` stand, to be blacked out by hand; none for no words."""
    found: list[Redaction] = []
    for place, text in public_texts(framework, document) if words else ():
        start = text.find(words)
        while start >= 0:
            found.append(Redaction(place=place, start=start, length=len(words), why=why))
            start = text.find(words, start + len(words))
    return tuple(found)


def fits(framework: Framework, document: Mapping[str, Any], redaction: Redaction) -> bool:
    """Whether there is such a passage."""
    text = dict(public_texts(framework, document)).get(redaction.place)
    return text is not None and redaction.length > 0 and redaction.start >= 0 and redaction.end <= len(text)


def redacted(document: Mapping[str, Any], redactions: Iterable[Redaction]) -> dict[str, Any]:
    """The document as the public sees it; passages that overlap are taken out together."""
    public: dict[str, Any] = deepcopy({key: part for key, part in document.items() if key not in _INTERNAL})
    by_place: dict[str, list[Redaction]] = {}
    for each in redactions:
        by_place.setdefault(each.place, []).append(each)
    for place, passages in by_place.items():
        *way, last = place.split("/")
        holder: Any = public
        for step in way:
            holder = holder[int(step) if isinstance(holder, list) else step]
        holder[last] = _masked(holder[last], passages)
    return public


def _masked(text: str, passages: Iterable[Redaction]) -> str:
    kept, at = [], 0
    for each in sorted(passages, key=lambda each: each.start):
        if each.start >= at:
            kept += [text[at : each.start], MASK]
        at = max(at, each.end)
    return "".join([*kept, text[at:]])


def _texts(place: str, part: Mapping[str, Any], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{place}/{key}", part[key]) for key in keys if isinstance(part.get(key), str) and part[key])


def _of_fields(framework: Framework, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code, value in fields.items():
        kind = framework.fields_by_code[code].kind
        if kind is FieldKind.TEXT and isinstance(value, str) and value:
            yield f"fields/{code}", value
        if kind is FieldKind.ITEMISED_MONEY and isinstance(value, list):
            for at, item in enumerate(value):
                yield from _texts(f"fields/{code}/{at}", item, _ITEM_TEXTS)
