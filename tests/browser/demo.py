"""The demo as `make run` shows it, moved on where a page needs another state."""

from dataclasses import dataclass

from django.utils import timezone

from selfeval.domain.workflow import Action
from selfeval.management.demo import Demo
from selfeval.models import Filing, ReviewPin, User
from selfeval.review.transitions import perform
from selfeval.services.changes import NarrativeChange
from selfeval.services.filings import save_boxes
from selfeval.services.pins import answer_pin
from tests.factories import make_framework
from tests.replay import replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The demo's filings by what became of them, and its people by their account."""

    finalised: Filing
    half_filled: Filing
    returned: Filing
    people: dict[str, User]


def set_up() -> Stage:
    """Play the demo through the services."""
    replayed("demo of the browser", _play)
    filings = {
        filing.department.name: filing
        for filing in Filing.objects.filter(cycle__fiscal_year=2021).select_related("department")
    }
    return Stage(
        finalised=filings["晋中开发区综合办"],
        half_filled=filings["晋中开发区财政服务中心"],
        returned=filings["晋中开发区招商服务中心"],
        people={user.username: user for user in User.objects.select_related("department")},
    )


def _play() -> None:
    make_framework()
    Demo(now=timezone.now()).play()


def send(stage: Stage) -> None:
    """The returned filing is mended and waits for its head."""
    _mend(stage)
    _step(stage, stage.people["market_preparer"], Action.SEND_FOR_SIGNATURE)


def send_inside(stage: Stage) -> None:
    """The returned filing is mended and waits for the accountant, where its unit has one."""
    _mend(stage)
    _step(stage, stage.people["market_preparer"], Action.SEND_FOR_INTERNAL_REVIEW)


def _mend(stage: Stage) -> None:
    preparer = stage.people["market_preparer"]
    for pin in ReviewPin.objects.filter(submission__filing=stage.returned):
        words = "已按批注补写。"
        answer_pin(actor=preparer, filing_id=stage.returned.pk, pin_id=pin.pk, was="", answer=words, now=timezone.now())
    stage.returned.refresh_from_db(fields=["version"])
    save_boxes(
        actor=preparer,
        filing_id=stage.returned.pk,
        seen=stage.returned.version,
        changes=[NarrativeChange(code="other", text="决算晚公开的原因和改进措施已补写在指标里。")],
        now=timezone.now(),
    )


def sign(stage: Stage) -> None:
    """The head signs it; it waits for the reviewer."""
    _step(stage, stage.people["market_head"], Action.SIGN)


def _step(stage: Stage, actor: User, action: Action) -> None:
    stage.returned.refresh_from_db()
    perform(
        actor=actor,
        action=action,
        filing_id=stage.returned.pk,
        expected_version=stage.returned.version,
        now=timezone.now(),
    )
