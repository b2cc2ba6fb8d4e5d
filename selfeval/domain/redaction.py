"""What the public does not see (脱敏): passages of a filing's texts that are blacked out before it is published.

A place is the way to a text in the plain filing document, its steps joined by `/`: `narratives/mandate`,
`indicators/input.target_setting.indicator_clarity/reason`, `evaluators/0/name`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.filing import TargetSign
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.domain.narrative.text import half_width
from selfeval.domain.personal_data import personal_data

# What stands where something was taken out; of one length, so that it does not tell how long that was.
MASK: Final = "＊＊＊"
_ENTRY_TEXTS: Final = ("analysis", "reason", "measure")
_OWN_TEXTS: Final = ("name", "unit", *_ENTRY_TEXTS)
# Numbers, unless the indicator is qualitative.
_OWN_WORDS: Final = ("target", "adjusted_target", "actual")
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
        words = _OWN_WORDS if own.get("op") == TargetSign.QUALITATIVE else ()
        yield from _texts(f"own_indicators/{at}", own, (*_OWN_TEXTS, *words))
    for code, text in document.get("narratives", {}).items():
        yield f"narratives/{code}", text
    for at, person in enumerate(document.get("evaluators", ())):
        yield from _texts(f"evaluators/{at}", person, _PERSON_TEXTS)


def suggested(framework: Framework, document: Mapping[str, Any]) -> tuple[Redaction, ...]:
    """What is personal: telephone numbers, numbers of identity cards and bank cards, names of evaluators but for the
    surname, wherever they stand. The head's name stays: it is an office."""
    texts = tuple(public_texts(framework, document))
    phone = half_width(document.get("department", {}).get("phone", ""))
    names = [person.get("name", "") for person in document.get("evaluators", ())]
    found: list[Redaction] = []
    for place, text in texts:
        if place == "department/phone":
            found.append(Redaction(place=place, start=0, length=len(text), why="联系电话"))
        elif _is_evaluators_name(place):
            found += _after_surname(place, text, text)
        else:
            found += _personal_in(place, text, phone=phone, names=() if place == "department/head" else names)
    return tuple(sorted(dict.fromkeys(found), key=_print_order([place for place, _ in texts])))


def occurrences(
    framework: Framework, document: Mapping[str, Any], words: str, *, why: str, place: str = ""
) -> tuple[Redaction, ...]:
    """Every passage where `words` stand (half-width or full-width), at `place` only where that is given."""
    texts = (each for each in public_texts(framework, document) if place in ("", each[0]))
    return tuple(each for at, text in texts for each in _found(at, text, words, why=why))


def whole_text(framework: Framework, document: Mapping[str, Any], place: str, *, why: str) -> tuple[Redaction, ...]:
    """All of the text at `place`; nothing where there is none."""
    text = dict(public_texts(framework, document)).get(place, "")
    return (Redaction(place=place, start=0, length=len(text), why=why),) if text else ()


def first_misfit(
    framework: Framework, document: Mapping[str, Any], redactions: Iterable[Redaction]
) -> Redaction | None:
    """The first that is no passage of a text that may be blacked out; None where all are."""
    lengths = {place: len(text) for place, text in public_texts(framework, document)}
    for each in redactions:
        if each.length <= 0 or each.start < 0 or each.end > lengths.get(each.place, -1):
            return each
    return None


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
    kept, end = [], -1
    for each in sorted(passages, key=lambda each: each.start):
        # One that touches the one before goes into the same mask.
        if each.start > end:
            kept += [text[max(end, 0) : each.start], MASK]
        end = max(end, each.end)
    return "".join([*kept, text[max(end, 0) :]])


def _is_evaluators_name(place: str) -> bool:
    return place.startswith("evaluators/") and place.endswith("/name")


def _print_order(places: Sequence[str]) -> Any:
    order = {place: at for at, place in enumerate(places)}
    return lambda each: (order[each.place], each.start, each.length)


def _personal_in(place: str, text: str, *, phone: str, names: Iterable[str]) -> Iterator[Redaction]:
    for each in personal_data(text):
        yield Redaction(place=place, start=each.start, length=each.end - each.start, why=each.kind.label)
    yield from _found(place, text, phone, why="联系电话")
    for name in names:
        yield from _after_surname(place, text, name)


def _after_surname(place: str, text: str, name: str) -> Iterator[Redaction]:
    if len(name) < 2:
        return
    for each in _found(place, text, name, why="评价人员姓名"):
        yield Redaction(place=place, start=each.start + 1, length=each.length - 1, why=each.why)


def _found(place: str, text: str, words: str, *, why: str) -> Iterator[Redaction]:
    """`words` in `text`, one behind the other; none for no words."""
    plain, wanted = half_width(text), half_width(words)
    start = plain.find(wanted) if wanted else -1
    while start >= 0:
        yield Redaction(place=place, start=start, length=len(words), why=why)
        start = plain.find(wanted, start + len(wanted))


def _texts(place: str, part: Mapping[str, Any], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{place}/{key}", part[key]) for key in keys if isinstance(part.get(key), str) and part[key])


def _of_fields(framework: Framework, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code, value in fields.items():
        field = framework.fields_by_code[code]
        if field.kind is FieldKind.TEXT:
            yield from _texts("fields", fields, (code,))
        elif isinstance(value, list):
            for at, row in enumerate(value):
                yield from _texts(f"fields/{code}/{at}", row, _row_texts(field))


def _row_texts(field: Field) -> tuple[str, ...]:
    if field.kind is FieldKind.ITEMISED_MONEY:
        return _ITEM_TEXTS
    return tuple(column.code for column in field.columns if column.kind is FieldKind.TEXT)
