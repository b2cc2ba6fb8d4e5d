"""Where the tests keep uploaded files and documents that were made."""

from pathlib import Path
from typing import Any


def keep_in(folder: Path, settings: Any) -> None:
    """Have nothing in the private storage but what is in `folder`, until the fixture `settings` is undone."""
    own: dict[str, Any] = {**settings.STORAGES["private"], "OPTIONS": {"location": folder, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": own}
