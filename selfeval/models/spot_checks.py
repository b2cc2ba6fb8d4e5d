"""Spot checks (抽查复核): what was drawn and how, and what came of each filing that was."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from selfeval.domain.after_review import ANSWER_DAYS, CheckState
from selfeval.domain.sampling import Method
from selfeval.models.cycles import FilingCycle
from selfeval.models.decimals import points_column, typed_number
from selfeval.models.evidence import KeptFile
from selfeval.models.filings import Filing
from selfeval.models.permanent import PermanentRow
from selfeval.models.reviews import Submission


class SpotCheck(PermanentRow):
    """One draw. `population` is what it was drawn from, as `domain.sampling` takes it; with `method`, `seed` and `size`
    anybody draws the same again."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(
        FilingCycle, on_delete=models.PROTECT, related_name="spot_checks", verbose_name="自评批次"
    )
    title = models.CharField("名称", max_length=100)
    method = models.CharField("抽取方式", max_length=20, choices=[(method.value, method.label) for method in Method])
    seed = models.CharField("种子", max_length=100, blank=True)
    size = models.PositiveIntegerField("抽取份数")
    population = models.JSONField("抽取范围")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="抽取人"
    )
    drawn_at = models.DateTimeField("抽取时间")

    class Meta:
        verbose_name = "抽查"
        verbose_name_plural = "抽查"
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=[method.value for method in Method]), name="spot_check_method_known"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="spot_check_draws_something"),
        ]

    def __str__(self) -> str:
        return self.title


class SpotCheckItem(models.Model):
    """One filing that was drawn, and the frozen copy that is looked at again. `version` counts its writes."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    spot_check = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="items", verbose_name="抽查")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="spot_checks", verbose_name="填报")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="spot_checks", verbose_name="报送快照"
    )
    position = models.PositiveIntegerField("抽中次序")
    state = models.CharField(
        "状态",
        max_length=20,
        default=CheckState.DRAWN.value,
        choices=[(state.value, state.label) for state in CheckState],
    )
    version = models.PositiveIntegerField("版本", default=1)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="spot_check_items",
        verbose_name="复核人",
    )
    check_total = points_column("抽查得分", null=True)
    opinion = models.TextField("抽查意见", blank=True)
    asked_at = models.DateTimeField("征求意见时间", null=True)
    answer_due_on = models.DateField("答复期限", null=True)
    objection = models.TextField("单位意见", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    settled_total = points_column("核定得分", null=True)
    settlement = models.TextField("核定说明", blank=True)
    difference = points_column("差异", null=True)
    difference_class = models.CharField("差异等级", max_length=20, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核定人"
    )
    settled_at = models.DateTimeField("核定时间", null=True)

    class Meta:
        verbose_name = "抽查样本"
        verbose_name_plural = "抽查样本"
        ordering = ["spot_check_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["spot_check", "filing"], name="spot_check_item_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CheckState]), name="spot_check_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.SETTLED.value)
                | Q(settled_total__isnull=False, settled_at__isnull=False, settled_by__isnull=False),
                name="spot_check_settled_whole",
            ),
        ]

    @property
    def current_state(self) -> CheckState:
        """`state` as the domain's value."""
        return CheckState(self.state)

    @property
    def answer_due(self) -> date | None:
        """The last day on which an answer is waited for; None until the unit is asked."""
        if self.asked_at is None:
            return None
        return self.answer_due_on or timezone.localdate(self.asked_at) + timedelta(days=ANSWER_DAYS)

    @property
    def is_unanswered(self) -> bool:
        """Whether the unit was asked and has not answered, or never did before it was settled."""
        return self.asked_at is not None and self.answered_by_id is None

    def is_answer_late(self, today: date) -> bool:
        """Whether the unit should have answered before `today` and did not."""
        due = self.answer_due
        return self.is_unanswered and due is not None and due < today


class SpotCheckScore(models.Model):
    """The checker's score and remark on one indicator of the frozen copy."""

    item = models.ForeignKey(SpotCheckItem, on_delete=models.CASCADE, related_name="scores", verbose_name="抽查样本")
    code = models.CharField("指标", max_length=250)
    score = typed_number(verbose_name="抽查得分", null=True)
    remark = models.TextField("抽查意见", blank=True)

    class Meta:
        verbose_name = "抽查指标得分"
        verbose_name_plural = "抽查指标得分"
        ordering = ["item_id", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "code"], name="spot_check_score_once")]


class SpotCheckFile(KeptFile):
    """Material that the unit brings with its objection."""

    item = models.ForeignKey(SpotCheckItem, on_delete=models.PROTECT, related_name="files", verbose_name="抽查样本")

    class Meta:
        verbose_name = "异议材料"
        verbose_name_plural = "异议材料"
        ordering = ["item_id", "id"]
