"""What has to be put right (整改), step by step, and what the results were used for (结果应用)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.domain.after_review import RectificationState
from selfeval.models.decimals import typed_number
from selfeval.models.evidence import KeptFile
from selfeval.models.filings import Filing
from selfeval.models.permanent import PermanentRow


class RectificationItem(models.Model):
    """One thing to put right, and where it comes from. `version` counts its writes."""

    class Source(models.TextChoices):
        """Where it comes from."""

        FINDING = "finding", "核查结果"
        REVIEW = "review", "审核意见"
        SPOT_CHECK = "spot_check", "抽查复核"
        OTHER = "other", "其他"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="rectifications", verbose_name="填报")
    source = models.CharField("来源", max_length=20, choices=Source.choices)
    # The check's code, the pin's or the sample's key: what the same item is not issued twice for.
    source_key = models.CharField("来源编号", max_length=300, blank=True)
    place = models.CharField("位置", max_length=250, blank=True)
    words = models.TextField("问题")
    demand = models.TextField("整改要求", blank=True)
    due_on = models.DateField("整改期限")
    state = models.CharField(
        "状态",
        max_length=20,
        default=RectificationState.ISSUED.value,
        choices=[(state.value, state.label) for state in RectificationState],
    )
    version = models.PositiveIntegerField("版本", default=1)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="下达人"
    )
    issued_at = models.DateTimeField("下达时间")
    closed_at = models.DateTimeField("销号时间", null=True)

    class Meta:
        verbose_name = "整改事项"
        verbose_name_plural = "整改事项"
        ordering = ["filing_id", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="rectification_state_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RectificationState]), name="rectification_state_known"
            ),
            models.UniqueConstraint(
                fields=["filing", "source", "source_key"],
                condition=~Q(source_key=""),
                name="rectification_once_a_source",
            ),
        ]

    @property
    def current_state(self) -> RectificationState:
        """`state` as the domain's value."""
        return RectificationState(self.state)


class RectificationStep(PermanentRow):
    """What was said at each step."""

    item = models.ForeignKey(RectificationItem, on_delete=models.PROTECT, related_name="steps", verbose_name="整改事项")
    step = models.CharField("步骤", max_length=30)
    words = models.TextField("说明", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = "整改过程"
        verbose_name_plural = "整改过程"
        ordering = ["item_id", "id"]


class RectificationFile(KeptFile):
    """Evidence that it was put right."""

    item = models.ForeignKey(RectificationItem, on_delete=models.PROTECT, related_name="files", verbose_name="整改事项")

    class Meta:
        verbose_name = "整改佐证"
        verbose_name_plural = "整改佐证"
        ordering = ["item_id", "id"]


class ResultUse(PermanentRow):
    """An entry of the ledger of what a result was used for; one that was wrong is cancelled by another."""

    class Kind(models.TextChoices):
        """What was done with the result."""

        BUDGET = "budget", "与预算安排挂钩"
        POLICY = "policy", "调整政策或项目"
        NOTICE = "notice", "通报"
        TALK = "talk", "约谈"
        PRAISE = "praise", "表扬"
        REPORT = "report", "报告人大或政府"
        OTHER = "other", "其他"

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="result_uses", verbose_name="填报")
    kind = models.CharField("应用方式", max_length=20, choices=Kind.choices)
    words = models.TextField("内容")
    # What the budget became less or more by, in yuan, where it is about money.
    amount = typed_number(verbose_name="涉及金额（元）", null=True)
    decided_on = models.DateField("决定日期")
    document_number = models.CharField("文号", max_length=100, blank=True)
    cancels = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="cancelled_by", verbose_name="冲销"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "结果应用"
        verbose_name_plural = "结果应用"
        ordering = ["-decided_on", "-id"]
