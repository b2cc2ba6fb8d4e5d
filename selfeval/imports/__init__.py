"""The one reader of old forms: a document as bytes in, what it says and what could not be understood out.

    raw = read_raw(name, content)                    # text, .docx or .xlsx; FileFaults
    understood = understand(raw, frameworks)         # head, figures, indicator table, texts; nothing guessed silently
    findings = check_understood(understood)          # places in characters of the original text
    document = draft_document(understood)            # a filing file, where a framework was recognised

Works on values alone: no database, no settings, no files but the one given.
"""

from selfeval.imports.checking import check_understood
from selfeval.imports.draft import draft_document
from selfeval.imports.findings_file import findings_to_document
from selfeval.imports.raw import RawForm
from selfeval.imports.reading import read_raw
from selfeval.imports.understanding import understand
from selfeval.imports.understood import Understood

__all__ = [
    "RawForm",
    "Understood",
    "check_understood",
    "draft_document",
    "findings_to_document",
    "read_raw",
    "understand",
]
