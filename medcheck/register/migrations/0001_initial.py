"""The tables of the first version."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make every table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("roles", models.CharField(max_length=200)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "person",
            },
        ),
        migrations.CreateModel(
            name="CaseRow",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("procedure", models.CharField(max_length=64)),
                ("pack", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(db_index=True, max_length=64)),
                ("state_title", models.CharField(max_length=200)),
                ("final", models.BooleanField(db_index=True)),
                ("version", models.IntegerField()),
                ("head", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("uscc", models.CharField(blank=True, db_index=True, max_length=64)),
                ("site", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(blank=True, max_length=64)),
                ("level", models.CharField(blank=True, max_length=64)),
                ("county", models.CharField(blank=True, max_length=64)),
                ("officer", models.CharField(blank=True, db_index=True, max_length=200)),
                ("round", models.CharField(blank=True, max_length=200)),
                ("opened", models.DateField(null=True)),
                ("since", models.DateField(null=True)),
                ("clock", models.CharField(blank=True, max_length=200)),
                ("last_day", models.DateField(db_index=True, null=True)),
                ("unknown_year", models.IntegerField(null=True)),
                ("waits_for", models.CharField(blank=True, max_length=64)),
                ("duties", models.TextField(blank=True)),
                ("assessed", models.CharField(blank=True, max_length=200)),
                ("submission", models.CharField(blank=True, db_index=True, max_length=64)),
            ],
            options={
                "db_table": "case_row",
            },
        ),
        migrations.CreateModel(
            name="RegisterHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("link", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "db_table": "head",
            },
        ),
        migrations.CreateModel(
            name="DesignatedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uscc", models.CharField(max_length=64)),
                ("site", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(blank=True, max_length=64)),
                ("level", models.CharField(blank=True, max_length=64)),
                ("county", models.CharField(blank=True, max_length=64)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("agreement", models.CharField(blank=True, max_length=200)),
                ("changes", models.TextField(blank=True)),
                ("reviews", models.TextField(blank=True)),
                ("ended", models.CharField(blank=True, max_length=200)),
                ("case", models.BigIntegerField()),
            ],
            options={
                "db_table": "designated",
                "constraints": [models.UniqueConstraint(fields=("uscc", "site"), name="designated_site")],
            },
        ),
        migrations.CreateModel(
            name="PaperRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paper", models.CharField(max_length=200)),
                ("year", models.IntegerField()),
                ("number", models.IntegerField()),
                ("case", models.BigIntegerField(db_index=True)),
                ("event", models.IntegerField()),
                ("day", models.DateField()),
                ("void", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "paper",
                "constraints": [models.UniqueConstraint(fields=("paper", "year", "number"), name="paper_number")],
            },
        ),
        migrations.CreateModel(
            name="StoredEvent",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("case", models.BigIntegerField()),
                ("seq", models.IntegerField()),
                ("key", models.CharField(max_length=64, unique=True)),
                ("body", models.TextField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("link", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "event",
                "constraints": [models.UniqueConstraint(fields=("case", "seq"), name="event_of_case")],
            },
        ),
    ]
