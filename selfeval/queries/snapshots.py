"""The one bridge from rows to domain values. The number of queries never depends on how much was filled."""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from selfeval.domain import filing as domain
from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.check_settings import settings_from_document
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings
from selfeval.domain.files import FileFaults, filing_from_document
from selfeval.domain.findings import with_waivers
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.own_indicators import in_tree_order
from selfeval.models import Filing, FilingCycle, IndicatorEntry, OwnIndicatorRow, Submission
from selfeval.queries.box_values import amount_of, row_of, trimmed, trimmed_or_none, value_of
from selfeval.queries.evidence import evidence_facts
from selfeval.queries.finding_rows import frozen_findings, text_findings, waivers_in_force
from selfeval.queries.framework_snapshots import FrameworkAlteredError as FrameworkAlteredError
from selfeval.queries.framework_snapshots import framework_read
from selfeval.queries.framework_snapshots import framework_snapshot as framework_snapshot
from selfeval.queries.prior import prior_of
from selfeval.queries.returned import returned_before
from selfeval.queries.text_copies import others_like

_LOG = logging.getLogger(__name__)


def filing_snapshot(*, filing: Filing) -> domain.Filing:
    """`filing` as typed.

    Seven queries, one more where the framework takes own indicators, and what of cycle, framework and department is
    not at hand yet.
    """
    framework = framework_snapshot(version=filing.cycle.framework)
    entries = {row.code: _entry(row) for row in filing.entries.all()}
    own = [_own_indicator(row) for row in filing.own_indicators.all()] if framework.own_nodes else []
    return domain.Filing(
        framework=str(filing.cycle.framework),
        fiscal_year=filing.cycle.fiscal_year,
        department=domain.FiledDepartment(
            code=filing.department.code, name=filing.department.name, head=filing.head, phone=filing.phone
        ),
        filed_on=filing.filed_on,
        fields=_fields(framework, filing),
        indicators={code: entry for code, entry in entries.items() if entry != domain.NOTHING_ENTERED},
        own_indicators=in_tree_order(framework, own),
        narratives={row.code: row.text for row in filing.narratives.all()},
        evaluators=tuple(
            domain.Evaluator(name=row.name, title=row.title, office=row.office) for row in filing.evaluators.all()
        ),
        explanations={row.check_code: row.text for row in filing.explanations.all()},
    )


def assessment_of(*, filing: Filing, now: datetime | None = None, texts: bool = True) -> Assessment:
    """`filing` scored and checked as it stands; for `now` and `texts` see `assessed`."""
    return assessed(filing=filing, content=filing_snapshot(filing=filing), now=now, texts=texts)


def cycle_settings(*, cycle: FilingCycle) -> CheckSettings:
    """What `cycle` checks by. Settings that no longer mean anything are told in the log and keep nobody from saving."""
    try:
        return settings_from_document(cycle.check_settings)
    except FileFaults:
        _LOG.exception("check settings of cycle %s cannot be read", cycle.code)
        return DEFAULT


def assessed(*, filing: Filing, content: domain.Filing, now: datetime | None = None, texts: bool = True) -> Assessment:
    """`content` of `filing` scored and checked by its cycle's settings, with the waivers in force at `now`.

    Without a time no waiver counts. Without `texts` the texts are not read again: what was found in them at the last
    reading stands. One query for last year's filing, one for the evidence, one for the waivers, and one for what
    stands, or two at most for texts of other filings.
    """
    framework, settings = framework_snapshot(version=filing.cycle.framework), cycle_settings(cycle=filing.cycle)
    others = others_like(filing=filing, framework=framework, content=content) if texts else ()
    prior = prior_of(filing=filing)
    found = assess(
        framework,
        content,
        texts=texts,
        prior=prior,
        settings=settings,
        others=others,
        submitted=returned_before(filing=filing),
        evidence=evidence_facts(filing=filing),
    )
    standing = () if texts else tuple(replace(each, waiver=None) for each in text_findings(filing=filing))
    waivers = () if now is None else waivers_in_force(filing=filing, now=now)
    return replace(found, findings=with_waivers((*found.findings, *standing), waivers))


def submission_assessment(*, submission: Submission) -> Assessment:
    """What was submitted, scored again under the framework it was submitted under, with the findings of that day."""
    if submission.check_settings is None:
        framework = framework_snapshot(version=submission.framework)
        return assess(framework, filing_from_document(framework, json.loads(submission.document)))
    return replace(submission_scored(submission=submission), findings=frozen_findings(submission=submission))


def submission_scored(*, submission: Submission) -> Assessment:
    """What was submitted, scored again; its texts are not read. No query where the framework is at hand.

    The same document under the same published framework is scored once: both are frozen, and the pages of a review
    ask for it at every step.
    """
    version = submission.framework
    framework = framework_snapshot(version=version)
    if version.is_published:
        return _scored(submission.document, version.sha256)
    return assess(framework, filing_from_document(framework, json.loads(submission.document)), texts=False)


@lru_cache(maxsize=64)
def _scored(document: str, sha256: str) -> Assessment:
    framework = framework_read(sha256=sha256)
    return assess(framework, filing_from_document(framework, json.loads(document)), texts=False)


def _fields(framework: Framework, filing: Filing) -> Mapping[str, domain.FieldValue]:
    items: defaultdict[str, list[domain.Item]] = defaultdict(list)
    for item in filing.items.all():
        amount = amount_of(item.amount)
        items[item.code].append(
            domain.Item(label=item.label, amount=amount, is_excluded=item.is_excluded, basis=item.basis)
        )
    rows: defaultdict[str, list[domain.Row]] = defaultdict(list)
    for row in filing.table_rows.all():
        columns = {column.code: column for column in framework.fields_by_code[row.code].columns}
        rows[row.code].append(row_of(columns, row.cells))
    values: dict[str, domain.FieldValue] = {}
    for figure in filing.figures.all():
        match framework.fields_by_code[figure.code].kind:
            case FieldKind.ITEMISED_MONEY:
                values[figure.code] = tuple(items[figure.code])
            case FieldKind.TABLE:
                values[figure.code] = tuple(rows[figure.code])
            case kind:
                values[figure.code] = value_of(kind, figure.number, figure.text)
    return values


def _entry(row: IndicatorEntry) -> domain.IndicatorEntry:
    return domain.IndicatorEntry(
        set_points=trimmed_or_none(row.set_points),
        self_score=trimmed_or_none(row.self_score),
        analysis=row.analysis,
        reason=row.reason,
        measure=row.measure,
        is_applicable=row.is_applicable,
        ticked=None if row.ticked is None else tuple(row.ticked),
        incidents=row.incidents,
        points=trimmed_or_none(row.points),
        tier=row.tier,
        coefficient=trimmed_or_none(row.coefficient),
        choice=row.choice,
    )


def _own_indicator(row: OwnIndicatorRow) -> domain.OwnIndicator:
    numbers = (row.target, row.adjusted_target, row.actual)
    target, adjusted_target, actual = (
        None if number is None else domain.Quantity(value=trimmed(number), is_percent=row.is_percent)
        for number in numbers
    )
    return domain.OwnIndicator(
        under=row.under,
        group=row.group,
        name=row.name,
        sign=domain.TargetSign(row.sign),
        points=trimmed(row.points),
        target=target,
        target_words=row.target_words,
        adjusted_target=adjusted_target,
        adjusted_target_words=row.adjusted_target_words,
        actual=actual,
        actual_words=row.actual_words,
        unit=row.unit,
        is_core=row.is_core,
        entry=domain.IndicatorEntry(
            self_score=trimmed_or_none(row.self_score),
            analysis=row.analysis,
            reason=row.reason,
            measure=row.measure,
            tier=row.tier,
            coefficient=trimmed_or_none(row.coefficient),
        ),
    )
