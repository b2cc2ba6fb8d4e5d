"""The shipped files as read by the product, and as plain text values for arithmetic that does not use the product."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from selfeval.domain.files import read_filing, read_framework
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = ("jinzhong-2021", "mof-2013")
FILINGS = ("jinzhong-2021", "half-filled-2021", "returned-2021")


@cache
def framework(slug: str) -> Framework:
    """A shipped framework, through the product's reader."""
    return read_framework((ROOT / "fixtures" / "frameworks" / f"{slug}.yaml").read_text(encoding="utf-8"))


@cache
def filing(name: str) -> Filing:
    """A sample filing, through the product's reader."""
    text = (ROOT / "fixtures" / "filings" / f"{name}.yaml").read_text(encoding="utf-8")
    return read_filing(framework("jinzhong-2021"), text)


def plain(folder: str, name: str) -> dict[str, Any]:
    """A shipped file with every scalar as text."""
    text = (ROOT / "fixtures" / folder / f"{name}.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but text
    assert isinstance(document, dict)
    return document


def plain_leaves(slug: str) -> dict[str, dict[str, Any]]:
    """The leaves of a framework file by full code, every scalar as text."""
    found: dict[str, dict[str, Any]] = {}

    def walk(nodes: list[dict[str, Any]], above: str) -> None:
        for node in nodes:
            code = f"{above}{node['code']}"
            if "children" in node:
                walk(node["children"], f"{code}.")
            else:
                found[code] = node

    walk(plain("frameworks", slug)["indicators"], "")
    return found


def amount(value: str) -> Decimal:
    """A figure of a plain file."""
    return Decimal(value)
