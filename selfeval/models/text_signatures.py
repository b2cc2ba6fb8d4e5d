"""Signatures of the blocks of submitted texts, by which copies are found among very many filings."""

from django.db import models

from selfeval.models.filings import Filing


class TextSignature(models.Model):
    """A block of what was submitted last: `text` as written, `slots` its signature under the scheme `scheme`.

    `box` is a path as in findings, `title` what the form calls it, `offset` counts characters in the box.
    `submitted_at` is when the filing was first submitted: who was first copied from nobody.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="text_signatures")
    box = models.CharField("位置", max_length=300)
    title = models.TextField("名称")
    offset = models.PositiveIntegerField("起点")
    text = models.TextField("文字")
    slots = models.BinaryField("特征")
    submitted_at = models.DateTimeField("首次报送时间")
    scheme = models.PositiveSmallIntegerField("算法版本")

    class Meta:
        verbose_name = "文字特征"
        ordering = ["filing_id", "id"]


class TextBand(models.Model):
    """A band of a signature: blocks that share a value are held side by side."""

    signature = models.ForeignKey(TextSignature, on_delete=models.CASCADE, related_name="bands")
    value = models.BigIntegerField("段值")

    class Meta:
        verbose_name = "文字特征段"
        ordering = ["signature_id", "id"]
        indexes = [models.Index(fields=["value", "signature"], name="text_band_value")]
