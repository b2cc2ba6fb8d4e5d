"""Addresses that are fixed and addresses that frameworks make do not meet."""

from django.urls import get_resolver

from selfeval.domain.files.reader import CODE


def test_no_page_code_can_be_one_of_the_fixed_words_of_a_filing():
    prefix = "filings/<uuid:public_id>/"
    patterns = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    words = [pattern.removeprefix(prefix).rstrip("/") for pattern in patterns if pattern.startswith(prefix)]
    fixed = [word for word in words if word and not word.startswith("<")]

    assert len(fixed) >= 9
    assert not [word for word in fixed if CODE.fullmatch(word)]
