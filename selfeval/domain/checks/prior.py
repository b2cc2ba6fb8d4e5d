"""The unit's filing of the year before, for checks that compare two years."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property

from selfeval.domain.amounts import CONTEXT
from selfeval.domain.filing import Filing
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.scoring.figures import Figures


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Last year's filing with the framework it was filed under, which may be another than this year's.

    Not slotted, so that the figures are looked up once.
    """

    framework: Framework
    filing: Filing

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self.framework, self.filing)

    def money(self, code: str) -> Decimal | None:
        """The amount of `code` in yuan; None where that year's framework has none or it was not filled."""
        known = self.framework.fields_by_code.get(code) or self.framework.derived_by_code.get(code)
        if known is None or known.kind is not FieldKind.MONEY:
            return None
        with localcontext(CONTEXT):
            value = self._figures.value(code)
            return value * self.framework.money_unit.yuan if isinstance(value, Decimal) else None
