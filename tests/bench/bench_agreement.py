"""Prints all 200 generated filings and holds every number in the PDF against the score sheet.

Run it with `python -m tests.bench.bench_agreement`; the suite prints every fifth (tests/exports/agreement/test_paper.py).
"""

import os
import sys
from time import process_time

import django


def main() -> int:
    """Tell what disagrees; 1 where anything does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.exports.agreement.filings import SLUGS, cases
    from tests.exports.agreement.outputs import wrong_on_paper

    started, wrong = process_time(), []
    for slug in SLUGS:
        wrong += wrong_on_paper([case for case in cases() if case.slug == slug])
    spent = f"{process_time() - started:.0f} s of one processor"
    sys.stdout.write("\n".join([*wrong, f"{len(cases())} filings, {len(wrong)} disagreements, {spent}", ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
