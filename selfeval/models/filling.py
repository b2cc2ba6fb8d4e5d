"""Several people filling one form: versions of boxes, who is there, who fills what, texts carried over."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.models.filings import Filing
from selfeval.models.reviews import Submission


class BoxStamp(models.Model):
    """The last write of one box: `version` is the filing's version that this write made.

    Who saw the box at an older version and sends another value is asked first. A box never written has no row.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="box_stamps", verbose_name="填报")
    box = models.CharField("位置", max_length=300)
    version = models.PositiveIntegerField("版本")
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="保存人"
    )

    class Meta:
        verbose_name = "栏目版本"
        verbose_name_plural = "栏目版本"
        ordering = ["filing_id", "id"]
        constraints = [models.UniqueConstraint(fields=["filing", "box"], name="box_stamp_once")]


class Presence(models.Model):
    """A person who has a page of the filing open; old rows mean nothing."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="presences", verbose_name="填报")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences", verbose_name="人员"
    )
    section = models.CharField("页", max_length=80)
    seen_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = "在线编辑"
        verbose_name_plural = "在线编辑"
        ordering = ["filing_id", "person_id"]
        constraints = [models.UniqueConstraint(fields=["filing", "person"], name="presence_once")]


class Assignment(models.Model):
    """Who of the unit fills what (填报分工): `place` is a page's code or an indicator node's full code.

    It tells people what is theirs and shows who has not answered; it keeps nobody from filling another part.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="assignments", verbose_name="填报")
    place = models.CharField("部分", max_length=250)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments", verbose_name="填写人"
    )
    note = models.TextField("说明", blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="分派人"
    )
    assigned_at = models.DateTimeField("分派时间")
    done_at = models.DateTimeField("填完时间", null=True)

    class Meta:
        verbose_name = "填报分工"
        verbose_name_plural = "填报分工"
        ordering = ["filing_id", "id"]
        constraints = [models.UniqueConstraint(fields=["filing", "place"], name="assignment_once")]


class CarriedText(models.Model):
    """A box whose text was carried over from another year; gone with the first change of the box."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="carried_texts", verbose_name="填报")
    box = models.CharField("位置", max_length=300)
    source = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="取自哪一次报送"
    )
    at = models.DateTimeField("带入时间")

    class Meta:
        verbose_name = "带入的文字"
        verbose_name_plural = "带入的文字"
        ordering = ["filing_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "box"], name="carried_text_once"),
            models.CheckConstraint(condition=~Q(box=""), name="carried_text_has_box"),
        ]
