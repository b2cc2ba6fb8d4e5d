"""What an uploaded old form may hold; its package is measured by `domain.files.packages` before it is parsed."""

from typing import Final

from selfeval.domain.files.packages import MOST_PARTS as MOST_PARTS
from selfeval.domain.files.packages import opened_package as opened_package
from selfeval.domain.files.packages import refused as refused

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_CHARACTERS: Final = 5_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 1_000_000
MOST_DEPTH: Final = 8
