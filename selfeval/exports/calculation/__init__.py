"""The parts of the calculation workbook: its grid, the typed figures, the steps of formulas, the rules, the sums.

Formulas here are written from the contract of the three files (docs/formats.md), not from the code that scores, so
that the workbook is a second opinion. Only the tree of indicators and the parameters of the rules are shared.
"""
