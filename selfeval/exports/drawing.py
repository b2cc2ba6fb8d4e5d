"""The form as HTML: one template for paper and for the screen."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from selfeval.exports import text_flow, wording
from selfeval.exports.document import NO_FACT, Cell, Fact, FormDocument
from selfeval.exports.indicator_rows import indicator_table
from selfeval.exports.label_lines import balanced
from selfeval.exports.layout import Part
from selfeval.exports.other_tables import evaluator_table, funds_table, goals_table, task_table
from selfeval.exports.page_finish import BREAK_OPPORTUNITY
from selfeval.exports.qr import qr_data_uri
from selfeval.exports.table_rows import Shape, Table, TableCell, TableRow

# Long formulas may break before an operator that follows a number; page_finish removes the mark again.
_OPERATOR = re.compile("(?<=[0-9%）])(?=[÷×＝])")

# A word without end would be laid out anew for each of its lines: a minute for a page full of nines.
_GIANT_WORD = re.compile(r"[^\s\u2e80-\uffff]{60,}")
_STRIDE = 30

_CAPTION_CHARS = 10  # in a line of the labels of the block on top


def paper_html(document: FormDocument) -> str:
    """The whole page for WeasyPrint."""
    context = _context(document) | {
        "on_screen": False,
        "blocks": [_breakable(block) for block in _blocks(document)],
        "narrative": [replace(block, text=_parted(block.text)) for block in text_flow.blocks(document)],
        "created": f"{document.filed_on.isoformat()}T00:00:00+08:00" if document.filed_on else "",
        "qr": qr_data_uri(document),
    }
    return render_to_string("exports/form.html", context)


def screen_html(document: FormDocument) -> SafeString:
    """The fragment for a page of the application; rows carry `data-code`."""
    context = _context(document) | {"on_screen": True, "blocks": list(_blocks(document))}
    return render_to_string("exports/form_preview.html", context)


def status_line(document: FormDocument) -> str:
    """草稿　打印人 某某: what stands under the verification code."""
    stamp = document.stamp
    printed_by = f"{wording.PRINTED_BY} {stamp.printed_by}" if stamp.printed_by else ""
    return "　".join(part for part in (stamp.status, printed_by) if part)


def code_line(document: FormDocument) -> str:
    """校验码 and the code."""
    return f"{wording.CODE} {document.stamp.verification_code}"


def _context(document: FormDocument) -> dict[str, object]:
    facts, narrative = document.facts, text_flow.blocks(document)
    return {
        "document": document,
        "wording": wording,
        "fact_rows": [_pair(facts[start : start + 2]) for start in range(0, len(facts), 2)],
        "title_lines": text_flow.title_lines(document),
        "narrative": narrative,
        "narrative_is_low": text_flow.is_low(narrative),
        "notes": wording.notes_text(document.notes),
        "code_line": code_line(document),
        "status_line": status_line(document),
    }


def _blocks(document: FormDocument) -> Iterator[Table | Part]:
    """What stands below the title: tables, and the parts that are none."""
    layout = document.layout
    for part in document.parts:
        if part is Part.INDICATORS:
            yield indicator_table(document)
        elif part is Part.EVALUATORS:
            yield evaluator_table(document.evaluators)
        elif part is Part.FUNDS and layout.funds:
            yield funds_table(document, layout.funds)
        elif part is Part.TASKS and layout.tasks:
            yield task_table(document, layout.tasks)
        elif part is Part.GOALS and layout.goals:
            yield goals_table(document, layout.goals)
        else:
            yield part


def _pair(facts: tuple[Fact, ...]) -> list[tuple[tuple[str, ...], Cell]]:
    """Two boxes side by side, with the lines of their labels; the last one alone leaves an empty box beside it."""
    pair = facts if len(facts) == 2 else (*facts, NO_FACT)
    return [(balanced(fact.label, _CAPTION_CHARS), fact.cell) for fact in pair]


def _breakable(block: Table | Part) -> Table | Part:
    return replace(block, rows=tuple(map(_breakable_row, block.rows))) if isinstance(block, Table) else block


def _breakable_row(row: TableRow) -> TableRow:
    return replace(row, cells=tuple(replace(cell, lines=tuple(_lines(cell))) for cell in row.cells))


def _lines(cell: TableCell) -> Iterator[str]:
    for line in cell.lines:
        yield _parted(_OPERATOR.sub(BREAK_OPPORTUNITY, line) if cell.shape is Shape.PARAGRAPH else line)


def _parted(text: str) -> str:
    """`text` with places to break in words that no line holds."""
    return _GIANT_WORD.sub(_with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    text = word[0]
    return BREAK_OPPORTUNITY.join(text[start : start + _STRIDE] for start in range(0, len(text), _STRIDE))
