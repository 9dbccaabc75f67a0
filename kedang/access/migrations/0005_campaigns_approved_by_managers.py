"""The preset post 管理层 may approve campaigns: where four eyes are demanded, a head needs somebody else."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    post_model, right_model = apps.get_model("access", "Post"), apps.get_model("access", "PostRight")
    for post in post_model.objects.filter(code="manager", is_preset=True):
        right_model.objects.get_or_create(post=post, resource="campaign", verb="approve")


class Migration(migrations.Migration):
    dependencies = [("access", "0004_rights_of_part_two")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
