"""A framework document goes into rows and comes out as it was."""

import copy
from typing import Any

import pytest

from selfeval.domain.files import framework_from_document, load
from selfeval.models import FrameworkField, FrameworkIndicator, FrameworkVersion
from selfeval.queries.framework_documents import assembled, document_of, rows_of
from selfeval.services.frameworks import load_framework
from tests.factories import FIXTURES, NOW, framework_text, make_framework

SHIPPED = sorted(path.stem for path in (FIXTURES / "frameworks").glob("*.yaml"))


def plain(slug: str) -> Any:
    return load(framework_text(slug))


@pytest.mark.parametrize("slug", SHIPPED)
def test_unsaved_rows_make_the_document_again(slug: str) -> None:
    assert assembled(rows_of(plain(slug))) == plain(slug)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SHIPPED)
def test_stored_rows_make_the_document_again(slug: str) -> None:
    # One marked as unverified is not published; that it is stored whole must not hang on the mark.
    text = framework_text(slug).replace("status: unverified", "status: sample")
    version = load_framework(text=text, path=slug, actor=None, now=NOW).version
    stored = document_of(FrameworkVersion.objects.get(pk=version.pk))
    assert stored == load(text)
    assert framework_from_document(stored) == framework_from_document(load(text))


@pytest.mark.django_db
def test_nothing_is_stored_twice() -> None:
    make_framework()
    for row in FrameworkIndicator.objects.all():
        assert not {"code", "name", "points", "children"} & row.definition.keys()
    for row in FrameworkField.objects.all():
        assert not {"code", "label"} & row.definition.keys()
    head = FrameworkVersion.objects.get().definition
    assert not {"slug", "version", "title", "fields", "indicators", "narratives"} & head.keys()


@pytest.mark.django_db
def test_the_tree_is_stored_as_a_tree_in_print_order() -> None:
    make_framework()
    rows = list(FrameworkIndicator.objects.select_related("parent").order_by("position"))
    assert [row.position for row in rows] == list(range(len(rows)))
    assert [row.path for row in rows][:3] == [
        "input",
        "input.target_setting",
        "input.target_setting.target_reasonableness",
    ]
    for row in rows:
        assert row.path == (f"{row.parent.path}.{row.code}" if row.parent else row.code)
        assert row.level == row.path.count(".") + 1
        assert (row.points is not None) == (row.level == 3)


def test_idle_zeros_and_empty_lists_do_not_make_another_document() -> None:
    document = plain("jinzhong-2021")
    del document["checks"]
    varied = copy.deepcopy(document)
    varied["checks"] = []
    leaf = varied["indicators"][0]["children"][0]["children"][0]
    leaf["points"] = "3.00"
    assert assembled(rows_of(varied)) == document


@pytest.mark.django_db
def test_rows_take_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    version = make_framework()
    with django_assert_num_queries(6):
        document_of(version)
    larger = load_framework(text=framework_text("mof-2013"), path="mof-2013.yaml", actor=None, now=NOW).version
    with django_assert_num_queries(6):
        document_of(larger)
