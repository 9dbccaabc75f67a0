from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def end_repeated(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite had no such constraint: of the same post held twice the older one stays."""
    seen: set[tuple[int, int, int | None]] = set()
    rows = apps.get_model("access", "Holding").objects.using(schema_editor.connection.alias)
    for row in rows.filter(ended_at=None).order_by("pk"):
        held = (row.person_id, row.post_id, row.department_id)
        if held in seen:
            rows.filter(pk=row.pk).update(ended_at=timezone.now())
        seen.add(held)


class Migration(migrations.Migration):
    # PostgreSQL alters no table in which a row was just changed.
    atomic = False
    dependencies = [("access", "0002_failed_work")]
    operations = [
        migrations.RunPython(end_repeated, migrations.RunPython.noop),
        migrations.RemoveConstraint("holding", "holding_once"),
        migrations.AddConstraint(
            "holding",
            models.UniqueConstraint(
                fields=["person", "post", "department"],
                condition=models.Q(("ended_at", None)),
                name="holding_once",
            ),
        ),
        migrations.AddConstraint(
            "holding",
            models.UniqueConstraint(
                fields=["person", "post"],
                condition=models.Q(("department", None), ("ended_at", None)),
                name="holding_once_anywhere",
            ),
        ),
    ]
