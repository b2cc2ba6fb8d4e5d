"""The three public files: framework, filing and result. Text in, frozen values out, or every fault at once.

    framework = read_framework(text)                      # FileFaults
    filing = read_filing(framework, text)                 # FileFaults
    document = filing_to_document(framework, filing)      # what a filing file holds, as plain mappings of text
    result = result_to_document(assess(framework, filing))

The plain documents (`..._from_document`) are what the database keeps, so that rows and files are read by one reader.
"""

from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.files.filing_file import filing_from_document, framework_named_in, read_filing
from selfeval.domain.files.filing_printing import filing_to_document
from selfeval.domain.files.framework_file import framework_from_document, read_framework
from selfeval.domain.files.result_file import result_to_document
from selfeval.domain.files.yaml_text import Plain, load

__all__ = [
    "Fault",
    "FileFaults",
    "Plain",
    "filing_from_document",
    "filing_to_document",
    "framework_from_document",
    "framework_named_in",
    "load",
    "read_filing",
    "read_framework",
    "result_to_document",
]
