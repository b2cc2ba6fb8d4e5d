"""The words at the top: what a role does not do is not offered to it, and the page that is open is marked."""

import pytest

from selfeval.domain.workflow import Role
from selfeval.models import Department, User
from selfeval.web.presenters.navigation import top_links
from tests.factories import World
from tests.web.conftest import SignedIn


def words(role: Role, page: str = "workspace") -> list[str]:
    return [link.words for link in top_links(User(role=role.value), page)]


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_first_page(role: Role) -> None:
    assert words(role)[0] == "工作台"


def test_each_role_is_offered_what_it_does() -> None:
    assert words(Role.PREPARER) == ["工作台", "整改", "核对旧表", "批量导出"]
    assert "核查结果" in words(Role.REVIEWER)
    assert {"核查结果", "指标体系", "批量导入"} <= set(words(Role.ADMINISTRATOR))
    assert "指标体系" not in words(Role.REVIEWER)
    for role in (Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR, Role.UNASSIGNED, Role.AUDIT_ADMINISTRATOR):
        assert not {"核对旧表", "核查结果", "指标体系", "批量导入", "批量导出"} & set(words(role))


def test_a_head_is_led_to_their_own_people() -> None:
    head = User(role=Role.UNIT_HEAD.value, department=Department(pk=7))
    assert [link.url for link in top_links(head, "") if link.words == "本单位人员"] == ["/units/7/people/"]


def test_the_open_page_is_marked() -> None:
    links = top_links(User(role=Role.ADMINISTRATOR.value), "workshop-draft")
    assert [link.words for link in links if link.is_current] == ["指标体系"]


def test_what_is_not_often_gone_to_stands_under_more_only_where_there_is_no_room() -> None:
    def more(role: Role) -> list[str]:
        return [link.words for link in top_links(User(role=role.value), "workspace") if link.is_more]

    assert "批量导入" in more(Role.ADMINISTRATOR)
    assert "自评进度" not in more(Role.ADMINISTRATOR)
    assert more(Role.PREPARER) == []


def test_on_a_telephone_the_menu_leads_to_every_place(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.administrator).get("/notices/").content.decode()
    menu = page[page.index('class="se-menu"') : page.index("</details>", page.index('class="se-menu"'))]
    for link in top_links(world.administrator, "notices"):
        assert f'href="{link.url}"' in menu, link.words
    assert "改密码" in menu
