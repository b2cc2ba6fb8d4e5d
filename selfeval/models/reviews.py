"""What was submitted, frozen, and what the reviewer said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.domain.workflow import Level, ReturnReason, Verdict
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
    # Who belonged to the unit when it was submitted (keys of accounts): they never review it, wherever they are now.
    unit_people = models.JSONField("当时本单位的人", default=list)
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

    @property
    def review(self) -> "ReviewRecord | None":
        """The verdict that ended its review, with what was passed on before it left out; uses prefetched `reviews`."""
        ended = [each for each in self.reviews.all() if each.verdict != Verdict.PASSED]
        return ended[-1] if ended else None


class ReviewRecord(PermanentRow):
    """The one verdict of a level of review on a submission.

    A return says why by `reason`, until when (`due_on`), and what it `opens`: the places (indicators by full code, else
    boxes) that may be changed, null for the whole form.
    """

    RETURNED = Verdict.RETURNED.value
    PASSED = Verdict.PASSED.value
    FINALISED = Verdict.FINALISED.value

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="reviews", verbose_name="报送快照"
    )
    level = models.CharField(
        "审核级次", max_length=20, default=Level.FINAL.value, choices=[(level.value, level.label) for level in Level]
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name="审核人"
    )
    verdict = models.CharField("结论", max_length=30, choices=[(each.value, each.label) for each in Verdict])
    comment = models.TextField("审核意见", blank=True)
    confirmed_total = points_column("复核总分", null=True)
    reason = models.CharField(
        "退回原因", max_length=30, blank=True, choices=[(reason.value, reason.label) for reason in ReturnReason]
    )
    due_on = models.DateField("请于何日前报回", null=True)
    opens = models.JSONField("可修改的内容", null=True)
    at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = "审核记录"
        verbose_name_plural = "审核记录"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "level"], name="review_record_once_a_level"),
            models.CheckConstraint(
                condition=(Q(verdict=Verdict.RETURNED.value, confirmed_total__isnull=True) & ~Q(comment=""))
                | Q(verdict=Verdict.PASSED.value)
                # Both are said: a comparison with null is neither true nor false, and a check lets that pass.
                | Q(verdict=Verdict.FINALISED.value, confirmed_total__isnull=False, confirmed_total__gte=0),
                name="review_record_complete",
            ),
        ]


class ReviewPin(models.Model):
    """A remark pinned to a place of a frozen copy (批注): an indicator by its full code, else a box.

    Its reviewer's to change until the return it goes out with; the unit answers it before it submits again.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="pins", verbose_name="报送快照")
    level = models.CharField("审核级次", max_length=20, choices=[(level.value, level.label) for level in Level])
    place = models.CharField("位置", max_length=250)
    words = models.TextField("批注")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="批注人")
    at = models.DateTimeField("批注时间")
    # Not null once it went out to the unit with a return.
    sent_at = models.DateTimeField("发出时间", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "批注"
        verbose_name_plural = "批注"
        ordering = ["submission_id", "id"]
        indexes = [models.Index(fields=["submission", "place"], name="review_pin_place")]


class ReviewPhrase(models.Model):
    """Words reviewers use again and again (常用语); `owner` null is the bureau's own, for all."""

    words = models.TextField("用语")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="phrases", verbose_name="使用人"
    )
    times_used = models.PositiveIntegerField("用过的次数", default=0)

    class Meta:
        verbose_name = "审核常用语"
        verbose_name_plural = "审核常用语"
        ordering = ["-times_used", "id"]


class ReviewScore(models.Model):
    """The reviewer's own score and remark on one indicator of a frozen copy; theirs to change until the verdict."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="review_scores", verbose_name="报送快照"
    )
    code = models.CharField("指标", max_length=250)
    level = models.CharField(
        "审核级次", max_length=20, default=Level.FINAL.value, choices=[(level.value, level.label) for level in Level]
    )
    score = typed_number(verbose_name="复核得分", null=True)
    remark = models.TextField("复核意见", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="复核人")
    at = models.DateTimeField("复核时间")

    class Meta:
        verbose_name = "指标复核"
        verbose_name_plural = "指标复核"
        ordering = ["submission_id", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "level", "code"], name="review_score_once")]
