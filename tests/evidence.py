"""Evidence for tests, attached as the product does it."""

from io import BytesIO

from selfeval.models import EvidenceFile, Filing, User
from selfeval.services.evidence import add_evidence
from selfeval.services.kept_files import Received, received
from tests import sample_files as samples
from tests.factories import NOW


def looked_at(name: str = "报表.docx", content: bytes | None = None) -> Received:
    """A file that may be kept; a document whose bytes follow its name by default."""
    whole = samples.docx(salt=name) if content is None else content
    return received(name, BytesIO(whole), size=len(whole))


def attach(filing: Filing, actor: User, name: str, *codes: str, content: bytes | None = None) -> EvidenceFile:
    """A file called `name`, attached to the indicators `codes`."""
    file = looked_at(name, content)
    return add_evidence(actor=actor, filing_id=filing.pk, file=file, codes=codes, now=NOW).evidence
