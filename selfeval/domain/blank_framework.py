"""The framework one starts from when there is none to copy: a head that is right, and nothing below it."""

from typing import Any


def blank_document(*, slug: str, version: str, title: str) -> dict[str, Any]:
    """A plain document with the usual head. Without indicators it is not yet a framework; its source is unverified."""
    return {
        "format": "selfeval-framework/1",
        "slug": slug,
        "version": version,
        "title": title,
        "source": {"status": "unverified", "note": "待与原文核对"},
        "money_unit": "wan_yuan",
        "total_points": "100",
        "rounding": {"mode": "half_up", "rate_places": "2", "points_places": "2", "thresholds_on": "exact"},
        "grades": [
            {"name": "优", "from": "90"},
            {"name": "良", "from": "80"},
            {"name": "中", "from": "60"},
            {"name": "差", "from": "0"},
        ],
        "set_points": {"by": "bureau", "keep": "total"},
        "field_groups": [{"code": "budget", "label": "资金情况"}],
        "fields": [],
        "indicators": [],
    }
