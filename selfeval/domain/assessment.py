"""The one call that pages, documents and commands make: everything computed from a filing."""

from dataclasses import dataclass

from selfeval.domain.checks import DEFAULT, CheckSettings, Prior, run_checks
from selfeval.domain.evidence import EvidenceFact
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.similarity import OtherText
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import ScoreSheet, score_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A filing, the framework with its own indicators in place, its score sheet and the findings of the checks.

    `prior` is last year's filing, where it was known.
    """

    framework: Framework
    filing: Filing
    sheet: ScoreSheet
    findings: tuple[Finding, ...]
    prior: Prior | None = None

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that keep the filing from being submitted."""
        return tuple(finding for finding in self.findings if finding.blocks_submission)


def assess(
    framework: Framework,
    filing: Filing,
    *,
    texts: bool = True,
    prior: Prior | None = None,
    settings: CheckSettings = DEFAULT,
    others: tuple[OtherText, ...] = (),
    submitted: Filing | None = None,
    evidence: tuple[EvidenceFact, ...] | None = None,
) -> Assessment:
    """Score and check `filing` under `framework`; without `texts` the texts are not read for numbers and words.

    `prior` is the unit's filing of the year before with its framework, `settings` what the cycle checks by;
    `others` are blocks of other filings that the texts are held against, `submitted` what was returned to the unit;
    `evidence` is what is attached, None where that is not known.
    """
    framework = framework_of(framework, filing)
    sheet = score_sheet(framework, filing)
    findings = run_checks(
        framework,
        filing,
        sheet,
        texts=texts,
        prior=prior,
        settings=settings,
        others=others,
        submitted=submitted,
        evidence=evidence,
    )
    return Assessment(framework=framework, filing=filing, sheet=sheet, findings=findings, prior=prior)
