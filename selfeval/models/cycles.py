"""A year's round of self-evaluation (年度自评批次)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from selfeval.domain.cycle import DEFAULT_REMINDER_DAYS, Phase, Stage, phase_of
from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.workflow import Level
from selfeval.models.departments import Department
from selfeval.models.frameworks import FrameworkVersion


def default_reminder_days() -> list[int]:
    """Days before the deadline on which units that have not submitted are reminded."""
    return list(DEFAULT_REMINDER_DAYS)


class FilingCycle(models.Model):
    """Which year is evaluated, under which framework, by whom it is reviewed, and until when.

    `late_until` is when the late period ends, null where late filings are taken until the cycle is closed. `units` are
    those it is meant for, whether or not a form was issued to them yet.
    """

    code = models.SlugField("编码", max_length=50, unique=True)
    fiscal_year = models.PositiveSmallIntegerField("预算年度")
    title = models.CharField("名称", max_length=100)
    framework = models.ForeignKey(
        FrameworkVersion, verbose_name="指标体系", on_delete=models.PROTECT, related_name="cycles"
    )
    opens_at = models.DateTimeField("开始时间")
    deadline = models.DateTimeField("截止时间")
    late_until = models.DateTimeField("补报截止时间", null=True, blank=True)
    stage = models.CharField(
        "阶段", max_length=20, default=Stage.PUBLISHED.value, choices=[(stage.value, stage.label) for stage in Stage]
    )
    units = models.ManyToManyField(Department, verbose_name="参评单位", related_name="planned_cycles", blank=True)
    based_on = models.ForeignKey(
        "self", verbose_name="沿用自", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    # Levels of review before the performance office's, which every cycle has.
    has_supervisor_review = models.BooleanField("主管部门审核", default=False)
    has_office_review = models.BooleanField("业务科室审核", default=False)
    final_score_rule = models.CharField(
        "最终得分",
        max_length=20,
        default=FinalScoreRule.REVIEW.value,
        choices=[(rule.value, rule.label) for rule in FinalScoreRule],
    )
    reminder_days = models.JSONField("截止前几天提醒", default=default_reminder_days, blank=True)
    # Filings of no more than this risk may be passed in a batch.
    low_risk_at_most = models.PositiveIntegerField("低风险上限", default=0)
    # Bounds of the difference classes of spot checks where they differ from `domain.spot_check`'s.
    difference_bounds = models.JSONField("抽查差异分档", default=list, blank=True)
    # What differs from the checks' usual thresholds and severities; read by `domain.check_settings`.
    check_settings = models.JSONField("核查设置", default=dict, blank=True)

    # For units of two or three people: who filled a form may sign it too; the form says so.
    allows_filler_to_sign = models.BooleanField("填报人可以签发", default=False)
    # The printed form comes back sealed and scanned before it can be finalised.
    requires_sealed_scan = models.BooleanField("须上传签章件", default=False)

    class Meta:
        verbose_name = "自评批次"
        verbose_name_plural = "自评批次"
        ordering = ["-fiscal_year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("opens_at")),
                name="cycle_deadline_after_opening",
                violation_error_message="截止时间应晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=models.Q(late_until__isnull=True) | models.Q(late_until__gte=models.F("deadline")),
                name="cycle_late_period_after_deadline",
                violation_error_message="补报截止时间不应早于截止时间。",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=[stage.value for stage in Stage]), name="cycle_stage_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def phase(self, now: datetime) -> Phase:
        """Where the cycle is by its stage and the clock."""
        return phase_of(
            stage=Stage(self.stage),
            opens_at=self.opens_at,
            deadline=self.deadline,
            late_until=self.late_until,
            now=now,
        )

    def levels_for(self, department: Department) -> tuple[Level, ...]:
        """The reviews that a filing of `department` goes through, in their order."""
        return tuple(self._levels(department))

    def _levels(self, department: Department) -> Iterable[Level]:
        if self.has_supervisor_review and department.supervisor_id is not None:
            yield Level.SUPERVISOR
        # No office of the bureau reviews the bureau's own form.
        if self.has_office_review and department.business_office_id is not None and not department.is_finance_bureau:
            yield Level.OFFICE
        yield Level.FINAL
