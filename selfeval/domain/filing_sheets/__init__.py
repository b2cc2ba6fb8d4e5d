"""What stands on the sheets of a unit's 填报工作簿: said once, for who draws the workbook and who reads it back.

    plan = plan_of(framework, warnings=…)          # sheets → blocks → lines → the boxes people fill
    identity = WorkbookIdentity(…)                 # whose workbook it is, and of which version of the filing
    fingerprints(framework, filing)                # what every box held when it was downloaded

A line is found again by the key in the hidden first column of its row, a column by the words of its head, so that
sorted, inserted and moved rows and renamed sheets mean no harm.
"""

from selfeval.domain.filing_sheets.fingerprints import fingerprint, fingerprints, plain_boxes
from selfeval.domain.filing_sheets.identity import FORMAT, WorkbookIdentity
from selfeval.domain.filing_sheets.parts import Block, CellKind, Column, Input, Line, Sheet
from selfeval.domain.filing_sheets.plan import Warnings, plan_of

__all__ = [
    "FORMAT",
    "Block",
    "CellKind",
    "Column",
    "Input",
    "Line",
    "Sheet",
    "Warnings",
    "WorkbookIdentity",
    "fingerprint",
    "fingerprints",
    "plain_boxes",
    "plan_of",
]
