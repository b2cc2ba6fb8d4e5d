"""评价人员: the rows below a head of 姓名, 职务, 科室."""

from typing import Final

from selfeval.domain.filing import Evaluator
from selfeval.imports.raw import Cell, RawForm, Row
from selfeval.imports.understood import Blank
from selfeval.imports.words import is_blank, label_of

_KEYS: Final = {
    "姓名": "name",
    "职务": "title",
    "职务职称": "title",
    "职务/职称": "title",
    "科室": "office",
    "单位": "office",
}
_END: Final = ("单位负责人", "备注", "填报", "评价组")
_MOST_NAME: Final = 12


def read_evaluators(raw: RawForm) -> tuple[tuple[Evaluator, ...], list[Blank], list[Row]]:
    """The people, what the form leaves blank about them, and the rows read."""
    people: list[Evaluator] = []
    rows: list[Row] = []
    head: Row | None = None
    for row in raw.rows:
        if _is_head(row):
            head = row
            rows.append(row)
        elif head is not None and row.filled:
            if row.table != head.table and rows and raw.kind != "txt":
                head = None
                continue
            person = _person(raw, head, row)
            if person is None:
                head = None
                continue
            people.append(person)
            rows.append(row)
    return tuple(people), _blanks(people, rows), rows


def _is_head(row: Row) -> bool:
    labels = {label_of(cell.text) for cell in row.filled}
    return "姓名" in labels and len(labels & set(_KEYS)) > 1


def _person(raw: RawForm, head: Row, row: Row) -> Evaluator | None:
    # A flat copy may carry the label at the left as one more cell.
    shift = max(len(row.cells) - len(head.cells), 0) if raw.kind == "txt" else 0
    found: dict[str, str] = {}
    for cell in head.cells:
        key = _KEYS.get(label_of(cell.text))
        if key is not None:
            found.setdefault(key, _text_at(row, cell.column + shift))
    name = found.get("name", "")
    if is_blank(name) or len(name) > _MOST_NAME or any(label_of(cell.text).startswith(_END) for cell in row.filled):
        return None
    return Evaluator(
        name="".join(name.split()) if name.strip().isascii() is False else name.strip(),
        title=_filled(found.get("title", "")),
        office=_filled(found.get("office", "")),
    )


def _text_at(row: Row, column: int) -> str:
    found: list[Cell] = [cell for cell in row.cells if cell.column == column]
    return found[0].text.strip() if found else ""


def _filled(text: str) -> str:
    return "" if is_blank(text) else text


def _blanks(people: list[Evaluator], rows: list[Row]) -> list[Blank]:
    if not people or not rows:
        return []
    missing = [
        label
        for label, texts in (("职务", [each.title for each in people]), ("科室", [each.office for each in people]))
        if not any(texts)
    ]
    if not missing:
        return []
    return [Blank(box="evaluators", label=f"评价人员的{'、'.join(missing)}", place=rows[0].filled[0].place)]
