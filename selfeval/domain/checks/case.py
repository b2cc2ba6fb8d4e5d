"""What a check sees, and how it says what it found."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from selfeval.domain.amounts import plain_text, rounded, telling_text
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework, Severity
from selfeval.domain.narrative.passages import Passage, passages_of
from selfeval.domain.narrative.similarity import OtherText, Template, template_of
from selfeval.domain.narrative.statements import Sentence, stated_sentences
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import ScoreSheet

# Down to a fen in either money unit; derived money has more digits than are worth reading.
_MOST_PLACES: Final = 6


@dataclass(frozen=True, kw_only=True)
class Case:
    """A filing with its framework and score sheet. Not slotted, so that the figures are looked up once."""

    framework: Framework
    filing: Filing
    sheet: ScoreSheet
    # Blocks of other filings that may be like some of this one; silent checks where nobody looked for them.
    others: tuple[OtherText, ...] = ()

    @cached_property
    def figures(self) -> Figures:
        """The filing's figures in the framework's money unit."""
        return Figures(self.framework, self.filing)

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        counts = Counter(leaf.name for leaf in self.framework.leaves)
        return frozenset(name for name, count in counts.items() if count > 1)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The filing's texts, empty ones left out."""
        return passages_of(self.framework, self.filing)

    @cached_property
    def stated(self) -> tuple[tuple[Passage, tuple[Sentence, ...]], ...]:
        """Each text with its sentences that state numbers."""
        return tuple((passage, stated_sentences(passage.text)) for passage in self.passages)

    @cached_property
    def template(self) -> Template:
        """The words that filings of this framework share, and the unit's own name."""
        return template_of(self.framework, self.filing.department.name)

    def name_of(self, code: str) -> str:
        """The indicator's name; with the name above it where several indicators share one, as 管理制度健全性 does."""
        nodes = self.framework.nodes
        above = nodes.get(code.rpartition(".")[0])
        name = nodes[code].name
        return f"{above.name}的{name}" if above is not None and name in self._shared_names else name

    def has_figure(self, code: str) -> bool:
        """Whether the framework knows `code` as a data item or a derived value."""
        return code in self.framework.fields_by_code or code in self.framework.derived_by_code

    def figure(self, code: str) -> Decimal | None:
        """The figure of `code` in the money unit; None where the framework lacks it or it is not filled."""
        if not self.has_figure(code):
            return None
        value = self.figures.value(code)
        return value if isinstance(value, Decimal) else None

    def money(self, amount: Decimal) -> str:
        """An amount of the money unit as printed; as many decimals as it has, at least two."""
        return telling_text(amount, 2, most=_MOST_PLACES)

    def points(self, points: Decimal) -> str:
        """Points as printed."""
        return telling_text(points, self.framework.rounding.points_places)

    def digits(self, value: Decimal) -> str:
        """A figure in plain digits, for `expected` and `found`."""
        return plain_text(rounded(value, _MOST_PLACES), 2)

    def finding(
        self,
        check: str,
        *where: str,
        severity: Severity | None = None,
        expected: Decimal | str | None = None,
        found: Decimal | str | None = None,
        answer: str | None = None,
        quote: str | None = None,
        offset: int | None = None,
        **words: str,
    ) -> Finding:
        """A finding of `check` in the catalogue's words. `answer` is an explanation the unit gave in the box itself.

        Amounts among `expected` and `found` are printed in the message as money.
        """
        message = CATALOGUE[check]
        told = {
            key: self.money(value) if isinstance(value, Decimal) else value or ""
            for key, value in (("expected", expected), ("found", found))
        }
        return Finding(
            check=check,
            severity=severity or message.severity,
            where=where,
            message=message.text.format(**told, quote=quote or "", unit=self.framework.money_unit.label, **words),
            expected=self.digits(expected) if isinstance(expected, Decimal) else expected,
            found=self.digits(found) if isinstance(found, Decimal) else found,
            explanation=self.filing.explanations.get(check) or answer or None,
            quote=quote,
            offset=offset,
        )


Check = Callable[[Case], Iterable[Finding]]
