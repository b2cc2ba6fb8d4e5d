"""Every shipped framework and one with every scoring kind, with the shipped filings and filings made by chance."""

from functools import cache
from typing import Any

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document, framework_from_document
from selfeval.domain.framework import Framework
from tests import every_setting
from tests.fixtures_data import published
from tests.generated_filings import filing_for

Plain = dict[str, Any]
FIXTURES = published.ROOT / "fixtures"
SHIPPED = tuple(sorted(path.stem for path in (FIXTURES / "frameworks").glob("*.yaml")))
SAMPLES = tuple(sorted(path.stem for path in (FIXTURES / "filings").glob("*.yaml")))
MADE = tuple(f"every-setting-{variant}" for variant in range(len(every_setting.VARIANTS)))
NAMES = (*SHIPPED, *MADE)


@cache
def document_of(name: str) -> Plain:
    if name in MADE:
        return every_setting.framework(MADE.index(name))
    return published.plain("frameworks", name)


@cache
def framework_of(name: str) -> Framework:
    return framework_from_document(document_of(name))


@cache
def assessed(name: str, seed: int) -> Assessment:
    framework = framework_of(name)
    return assess(framework, filing_from_document(framework, filing_for(document_of(name), seed)))


def sample(name: str) -> tuple[str, Plain]:
    """The framework and the plain document of a shipped filing."""
    document = published.plain("filings", name)
    return document["framework"].partition("@")[0], document
