"""Evidence kept in an S3-compatible bucket, as `SELFEVAL_S3_BUCKET` sets it, behaves as on a disk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from moto import mock_aws

from selfeval.environment import Environment
from selfeval.models import EvidenceFile
from selfeval.models.evidence import private_storage
from selfeval.services.evidence import remove_evidence
from selfeval.services.file_store import purge, store_faults
from selfeval.services.kept_files import FileDamaged, opened
from tests.evidence import attach, looked_at
from tests.factories import World, make_filing

VARIABLES = {
    "SELFEVAL_S3_BUCKET": "evidence",
    "SELFEVAL_S3_REGION": "us-east-1",
    "SELFEVAL_S3_ACCESS_KEY": "testing",
    "SELFEVAL_S3_SECRET_KEY": "testing",
}


@pytest.fixture
def bucket(settings: Any) -> Iterator[Any]:
    """An empty bucket of a server that stands for Amazon's, and the settings that use it."""
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="t", aws_secret_access_key="t")
        client.create_bucket(Bucket="evidence")
        private = Environment(values=VARIABLES).object_storage("SELFEVAL_S3")
        settings.STORAGES = {**settings.STORAGES, "private": private}
        yield client


def kept(bucket: Any) -> list[str]:
    return [each["Key"] for each in bucket.list_objects_v2(Bucket="evidence").get("Contents", [])]


def test_it_is_kept_read_checked_and_purged(world: World, bucket: Any, client: Client) -> None:
    filing, person = make_filing(world), world.unit.preparer
    evidence = attach(filing, person, "决算 报表.docx")
    assert kept(bucket) == [evidence.file.name]
    assert "决算" not in evidence.file.name
    with opened(evidence) as stream:
        assert stream.read() == (content := looked_at("决算 报表.docx").content.read())
    client.force_login(person)
    answer = client.get(f"/filings/{filing.public_id}/evidence-files/{evidence.public_id}/content/")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["Content-Length"]) == (evidence.media_type, str(len(content)))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert list(store_faults()) == []

    bucket.put_object(Bucket="evidence", Key=evidence.file.name, Body=b"other")
    with pytest.raises(FileDamaged):
        opened(evidence)
    bucket.delete_object(Bucket="evidence", Key=evidence.file.name)
    with pytest.raises(FileDamaged):
        opened(evidence)
    private_storage().save("evidencefile/zz/stray", ContentFile(b"x"))
    assert [fault.kind for fault in store_faults()] == ["missing", "orphan"]

    long_ago = timezone.now() - timedelta(days=31)
    remove_evidence(actor=person, filing_id=filing.pk, evidence_id=evidence.public_id, now=long_ago)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("selfeval.services.file_store._YOUNGEST_ORPHAN", timedelta(seconds=-60))
        gone = purge(now=timezone.now())
    assert (gone.orphans, gone.removed) == (1, 1)
    assert kept(bucket) == []
    assert not EvidenceFile.objects.exists()


def test_what_cannot_be_recorded_is_not_kept(world: World, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("selfeval.services.evidence.store_results", broken)
    with pytest.raises(RuntimeError):
        attach(make_filing(world), world.unit.preparer, "报表.docx")
    assert kept(bucket) == []
    assert not EvidenceFile.objects.exists()
