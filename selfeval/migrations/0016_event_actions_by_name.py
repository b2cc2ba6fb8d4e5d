"""The kinds of events are asked for by name: one that comes needs no migration."""

from django.db import migrations, models

import selfeval.models.events


class Migration(migrations.Migration):
    dependencies = [("selfeval", "0015_answer_due_changed")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(choices=selfeval.models.events.event_actions, max_length=40, verbose_name="动作"),
        ),
    ]
