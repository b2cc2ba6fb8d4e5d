"""What the demo's last year went through after it was finalised: drawn and settled, put right, published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from selfeval.domain.review import ReviewEntry
from selfeval.domain.sampling import Method
from selfeval.models import Filing, FilingCycle, RectificationItem, SpotCheckItem, User
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import check_review
from selfeval.services import disclosures, rectification
from selfeval.services.rectification import Demand
from selfeval.services.spot_check_draws import assign, draw_sample
from selfeval.services.spot_checks import answer, ask_opinion, save_scores, settle

Plan = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """`people` by account; `ago` is the moment so many days ago."""

    cycle: FilingCycle
    people: Mapping[str, User]
    ago: Callable[[Any], datetime]

    def play(self, plan: Plan) -> None:
        """Everything `plan` tells of. Raises what the services raise."""
        self._draw(plan["spot_check"])
        for demand in plan["rectification"]:
            self._rectify(demand)
        for publication in plan["publication"]:
            self._publish(publication)

    def _draw(self, plan: Plan) -> None:
        at, administrator = self.ago(plan["days_ago"]), self.people[plan["by"]]
        check = draw_sample(
            actor=administrator,
            cycle_id=self.cycle.pk,
            title=plan["title"],
            method=Method(plan["method"]),
            size=len(plan["units"]),
            seed=plan["seed"],
            now=at,
        )
        items = list(check.items.values_list("pk", "version"))
        assign(actor=administrator, items=items, checker=self.people[plan["checker"]], now=at)
        units = {unit["unit"]: unit for unit in plan["units"]}
        for item in check.items.select_related("filing__department", "submission__framework").order_by("pk"):
            self._check(item, units[item.filing.department.code], plan, administrator)

    def _check(self, item: SpotCheckItem, unit: Plan, plan: Plan, administrator: User) -> None:
        checker, at = self.people[plan["checker"]], self.ago(unit["scored_days_ago"])
        review = check_review(item=item, assessment=submission_assessment(submission=item.submission))
        entries = {code: ReviewEntry(score=score.self_score) for code, score in review.scored.items()}
        for each in unit.get("scores", ()):
            entries[each["indicator"]] = ReviewEntry(score=Decimal(each["score"]), remark=each["remark"])
        item = save_scores(actor=checker, item_id=item.pk, expected_version=item.version, entries=entries, now=at)
        item = ask_opinion(
            actor=checker, item_id=item.pk, expected_version=item.version, opinion=unit["opinion"], now=at
        )
        item = answer(
            actor=self.people[unit["answered_by"]],
            item_id=item.pk,
            expected_version=item.version,
            is_agreed="objection" not in unit,
            words=unit.get("objection", ""),
            now=self.ago(unit["answered_days_ago"]),
        )
        if "settled_days_ago" in unit:
            settle(
                actor=administrator,
                item_id=item.pk,
                expected_version=item.version,
                settled_total=item.check_total,
                now=self.ago(unit["settled_days_ago"]),
            )

    def _filing(self, code: str) -> Filing:
        return Filing.objects.get(cycle=self.cycle, department__code=code)

    def _rectify(self, plan: Plan) -> None:
        at = self.ago(plan["days_ago"])
        today = timezone.localdate(at)
        wanted = Demand(
            source=RectificationItem.Source(plan["source"]),
            words=plan["words"],
            demand=plan["demand"],
            due_on=today + timedelta(days=int(plan["days_given"])),
        )
        filing, bureau = self._filing(plan["unit"]), self.people[plan["by"]]
        (item,) = rectification.issue(actor=bureau, filing_id=filing.pk, wanted=[wanted], now=at, today=today)
        for step in plan["steps"]:
            item = rectification.take_step(
                actor=self.people[step["by"]],
                item_id=item.pk,
                code=step["do"],
                expected_version=item.version,
                words=step.get("words", ""),
                now=self.ago(step["days_ago"]),
            )

    def _publish(self, plan: Plan) -> None:
        redactor, approver = self.people[plan["by"]], self.people[plan["approved_by"]]
        row = disclosures.begin(actor=redactor, filing_id=self._filing(plan["unit"]).pk)
        row = disclosures.send_for_approval(
            actor=redactor,
            disclosure_id=row.pk,
            expected_version=row.version,
            redactions=disclosures.redactions_of(row),
            now=self.ago(plan["days_ago"]),
        )
        disclosures.take_step(
            actor=approver,
            disclosure_id=row.pk,
            code="disclose_publish",
            expected_version=row.version,
            now=self.ago(plan["approved_days_ago"]),
        )
