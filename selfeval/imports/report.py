"""What an old form says and what does not hold in it, as one plain document: all a page needs, nothing computed again.

    {"file": selfeval-findings/1, "places": ["表1第2行", …], "contexts": [["前文", "引文", "后文"] or null, …],
     "draft": selfeval-filing/1 or null, "no_draft": "为什么不能", "sources": {"fields.x": "表1第3行"}}

`places` and `contexts` follow the order of the findings.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from selfeval.domain.files import FileFaults, framework_from_document
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.imports.checking import check_understood
from selfeval.imports.draft import draft_document
from selfeval.imports.findings_file import findings_to_document
from selfeval.imports.reading import read_raw
from selfeval.imports.shipped import newest_in
from selfeval.imports.understanding import understand
from selfeval.imports.understood import Understood

# So many characters either side of quoted words are enough to know where one is.
_BESIDE: Final = 48


def report_of(name: str, content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """The report of a document.

    `options`: `frameworks`, documents of those to choose among, `shipped`, a folder of further ones, or the one
    `framework`; `fiscal_year` is that of the filing a draft is for, taken where the document says none. Raises
    FileFaults.
    """
    one = options.get("framework")
    framework = None if one is None else framework_from_document(one, with_wording=False)
    frameworks = [] if framework else _frameworks(options)
    understood = understand(read_raw(name, content), frameworks, framework=framework)
    findings = check_understood(understood)
    draft, no_draft = _draft(understood, options.get("fiscal_year"))
    return {
        "file": findings_to_document(understood, findings),
        "places": [understood.place_of(each) for each in findings],
        "contexts": [_context(understood, each) for each in findings],
        "draft": draft,
        "no_draft": no_draft,
        "sources": {box: source.place for box, source in understood.sources.items()},
    }


def _frameworks(options: Mapping[str, Any]) -> list[Framework]:
    """Those given, and the shipped ones that go by another name."""
    given = list(options.get("frameworks", ()))
    known = {each["slug"] for each in given}
    shipped = newest_in(Path(options["shipped"])) if options.get("shipped") else []
    given += [each.document for each in shipped if each.slug not in known]
    return [framework_from_document(each, with_wording=False) for each in given]


def _draft(understood: Understood, year: int | None) -> tuple[Any, str]:
    """The draft, or why there is none."""
    if understood.framework is None:
        return None, "没有认出是哪一种自评表，不能据此填写"
    if year is not None and not understood.knows_year:
        understood = replace(understood, knows_year=True, filing=replace(understood.filing, fiscal_year=year))
    try:
        return draft_document(understood), ""
    except FileFaults as refused:
        return None, "；".join(each.expected for each in refused.faults)


def _context(understood: Understood, finding: Finding) -> list[str] | None:
    """The words before, the quoted words, and those behind, of one line; None for a finding without a quote."""
    if not finding.quote or finding.offset is None:
        return None
    text, start = understood.raw.text, finding.offset
    end = start + len(finding.quote)
    before = text[max(start - _BESIDE, 0) : start].rpartition("\n")[2]
    behind = text[end : end + _BESIDE].partition("\n")[0] if text[start:end] == finding.quote else ""
    return [before, finding.quote, behind]
