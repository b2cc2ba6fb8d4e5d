"""An old form as a filing file (selfeval-filing/1): what was understood, nothing more. It reads back without faults."""

from dataclasses import replace

from selfeval.domain.files import Plain, filing_to_document
from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.imports.understood import Understood


def draft_document(understood: Understood) -> dict[str, Plain]:
    """The document of a draft. Raises FileFaults where no framework was recognised or the year is not known."""
    framework = understood.framework
    if framework is None:
        raise FileFaults([Fault(path="framework", found="", expected="没有认出是哪一种自评表，请先选定指标体系")])
    if not understood.knows_year:
        raise FileFaults([Fault(path="fiscal_year", found="", expected="文中没有写年度，请先填上")])
    filing = understood.filing
    texts = {code: text.strip() for code, text in filing.narratives.items()}
    return filing_to_document(framework, replace(filing, narratives=texts))
