"""A draw of one finalised filing, brought as far as a test needs, by the way the work goes."""

from decimal import Decimal

from selfeval.domain.review import ReviewEntry
from selfeval.domain.sampling import Method
from selfeval.domain.workflow import Role, State
from selfeval.models import SpotCheck, SpotCheckItem, User
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import check_review
from selfeval.services.spot_check_draws import assign, draw_sample
from selfeval.services.spot_checks import answer, ask_opinion, save_scores
from tests.factories import NOW, World, bring_to, make_user
from tests.replay import replayed

DISCLOSURE = "process.budget_management.information_disclosure"


def make_draw(world: World, size: int = 1, **wanted: str) -> SpotCheck:
    """A draw of the world's cycle, by the seed `2022-0301`; something of it is finalised."""
    given = {"title": "2021年度抽查", "seed": "2022-0301", "method": Method.RANDOM, **wanted}
    given["method"] = Method(given["method"])
    return draw_sample(actor=world.administrator, cycle_id=world.cycle.pk, size=size, now=NOW, **given)  # type: ignore[arg-type]


def make_item(world: World) -> SpotCheckItem:
    """The first unit's filing, finalised and drawn."""
    return replayed("spot check drawn", lambda: _made(world))


def _made(world: World) -> SpotCheckItem:
    bring_to(world, State.FINALISED)
    return make_draw(world).items.get()


def make_checker(username: str = "checker") -> User:
    """A third party."""
    return make_user(username, Role.THIRD_PARTY)


def give(world: World, item: SpotCheckItem, checker: User | None) -> SpotCheckItem:
    """Assign it."""
    item.refresh_from_db()
    return assign(actor=world.administrator, items=[(item.pk, item.version)], checker=checker, now=NOW)[0]


def entries(item: SpotCheckItem, **changed: ReviewEntry) -> dict[str, ReviewEntry]:
    """Every indicator as the unit filed it but for `disclosure`, two points of which are taken off."""
    review = check_review(item=item, assessment=submission_assessment(submission=item.submission))
    said = {code: ReviewEntry(score=score.self_score) for code, score in review.scored.items()}
    filed = review.scored[DISCLOSURE].self_score or Decimal(0)
    said[DISCLOSURE] = ReviewEntry(score=filed - Decimal(2), remark="决算公开晚了两个月，扣2分")
    return said | changed


def score(item: SpotCheckItem, checker: User) -> SpotCheckItem:
    """Every indicator has a score."""
    item.refresh_from_db()
    return save_scores(actor=checker, item_id=item.pk, expected_version=item.version, entries=entries(item), now=NOW)


def ask(item: SpotCheckItem, checker: User) -> SpotCheckItem:
    """Scored, and the unit is asked."""
    return asked(score(item, checker), checker)


def asked(item: SpotCheckItem, checker: User) -> SpotCheckItem:
    """What is scored: the unit is asked."""
    return ask_opinion(
        actor=checker, item_id=item.pk, expected_version=item.version, opinion="决算公开不及时。", now=NOW
    )


def reply(item: SpotCheckItem, head: User, *, is_agreed: bool = True) -> SpotCheckItem:
    """The unit answers."""
    words = "" if is_agreed else "公开时间以网站记录为准。"
    return answer(actor=head, item_id=item.pk, expected_version=item.version, is_agreed=is_agreed, words=words, now=NOW)


def total_of(item: SpotCheckItem) -> Decimal:
    """What the checker's scores come to."""
    assert item.check_total is not None
    return item.check_total
