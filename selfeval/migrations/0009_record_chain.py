"""The record becomes a chain: events that are there already are numbered and chained in the order they were written.

Then the database itself keeps events, submissions, verdicts and what else is written once as they are. There is no way
back: what the record says would be lost.
"""

from django.db import migrations, models

from selfeval.domain.record_chain import HASHED_COLUMNS, record_hash
from selfeval.models.write_once import forbid_changes

HEAD, AT_ONCE = 1, 1000
TABLES = (
    "selfeval_event",
    "selfeval_submission",
    "selfeval_reviewrecord",
    "selfeval_rectificationstep",
    "selfeval_resultuse",
    "selfeval_spotcheck",
)


def chain(apps, schema_editor):
    """Names are those of the accounts as they stand now: then nobody wrote them down."""
    event_model, head_model = apps.get_model("selfeval", "Event"), apps.get_model("selfeval", "RecordHead")
    head, _ = head_model.objects.get_or_create(pk=HEAD)
    rows = event_model.objects.filter(sequence=None).select_related("actor__department").order_by("pk")
    waiting = []
    for row in rows.iterator(chunk_size=AT_ONCE):
        if row.actor is not None:
            row.actor_full_name = row.actor.full_name[:50]
            row.unit_name = row.actor.department.name if row.actor.department else ""
        head.sequence += 1
        row.sequence, row.previous_hash = head.sequence, head.record_hash
        row.record_hash = head.record_hash = record_hash({name: getattr(row, name) for name in HASHED_COLUMNS})
        waiting.append(row)
    names = ["sequence", "previous_hash", "record_hash", "actor_full_name", "unit_name"]
    event_model.objects.bulk_update(waiting, names, batch_size=AT_ONCE // 5)
    head.save()
    if schema_editor.connection.vendor == "postgresql":
        # Checks that wait for the end would keep the table from being altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def keep(apps, schema_editor):
    forbid_changes(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("selfeval", "0008_review_and_settle")]

    operations = [
        migrations.RunPython(chain),
        migrations.AlterField(
            model_name="event",
            name="sequence",
            field=models.PositiveBigIntegerField(editable=False, unique=True, verbose_name="序号"),
        ),
        migrations.RunPython(keep),
    ]
