from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def end_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keys that lay in clear must open nothing any more: everybody signs in once again."""
    for app, model in (("usersessions", "UserSession"), ("sessions", "Session")):
        apps.get_model(app, model).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(end_all, migrations.RunPython.noop)]
