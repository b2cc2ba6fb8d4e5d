"""What was submitted, frozen, and what the reviewer said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.domain.workflow import State
from selfeval.models.decimals import points_column, typed_number
from selfeval.models.filings import Filing
from selfeval.models.frameworks import FrameworkVersion
from selfeval.models.permanent import PermanentRow


class Submission(PermanentRow):
    """A frozen copy (报送快照).

    `document` is the `selfeval-filing/1` document, `result` the `selfeval-result/1` document, both as canonical JSON.
    `check_settings` is what the cycle checked by; null for copies made before findings were kept as rows.
    `sha256` is of `document`, `verification_code` a short form of it for print.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="submissions", verbose_name="填报")
    round = models.PositiveSmallIntegerField("轮次")
    document = models.TextField("填报文件")
    result = models.TextField("结果文件")
    check_settings = models.JSONField("核查设置", null=True)
    sha256 = models.CharField("内容哈希", max_length=64)
    verification_code = models.CharField("验证码", max_length=19, db_index=True)
    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="submissions", verbose_name="指标体系"
    )
    # What stood beside it: public_id, name, sha256, size, media_type and the indicators of each piece of evidence.
    evidence = models.JSONField("佐证材料", default=list)
    is_signed_by_filler = models.BooleanField("填报人签发", default=False)
    is_filled_by_bureau = models.BooleanField("财政部门代填", default=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions", verbose_name="签发人"
    )
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = "报送快照"
        verbose_name_plural = "报送快照"
        ordering = ["filing_id", "round"]
        constraints = [models.UniqueConstraint(fields=["filing", "round"], name="submission_once_a_round")]


class ReviewRecord(PermanentRow):
    """The one verdict on a submission; `verdict` is the state it led to."""

    RETURNED = State.RETURNED.value
    FINALISED = State.FINALISED.value

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="review", verbose_name="报送快照"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name="审核人"
    )
    verdict = models.CharField("结论", max_length=30, choices=[(RETURNED, "退回修改"), (FINALISED, "审核通过并定稿")])
    comment = models.TextField("审核意见", blank=True)
    confirmed_total = points_column("复核总分", null=True)
    at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = "审核记录"
        verbose_name_plural = "审核记录"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(verdict=State.RETURNED.value, confirmed_total__isnull=True) & ~Q(comment=""))
                # Both are said: a comparison with null is neither true nor false, and a check lets that pass.
                | Q(verdict=State.FINALISED.value, confirmed_total__isnull=False, confirmed_total__gte=0),
                name="review_record_complete",
            )
        ]


class ReviewScore(models.Model):
    """The reviewer's own score and remark on one indicator of a frozen copy; theirs to change until the verdict."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="review_scores", verbose_name="报送快照"
    )
    code = models.CharField("指标", max_length=250)
    score = typed_number(verbose_name="复核得分", null=True)
    remark = models.TextField("复核意见", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="复核人")
    at = models.DateTimeField("复核时间")

    class Meta:
        verbose_name = "指标复核"
        verbose_name_plural = "指标复核"
        ordering = ["submission_id", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "code"], name="review_score_once")]
