"""Until when a unit may answer what a spot check found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("selfeval", "0012_archives"),
    ]

    operations = [
        migrations.AddField(
            model_name="spotcheckitem",
            name="answer_due_on",
            field=models.DateField(null=True, verbose_name="答复期限"),
        ),
    ]
