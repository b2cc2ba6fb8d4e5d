"""Reads a unit's 填报工作簿 back: every box as the text a person would have typed, with the cell it stands in.

    book = FlatBook.of(read_apart("selfeval.imports.flat:flat_cells", name, content, {}))
    base = identified(book, expected=identity, is_sealed=…)       # WorkbookFaults: whose workbook it is
    reading = read_filing_workbook(book, framework, base)         # texts, rows, notes, and every fault at once

What the texts mean is for the same forms to say that take what is typed on the page. Nothing is stored here.
"""

from selfeval.imports.filing_workbook.identity import Base, identified
from selfeval.imports.filing_workbook.reading import Reading, ReadRow, read_filing_workbook

__all__ = ["Base", "ReadRow", "Reading", "identified", "read_filing_workbook"]
