"""What a check sees, and how it says what it found."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from selfeval.domain.amounts import COMPARED_PLACES, compared, percent_text, plain_text, rounded, telling_text
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.prior import Prior
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings, Thresholds
from selfeval.domain.evidence import EvidenceFact
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework, Severity
from selfeval.domain.narrative.links import with_links_resolved
from selfeval.domain.narrative.passages import Passage, passages_of
from selfeval.domain.narrative.similarity import OtherText, Template, template_of
from selfeval.domain.narrative.statements import Sentence, stated_sentences
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import ScoreSheet

# Down to a fen in either money unit; derived money has more digits than are worth reading.
_MOST_PLACES: Final = 6


@dataclass(frozen=True, kw_only=True)
class Case:
    """A filing with its framework and score sheet, and last year's where it is known.

    Not slotted, so that the figures are looked up once.
    """

    framework: Framework
    filing: Filing
    sheet: ScoreSheet
    prior: Prior | None = None
    settings: CheckSettings = DEFAULT
    # Blocks of other filings that may be like some of this one; silent checks where nobody looked for them.
    others: tuple[OtherText, ...] = ()
    # What the unit submitted in the round before and got back; None in the first round.
    submitted: Filing | None = None
    # What is attached; None where nobody looked.
    evidence: tuple[EvidenceFact, ...] | None = None
    # Whether this is what everybody is to read, not what the unit and its reviewers work on.
    is_public_copy: bool = False

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds in force."""
        return self.settings.thresholds

    @cached_property
    def figures(self) -> Figures:
        """The filing's figures in the framework's money unit."""
        return Figures(self.framework, self.filing)

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        counts = Counter(leaf.name for leaf in self.framework.leaves)
        return frozenset(name for name, count in counts.items() if count > 1)

    @cached_property
    def read(self) -> Filing:
        """The filing as everybody reads its texts: linked values in place of their marks."""
        return with_links_resolved(self.framework, self.filing, self.sheet)

    def entry(self, code: str) -> IndicatorEntry:
        """What was filed on the indicator `code`, its texts as they are read."""
        return self.read.entry(code)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The filing's texts as they are read, empty ones left out."""
        return passages_of(self.framework, self.read)

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

    def prior_figure(self, code: str) -> Decimal | None:
        """Last year's amount of `code` in this year's money unit; None where it is not known."""
        yuan = None if self.prior is None else self.prior.money(code)
        return None if yuan is None else yuan / self.framework.money_unit.yuan

    def money(self, amount: Decimal) -> str:
        """An amount of the money unit as printed; as many decimals as it has, at least two."""
        return telling_text(amount, 2, most=_MOST_PLACES)

    def points(self, points: Decimal) -> str:
        """Points as printed."""
        return telling_text(points, self.framework.rounding.points_places)

    def percent(self, ratio: Decimal, *, beside: Decimal | None = None) -> str:
        """A ratio as printed, `82.00%`; with more decimals where it would read as the limit `beside` and is not."""
        rounding = self.framework.rounding
        places = rounding.rate_places
        while (
            beside is not None
            and places < COMPARED_PLACES
            and compared(ratio) != compared(beside)
            and rounding.printed_rate(ratio, is_percent=True, places=places) == beside
        ):
            places += 1
        return percent_text(ratio, places, rounding.mode)

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
            severity=severity or self.settings.severities.get(check, message.severity),
            where=where,
            message=message.text.format(**told, quote=quote or "", unit=self.framework.money_unit.label, **words),
            expected=self.digits(expected) if isinstance(expected, Decimal) else expected,
            found=self.digits(found) if isinstance(found, Decimal) else found,
            explanation=self.filing.explanations.get(check) or answer or None,
            quote=quote,
            offset=offset,
        )


Check = Callable[[Case], Iterable[Finding]]
