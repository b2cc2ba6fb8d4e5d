"""Rules that deduct for steps beyond a limit, one for each side."""

from selfeval.domain.files import Plain

ABOVE: dict[str, Plain] = {"kind": "deduct_above", "limit": "100%", "step": "5%", "deduct": "2"}
BELOW: dict[str, Plain] = {**ABOVE, "kind": "deduct_below"}
BOTH: dict[str, Plain] = {"kind": "deduct_both", "target": "100%", "tolerance": "5%", "step": "2%", "deduct": "1"}
