"""Boxes of a part of a framework: text in, the plain values of the document out. What is typed is never refused here.

A box is named after its place in the part (`scoring.bands.0.in`), as faults name it, so that a fault finds its box. A
draft may be faulty: whether a value makes sense is asked of the whole document, after saving.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from selfeval.web.forms.fields import printable

Plain = Any
Texts = dict[str, str]
BoxKind = Literal["line", "long", "lines", "choice", "formula", "number"]
ROWS_AT_MOST: Final = 200
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box. `choices` are values and their words; `redraws` where other boxes depend on the choice.

    `is_kept` is false for a choice that only says which boxes there are.
    """

    path: str
    label: str
    kind: BoxKind = "line"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    redraws: bool = False
    is_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of rows with one box a column; blank rows are no rows."""

    path: str
    label: str
    columns: tuple[Box, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Boxes under a heading."""

    title: str
    items: tuple[Box | Rows, ...]
    code: str = ""
    hint: str = ""


Spec = tuple[Section, ...]


def items_of(spec: Spec) -> Iterator[Box | Rows]:
    """All boxes and lists of rows."""
    for section in spec:
        yield from section.items


def texts_of(spec: Spec, part: Mapping[str, Plain]) -> Texts:
    """What the boxes hold for a stored part."""
    texts: Texts = {}
    for item in items_of(spec):
        if isinstance(item, Rows):
            rows = _at(part, item.path)
            for number, row in enumerate(rows if isinstance(rows, list) else []):
                texts.update({name: _text(_at(row, box.path)) for name, box in _cells(item, number)})
        else:
            texts[item.path] = _text(_at(part, item.path))
    return texts


def flattened(part: Plain, at: str = "") -> Texts:
    """Every text of a stored part by its place, whatever boxes there are."""
    if isinstance(part, str):
        return {at: part}
    pairs = enumerate(part) if isinstance(part, list) else part.items() if isinstance(part, Mapping) else ()
    found: Texts = {}
    for key, value in pairs:
        found.update(flattened(value, f"{at}.{key}" if at else str(key)))
    return found


def typed_texts(spec: Spec, data: Mapping[str, Any]) -> Texts:
    """What a page sent, with the blank rows left out and the others counted anew."""
    texts: Texts = {}
    for item in items_of(spec):
        if isinstance(item, Box):
            texts[item.path] = cleaned(item, str(data.get(item.path, "")))
            continue
        rows = [
            {box.path: cleaned(box, str(data.get(name, ""))) for name, box in _cells(item, number)}
            for number in numbers_in(data, item.path)
        ]
        for number, row in enumerate(row for row in rows if any(row.values())):
            texts.update({f"{item.path}.{number}.{path}": text for path, text in row.items()})
    return texts


def numbers_in(data: Iterable[str], path: str) -> list[int]:
    """The numbers of the rows of a list that occur in the names of `data`."""
    pattern = re.compile(rf"{re.escape(path)}\.(\d{{1,3}})\.")
    found = {int(match[1]) for name in data if (match := pattern.match(name))}
    return sorted(number for number in found if number < ROWS_AT_MOST)


def built(spec: Spec, texts: Texts) -> dict[str, Plain]:
    """The plain values of the boxes, nested as the document has them; what is empty is left out."""
    values: dict[str, Plain] = {}
    for item in items_of(spec):
        if isinstance(item, Rows):
            rows = [_row(item, number, texts) for number in numbers_in(texts, item.path)]
            if rows:
                _put(values, item.path, rows)
        elif item.is_kept and texts.get(item.path):
            text = texts[item.path]
            _put(values, item.path, text.split("\n") if item.kind == "lines" else text)
    return _listed(values)


def changed_values(spec: Spec, part: Mapping[str, Plain], texts: Texts, managed: Iterable[str]) -> dict[str, Plain]:
    """The keys to set on a stored part: those whose boxes say something else. None takes a key away.

    `managed` are all keys the page answers for; those without a box now go, those that say the same stay as written.
    """
    wanted = built(spec, texts)
    before = built(spec, texts_of(spec, part))
    boxes = {item.path.partition(".")[0] for item in items_of(spec)}
    changed: dict[str, Plain] = {}
    for key in dict.fromkeys([*before, *wanted, *managed]):
        if key in boxes and wanted.get(key) == before.get(key):
            continue
        if wanted.get(key) != part.get(key):
            changed[key] = wanted.get(key)
    return changed


def cleaned(box: Box, text: str) -> str:
    """A typed text in the form in which it is kept."""
    text = printable(text)[:LONGEST]
    if box.kind == "lines":
        return "\n".join(line for each in text.split("\n") if (line := " ".join(each.split())))
    if box.kind == "long":
        return text.strip()
    return " ".join(text.split())


def _cells(rows: Rows, number: int) -> Iterator[tuple[str, Box]]:
    for box in rows.columns:
        yield f"{rows.path}.{number}.{box.path}", box


def _row(rows: Rows, number: int, texts: Texts) -> dict[str, Plain]:
    return {box.path: texts[name] for name, box in _cells(rows, number) if texts.get(name)}


def _at(part: Plain, path: str) -> Plain:
    for step in path.split("."):
        if isinstance(part, list) and step.isdecimal():
            part = part[int(step)] if int(step) < len(part) else None
        else:
            part = part.get(step) if isinstance(part, Mapping) else None
    return part


def _text(value: Plain) -> str:
    if isinstance(value, list):
        return "\n".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _put(values: dict[str, Plain], path: str, value: Plain) -> None:
    *above, last = path.split(".")
    for step in above:
        values = values.setdefault(step, {})
    values[last] = value


def _listed(value: Plain) -> Plain:
    """Mappings whose keys are numbers are lists: the options of a choice are boxes, not rows."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(each) for key, each in value.items()}
    if inner and all(key.isdecimal() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """A box to draw, with what it holds and what is wrong with it."""

    name: str
    box: Box
    value: str
    faults: tuple[str, ...]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, words, and whether it is the one chosen; a word nobody knows can still be seen and kept."""
        known = [(value, words, value == self.value) for value, words in self.box.choices]
        if self.value and not any(chosen for _, _, chosen in known):
            known.append((self.value, f"{self.value}（不认识）", True))
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsView:
    """A list of rows to draw; the last row is blank."""

    name: str
    rows: Rows
    lines: tuple[tuple[BoxView, ...], ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section to draw."""

    title: str
    code: str
    hint: str
    items: tuple[BoxView | RowsView, ...]
    faults: tuple[str, ...] = field(default=())


BLANK_ROWS: Final = 1


def drawn(spec: Spec, texts: Texts, faults: Mapping[str, tuple[str, ...]]) -> tuple[SectionView, ...]:
    """The sections with their texts; `faults` are by box, section code or list."""
    return tuple(
        SectionView(
            title=section.title,
            code=section.code,
            hint=section.hint,
            items=tuple(_drawn(item, texts, faults) for item in section.items),
            faults=faults.get(section.code, ()) if section.code else (),
        )
        for section in spec
    )


def names_drawn(sections: Iterable[SectionView]) -> set[str]:
    """Every place on the page where a fault can stand."""
    names: set[str] = set()
    for section in sections:
        names |= {section.code} if section.code else set()
        for item in section.items:
            names.add(item.name)
            if isinstance(item, RowsView):
                names |= {box.name for line in item.lines for box in line}
    return names


def _drawn(item: Box | Rows, texts: Texts, faults: Mapping[str, tuple[str, ...]]) -> BoxView | RowsView:
    if isinstance(item, Box):
        return _box(item.path, item, texts, faults)
    count = len(numbers_in(texts, item.path))
    lines = tuple(
        tuple(_box(name, box, texts, faults) for name, box in _cells(item, number))
        for number in range(min(count + BLANK_ROWS, ROWS_AT_MOST))
    )
    return RowsView(name=item.path, rows=item, lines=lines, faults=faults.get(item.path, ()))


def _box(name: str, box: Box, texts: Texts, faults: Mapping[str, tuple[str, ...]]) -> BoxView:
    return BoxView(name=name, box=box, value=texts.get(name, ""), faults=faults.get(name, ()))
