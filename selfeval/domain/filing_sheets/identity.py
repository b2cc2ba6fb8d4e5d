"""Whose workbook it is: written on a hidden sheet, sealed by who hands it out, compared when it comes back."""

from dataclasses import dataclass, fields
from typing import Final

FORMAT: Final = "selfeval-filing-workbook/1"
IDENTITY_SHEET: Final = "_身份"
OPTIONS_SHEET: Final = "_选项"
OVERFLOW_SHEET: Final = "续文"
CALCULATION_SHEET: Final = "试算"
GUIDE_SHEET: Final = "说明"
FAULTS_SHEET: Final = "错误清单"
SEAL: Final = "seal"
FORMAT_KEY: Final = "format"
FINGERPRINTS: Final = "下载时各栏的指纹"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookIdentity:
    """Which filing, by its public id, at which version; under which framework, of which department and year."""

    filing: str
    framework: str
    sha256: str
    department: str
    department_name: str
    fiscal_year: str
    version: str

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Key and value, in the order they are written."""
        return ((FORMAT_KEY, FORMAT), *((each.name, getattr(self, each.name)) for each in fields(self)))

    @property
    def text(self) -> str:
        """What is sealed."""
        return "\n".join(f"{key}={value}" for key, value in self.rows)
