"""A framework to read, from its plain document."""

from typing import Any

from selfeval.domain.files import load
from selfeval.web.presenters.workshop.browse import framework_view
from selfeval.web.presenters.workshop.browse_views import NodeView
from tests import every_kind
from tests.factories import domain_framework, framework_text


def shipped(slug: str = "jinzhong-2021") -> Any:
    return load(framework_text(slug))


def leaves(nodes: tuple[NodeView, ...]) -> list[NodeView]:
    return [leaf for node in nodes for leaf in ([node] if node.is_leaf else leaves(node.children))]


def test_the_tree_has_numbers_names_and_points() -> None:
    view = framework_view(shipped())
    assert [(node.number, node.name, node.points) for node in view.nodes] == [
        ("一", "投入", "18"),
        ("二", "过程", "40"),
        ("三", "产出", "22"),
        ("四", "效果", "20"),
    ]
    assert [leaf.code for leaf in leaves(view.nodes)] == [leaf.code for leaf in domain_framework().leaves]
    assert leaves(view.nodes)[0].number == "1.1"
    assert (view.leaf_count, view.field_count, view.unverified) == (26, 35, 0)


def test_every_kind_of_rule_is_said_in_words() -> None:
    document: Any = load(every_kind.TEXT)
    view = framework_view(document)
    found = leaves(view.nodes)
    assert len(found) == 16
    assert all(leaf.kind and leaf.rule for leaf in found)
    assert [leaf.code for leaf in found if leaf.is_own] == ["own"]


def test_what_is_published_leads_to_no_page_for_changing() -> None:
    view = framework_view(shipped())
    assert {node.url for node in leaves(view.nodes)} == {""}
    changing = framework_view(shipped(), address=lambda place: f"/{place}/", faults={"indicators[0]": 2})
    assert changing.nodes[0].url == "/indicators[0]/"
    assert changing.nodes[0].faults == 2
    assert changing.groups[0].fields[0].url == "/fields[0]/"


def test_data_items_stand_in_their_groups_and_none_is_lost() -> None:
    document = shipped()
    document["fields"][0]["group"] = "nowhere"
    groups = framework_view(document).groups
    assert [group.name for group in groups] == ["资金情况", "人员情况", "没有分组的数据项"]
    assert sum(len(group.fields) for group in groups) == 35


def test_caps_and_policies_are_sentences() -> None:
    document = shipped()
    leaf = document["indicators"][1]["children"][0]["children"][0]
    code = "process.budget_execution.completion_rate"
    document["caps"] = [{"rate": code, "in": "[70%, 80%)", "total_at_most": "89"}]
    leaf["explain"] = {"when": "a < 90%", "min_chars": "10"}
    leaf["source"] = {"status": "unverified"}
    view = framework_view(document)
    assert view.caps[0].endswith("在 [70%, 80%) 时，总分不超过 89 分")
    shown = leaves((view.nodes[1],))[0]
    assert ("必须说明", "a < 90% 时，至少 10 字") in [(line.words, line.value) for line in shown.lines]
    assert shown.mark is not None
    assert (shown.mark.words, view.unverified) == ("待核", 1)


def test_nothing_at_all_is_shown_as_such() -> None:
    view = framework_view({})
    assert (view.title, view.slug, view.version, view.nodes, view.groups) == ("未命名", "（缺代号）", "?", (), ())
