"""No more staff on post (在职人员) than authorised posts (编制)."""

from collections.abc import Iterator

from selfeval.domain.amounts import number_text
from selfeval.domain.checks.answers import is_told_as_zero_denominator, reason_about
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_STAFF, _POSTS = "staff_on_post", "authorised_posts"


def staff_within_posts(case: Case) -> Iterator[Finding]:
    """Answered by the reason filed with 在职人员控制率; silent while one of the two numbers is missing."""
    staff, posts = case.figure(_STAFF), case.figure(_POSTS)
    if staff is None or posts is None or staff <= posts:
        return
    if posts == 0 and is_told_as_zero_denominator(case, _STAFF, _POSTS):
        return
    yield case.finding(
        "staff_within_posts",
        f"fields.{_STAFF}",
        f"fields.{_POSTS}",
        expected=number_text(posts),
        found=number_text(staff),
        answer=reason_about(case, _STAFF, _POSTS),
        label=case.framework.label_of(_STAFF),
        other=case.framework.label_of(_POSTS),
        difference=number_text(staff - posts),
    )
