"""The printed pages of docs/ say what the code says."""

import pytest
from django.core.management import CommandError, call_command

from selfeval.domain.checks import CHECKS
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.workflow import TRANSITIONS
from selfeval.management.commands import write_docs


def test_pages_in_docs_are_those_the_code_prints():
    call_command("write_docs", check=True)


def test_a_page_that_drifted_is_named(monkeypatch):
    monkeypatch.setitem(write_docs.PAGES, "workflow.md", lambda: "another table")

    with pytest.raises(CommandError, match=r"workflow\.md"):
        call_command("write_docs", check=True)


def test_every_action_and_every_check_has_its_row():
    workflow, checks = write_docs.workflow_page(), write_docs.checks_page()

    assert all(f"| {row.action.label} |" in workflow for row in TRANSITIONS)
    assert all(f"`{code}`" in checks for code in CATALOGUE)


def test_every_check_of_its_own_has_a_sentence_in_the_catalogue():
    own = {check.__name__ for check in CHECKS} - {"framework_checks"}

    assert own <= CATALOGUE.keys()
