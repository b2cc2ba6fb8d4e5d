"""Lists that are handed out whole: on record with filter and count, with the name of who took them, numbers starred."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from openpyxl import load_workbook

from selfeval.domain.personal_data import without_personal_data
from selfeval.exports.register import render_register
from selfeval.models import Event, EventAction
from selfeval.web import throttle
from tests.factories import NOW, World, make_filing
from tests.web.conftest import SignedIn

LISTS = ("/board/progress.xlsx", "/rectification/rectification.xlsx", "/result-uses/result-uses.xlsx")


def sheet_of(response: Any) -> Any:
    return load_workbook(BytesIO(b"".join(response.streaming_content))).active


@pytest.mark.parametrize("path", LISTS)
def test_e10_a_list_is_on_record_and_tells_who_took_it(
    path: str, world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    make_filing(world)
    response = signed_in(world.administrator).get(f"{path}?q=综合")
    assert response.status_code == 200
    line = sheet_of(response)["A2"].value
    assert f"{world.administrator.full_name} " in line
    assert line.endswith("导出，仅供工作使用")
    (told,) = Event.objects.filter(action=EventAction.DOWNLOADED)
    assert (told.actor, told.data["path"], told.data["chosen"]["q"]) == (world.administrator, path, "综合")
    assert told.data["rows"] == (1 if path == LISTS[0] else 0)


@pytest.mark.parametrize("path", LISTS)
def test_e09_too_many_lists_in_a_minute_are_refused(
    path: str, world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(throttle, "MOST_EXPORTS", 1)
    client = signed_in(world.administrator)
    assert [client.get(path).status_code for _ in range(2)] == [200, 429]
    # Somebody else is not held up by it.
    assert signed_in(world.reviewer).get(path).status_code == 200


def test_e10_numbers_of_persons_are_starred_in_lists() -> None:
    typed = "联系13912345678，身份证11010519491231002X，指标 139123 个"
    content = render_register(title="台账", hint="", heads=[("说明", 20)], rows=[(typed,)])
    cell = load_workbook(BytesIO(content)).active["A5"]
    assert cell.value == "联系139****5678，身份证110***********002X，指标 139123 个"
    assert without_personal_data("没有号码") == "没有号码"
