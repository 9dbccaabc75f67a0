from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_apart(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite had no such constraint: of the same class made twice the newer one gets a number."""
    rows = apps.get_model("customers", "DimensionValue").objects.using(schema_editor.connection.alias)
    taken: set[tuple[int, str]] = set(rows.filter(parent=None).values_list("dimension_id", "name"))
    seen: set[tuple[int, str]] = set()
    for row in rows.filter(parent=None).order_by("pk"):
        name, place = row.name, 2
        if (row.dimension_id, name) in seen:
            while (row.dimension_id, name) in taken:
                name, place = f"{row.name[:55]}（{place}）", place + 1
            rows.filter(pk=row.pk).update(name=name)
            taken.add((row.dimension_id, name))
        seen.add((row.dimension_id, name))


class Migration(migrations.Migration):
    # PostgreSQL alters no table in which a row was just changed.
    atomic = False
    dependencies = [("customers", "0005_relation_suggestions")]
    operations = [
        migrations.RunPython(name_apart, migrations.RunPython.noop),
        migrations.RemoveConstraint("dimensionvalue", "dimension_value_once"),
        migrations.AddConstraint(
            "dimensionvalue",
            models.UniqueConstraint(fields=["dimension", "parent", "name"], name="dimension_value_once"),
        ),
        migrations.AddConstraint(
            "dimensionvalue",
            models.UniqueConstraint(
                fields=["dimension", "name"],
                condition=models.Q(("parent", None)),
                name="dimension_value_once_on_top",
            ),
        ),
    ]
