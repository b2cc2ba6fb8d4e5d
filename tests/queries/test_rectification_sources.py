"""What a settled spot check gives reason to put right."""

import pytest

from selfeval.models import RectificationItem
from selfeval.queries.rectification_sources import proposals_for
from selfeval.services.spot_checks import settle
from tests.factories import NOW, World
from tests.spot_checks import DISCLOSURE, ask, give, make_checker, make_item, reply, total_of


@pytest.mark.django_db(transaction=True)
def test_a_settled_difference_and_what_the_checker_remarked(world: World) -> None:
    item, checker = make_item(world), make_checker()
    give(world, item, checker)
    item = reply(ask(item, checker), world.unit.head, is_agreed=False)

    def found() -> list[tuple[str, str, str]]:
        proposals = proposals_for(filing=item.filing)
        return [
            (each.key, each.words, each.note)
            for each in proposals
            if each.source is RectificationItem.Source.SPOT_CHECK
        ]

    assert found() == []
    settle(
        actor=world.administrator,
        item_id=item.pk,
        expected_version=item.version,
        settled_total=total_of(item),
        words="按抽查得分核定",
        now=NOW,
    )
    (key, words, note), remark = found()
    assert key == str(item.public_id)
    assert words.startswith("2021年度抽查核定 90 分，与自评相差 -2 分（")
    assert words.endswith("：按抽查得分核定")
    assert note == "单位意见：公开时间以网站记录为准。"
    assert remark == (f"{item.public_id}:{DISCLOSURE}", "决算公开晚了两个月，扣2分", "")
