"""`redraw_sample` draws the same again, and fails where what was drawn is something else."""

import json
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from selfeval.domain.sampling import lot
from selfeval.domain.workflow import State
from selfeval.models import Filing, SpotCheckItem
from tests.factories import World, bring_to
from tests.spot_checks import make_draw


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("redraw_sample", *arguments, stdout=out)
    return out.getvalue()


def test_the_sample_is_drawn_again_and_held_against_what_was_drawn(world: World) -> None:
    for unit in (world.unit, world.other):
        bring_to(world, State.FINALISED, unit)
    check = make_draw(world)
    key = str(check.public_id)
    drawn = check.items.get().filing.department
    text = printed(key)
    assert "随机抽取，种子“2022-0301”，2 份里抽 1 份" in text
    assert f"1　{drawn.code}　{drawn.name}　签号 {lot('2022-0301', drawn.code)}" in text
    assert text.endswith("重抽的结果与当时抽中的一致。\n")
    found = json.loads(printed(key, "--json"))
    assert (found["is_same"], found["drawn"], found["redrawn"][0]["code"]) == (True, [drawn.code], drawn.code)

    other = next(unit for unit in (world.unit, world.other) if unit.department != drawn)
    wrong = Filing.objects.get(department=other.department)
    SpotCheckItem.objects.update(filing=wrong)
    with pytest.raises(CommandError, match="不一致"):
        printed(key)


@pytest.mark.parametrize(("key", "words"), [("1", "不是公开编号"), (str(UUID(int=7)), "没有公开编号")])
def test_an_unknown_draw_is_told(db: None, key: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        printed(key)
