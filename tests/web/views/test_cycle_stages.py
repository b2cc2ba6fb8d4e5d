"""自评批次 from draft to archive: published, issued, its settings changed while it runs, closed."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.workflow import State
from selfeval.models import Event, EventAction, FilingCycle
from selfeval.queries.cycles import settings_of
from selfeval.services.issuing import issue_filings
from selfeval.web.views import cycle_stages
from tests.factories import World, bring_to
from tests.web.cycle_pages import CODE, boxes, made_draft, text_of


def test_publishing_says_first_what_will_happen_and_happens_once(
    world: World, current: FilingCycle, administrator: Client
) -> None:
    draft = made_draft(administrator)
    address = reverse("cycle-publish", args=[draft.code])
    page = text_of(administrator.get(address))
    assert "发布并下达 2 家" in page
    assert "综合办" in page
    sent = boxes(page)
    for _ in range(2):
        response = administrator.post(address, sent, follow=True)
        assert "已下达，2 家单位都有了自评表" in text_of(response)
    assert draft.filings.count() == 2
    assert Event.objects.filter(action=EventAction.CYCLE_PUBLISHED).count() == 1
    assert administrator.get(address, follow=True).redirect_chain[0][0] == reverse("cycle-issue", args=[draft.code])
    assert "都下达了" in text_of(administrator.get(reverse("cycle-issue", args=[draft.code])))


def test_many_units_get_their_forms_in_portions(
    world: World, current: FilingCycle, administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = made_draft(administrator)
    monkeypatch.setattr(cycle_stages, "issue_filings", partial(issue_filings, most=1))
    sent = boxes(text_of(administrator.get(reverse("cycle-publish", args=[draft.code]))))
    page = text_of(administrator.post(reverse("cycle-publish", args=[draft.code]), sent, follow=True))
    assert "data-go-on" in page
    assert draft.filings.count() == 1
    assert "已下达，2 家" in text_of(administrator.post(reverse("cycle-issue", args=[draft.code]), follow=True))


def test_what_is_not_ready_says_why(current: FilingCycle, administrator: Client) -> None:
    draft = made_draft(administrator)
    draft.units.clear()
    address = reverse("cycle-publish", args=[draft.code])
    response = administrator.post(address, boxes(text_of(administrator.get(address))))
    assert response.status_code == 409
    assert "还没有选参评单位" in text_of(response)
    assert "不能下达" in text_of(administrator.post(reverse("cycle-issue", args=[draft.code])))


def test_the_settings_of_a_running_cycle(world: World, current: FilingCycle, administrator: Client) -> None:
    address = reverse("cycle", args=[CODE])
    page = text_of(administrator.get(address))
    assert "已经开始填报，不能再改" in page
    assert 'name="framework"' not in page
    sent = boxes(page)
    assert "opens_at" not in sent
    later = timezone.localtime(current.deadline + timedelta(days=5))
    changed = {
        **sent,
        "deadline": f"{later:%Y-%m-%dT%H:%M}",
        "final_score_rule": "lowest",
        "opens_at": "2000-01-01T00:00",
    }
    assert "改了 2 项" in text_of(administrator.post(address, changed, follow=True))
    current.refresh_from_db()
    assert settings_of(current).final_score_rule is FinalScoreRule.LOWEST
    assert current.opens_at.year > 2000
    assert "截止时间：" in text_of(administrator.get(address))
    assert "没有变化" in text_of(administrator.post(address, boxes(text_of(administrator.get(address))), follow=True))
    stale = administrator.post(address, changed)
    assert stale.status_code == 409
    assert "administrator甲" in text_of(stale)
    assert administrator.post(address, {**boxes(text_of(administrator.get(address))), "title": ""}).status_code == 422


def test_a_draft_can_still_get_other_units_and_another_framework(
    world: World, current: FilingCycle, administrator: Client
) -> None:
    draft = made_draft(administrator)
    address = reverse("cycle", args=[draft.code])
    sent = {**boxes(text_of(administrator.get(address))), "units": [str(world.third.department.pk)]}
    assert "改了 1 项" in text_of(administrator.post(address, sent, follow=True))
    assert list(draft.units.all()) == [world.third.department]


def test_a_cycle_is_closed_opened_again_and_archived_by_the_words_of_the_page(
    world: World, administrator: Client
) -> None:
    bring_to(world, State.SUBMITTED)
    for to, words, done in (
        ("closed", "以后还可以重新开放", "已结束"),
        ("published", "可以接着办", "已发布"),
        ("closed", "不能再填写", "已结束"),
        ("archived", "这一步不能撤销", "已归档"),
    ):
        address = reverse("cycle-stage", args=[CODE, to])
        page = text_of(administrator.get(address))
        assert words in page
        assert "已提交 <b" in page
        assert f"批次现在是“{done}”" in text_of(administrator.post(address, boxes(page), follow=True))
    assert "只能查看" in text_of(administrator.get(reverse("cycle", args=[CODE])))
    assert administrator.post(reverse("cycle-stage", args=[CODE, "published"]), {}).status_code == 409
    assert administrator.get(reverse("cycle-stage", args=[CODE, "published"])).status_code == 302
    assert administrator.get(reverse("cycle-stage", args=[CODE, "draft"])).status_code == 404
