"""The unit's filing of the year before, for checks that compare two years."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property

from selfeval.domain.amounts import CONTEXT
from selfeval.domain.filing import Filing
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import ScoreSheet, score_sheet
from selfeval.domain.scoring.figures import Figures


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Last year's filing with the framework it was filed under, which may be another than this year's.

    Not slotted, so that figures and scores are made once.
    """

    framework: Framework
    filing: Filing

    @cached_property
    def figures(self) -> Figures:
        """That year's figures in the money unit of its framework."""
        return Figures(self.framework, self.filing)

    @cached_property
    def sheet(self) -> ScoreSheet:
        """That year's scores."""
        return score_sheet(framework_of(self.framework, self.filing), self.filing)

    def money(self, code: str) -> Decimal | None:
        """The amount of `code` in yuan; None where that year's framework has none or it was not filled."""
        known = self.framework.fields_by_code.get(code) or self.framework.derived_by_code.get(code)
        if known is None or known.kind is not FieldKind.MONEY:
            return None
        with localcontext(CONTEXT):
            value = self.figures.value(code)
            return value * self.framework.money_unit.yuan if isinstance(value, Decimal) else None
