"""Every check there is has a file of its own, a filing in which it finds something, and one in which it does not."""

import sys

import pytest

from selfeval.domain.checks import CHECKS
from selfeval.domain.checks.case import Check
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.review_case import ReviewCheck
from selfeval.domain.checks.review_checks import REVIEW_CHECKS
from tests.domain.checks.examples import EXAMPLES, REVIEWS

# The name under which the identity of the example's framework is told; all others are told under their own.
TOLD_AS = {"framework_checks": "identity"}
EVERY = [each.__name__ for each in (*CHECKS, *REVIEW_CHECKS)]


def test_every_check_has_its_examples() -> None:
    """One that is added without them fails here, and so does one that stands in a list twice."""
    assert sorted([*EXAMPLES, *REVIEWS]) == sorted(EVERY)
    assert set(EVERY) - {*TOLD_AS} | {"check_failed"} == set(CATALOGUE)


@pytest.mark.parametrize("check", [*CHECKS, *REVIEW_CHECKS], ids=EVERY)
def test_every_check_has_a_file_of_its_own(check: Check | ReviewCheck) -> None:
    functions = [
        name
        for name, value in vars(sys.modules[check.__module__]).items()
        if callable(value) and getattr(value, "__module__", "") == check.__module__ and name in EVERY
    ]

    assert check.__module__ == f"selfeval.domain.checks.{check.__name__}"
    assert functions == [check.__name__]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_fails_is_found_and_what_is_right_is_not(check: Check) -> None:
    example = EXAMPLES[check.__name__]
    found = list(check(example.fails()))

    assert {each.check for each in found} == {TOLD_AS.get(check.__name__, check.__name__)}
    assert all(each.message and each.where for each in found)
    assert list(check(example.passes())) == []


@pytest.mark.parametrize("check", REVIEW_CHECKS, ids=lambda check: check.__name__)
def test_what_a_reviewer_did_wrong_is_found_and_what_is_right_is_not(check: ReviewCheck) -> None:
    example = REVIEWS[check.__name__]
    found = list(check(example.fails()))

    assert {each.check for each in found} == {check.__name__}
    assert all(each.message and each.where for each in found)
    assert list(check(example.passes())) == []
