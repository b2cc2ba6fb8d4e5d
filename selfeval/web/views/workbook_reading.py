"""A filing's workbook handed out and looked at again: the identity it carries, and what an uploaded one comes to."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import FileFaults
from selfeval.domain.files.cell_faults import CellFault, WorkbookFaults
from selfeval.domain.filing_sheets import WorkbookIdentity
from selfeval.domain.framework import Severity
from selfeval.exports.filing_workbook import render_filing_workbook
from selfeval.imports.apart import read_apart
from selfeval.imports.filing_workbook import identified, read_filing_workbook
from selfeval.imports.flat import FlatBook
from selfeval.models import Filing
from selfeval.queries.snapshots import assessment_of, framework_snapshot
from selfeval.web.forms.filing_workbook import Taken, taken_workbook

_SALT = "selfeval.filing-workbook"
_READER = "selfeval.imports.flat:flat_cells"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of an uploaded workbook, held against the filing as it stands."""

    assessment: Assessment
    taken: Taken


def identity_of(filing: Filing) -> WorkbookIdentity:
    """The identity a workbook of `filing` carries now."""
    version = filing.cycle.framework
    return WorkbookIdentity(
        filing=str(filing.public_id),
        framework=str(version),
        sha256=version.sha256,
        department=filing.department.code,
        department_name=filing.department.name,
        fiscal_year=str(filing.cycle.fiscal_year),
        version=str(filing.version),
    )


def seal_of(text: str) -> str:
    """The seal of an identity: whoever changes the hidden sheet cannot make another."""
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def workbook_of(filing: Filing, now: datetime) -> bytes:
    """The workbook of `filing` as it stands."""
    assessment = assessment_of(filing=filing, now=now, texts=False)
    identity = identity_of(filing)
    warnings: dict[str, str] = {}
    for finding in assessment.findings:
        if finding.severity is Severity.WARNING:
            warnings[finding.check] = "\n".join(filter(None, (warnings.get(finding.check), finding.message)))
    return render_filing_workbook(
        framework=framework_snapshot(version=filing.cycle.framework),
        filing=assessment.filing,
        scores=assessment.sheet,
        warnings=warnings,
        identity=identity,
        seal=seal_of(identity.text),
    ).content


def looked_at(filing: Filing, name: str, content: bytes, now: datetime) -> Looked:
    """Read an uploaded workbook and compare it; a file that is none comes back as the one fault it has."""
    assessment = assessment_of(filing=filing, now=now, texts=False)
    framework = framework_snapshot(version=filing.cycle.framework)
    try:
        book = FlatBook.of(read_apart(_READER, name, content, {}))
        base = identified(book, expected=identity_of(filing), is_sealed=_is_sealed)
    except FileFaults as refused:
        faults = [CellFault(sheet="", cell="", found=each.found, expected=each.expected) for each in refused.faults]
        return Looked(assessment=assessment, taken=Taken(faults=faults))
    except WorkbookFaults as refused:
        return Looked(assessment=assessment, taken=Taken(faults=list(refused.faults)))
    reading = read_filing_workbook(book, framework, base)
    taken = taken_workbook(reading, framework=framework, assessment=assessment, base=base)
    return Looked(assessment=assessment, taken=taken)


def _is_sealed(text: str, seal: str) -> bool:
    return constant_time_compare(seal_of(text), seal)
