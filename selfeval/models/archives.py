"""What came in archive packages (归档包) and is not made anew: the documents as they were issued."""

import uuid

from django.db import models

from selfeval.models.evidence import private_storage
from selfeval.models.reviews import Submission


def archived_at(instance: models.Model, filename: str) -> str:
    """A path that says nothing of what is in it."""
    token = uuid.uuid4().hex
    return f"archiveddocument/{token[:2]}/{token}"


class ArchivedDocument(models.Model):
    """A document of a frozen copy as it came in a package: `name` is what it is called there (`form.pdf`).

    What was issued then stays what it was, though this edition of the product would draw it otherwise.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="archived_documents", verbose_name="报送快照"
    )
    name = models.CharField("文件名", max_length=40)
    file = models.FileField("文件", storage=private_storage, upload_to=archived_at, max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("哈希", max_length=64)

    class Meta:
        verbose_name = "归档的文件"
        verbose_name_plural = "归档的文件"
        ordering = ["submission_id", "name"]
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="archived_document_once")]
