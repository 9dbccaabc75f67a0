"""The preset posts of an archive that exists get the rights that are new; nothing else of them changes."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADDED = {
    "sales": "customer: claim; dealing: view create edit; task: view create edit; comment: view create; "
    "feedback: view create edit share; campaign: view; score: view",
    "service": "dealing: view create edit; task: view create edit; comment: view create; "
    "feedback: view create edit share; score: view",
    "head": "customer: merge assign claim; dealing: view create edit delete import export; "
    "task: view create edit delete; comment: view create delete; "
    "feedback: view create edit delete share manage; campaign: view create edit approve; score: view create edit",
    "archivist": "customer: merge; dealing: view create edit import; task: view create edit; "
    "comment: view create; feedback: view; score: view",
    "privacy_officer": "dealing: view; task: view create edit; comment: view; feedback: view; campaign: view; "
    "score: view edit",
    "manager": "customer: assign; dealing: view export; task: view create edit; comment: view create; "
    "feedback: view; campaign: view; score: view create",
}


def add(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    post_model, right_model = apps.get_model("access", "Post"), apps.get_model("access", "PostRight")
    for code, rights in ADDED.items():
        post = post_model.objects.filter(code=code, is_preset=True).first()
        if post is None:
            continue
        pairs = [part.split(":") for part in rights.split(";")]
        right_model.objects.bulk_create(
            [
                right_model(post=post, resource=resource.strip(), verb=verb)
                for resource, verbs in pairs
                for verb in verbs.split()
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("access", "0003_holding_once")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
