"""A customer with something of everything, made through the actions, and dossiers of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

from kedang.core.actor import Actor, as_actor
from kedang.customers.actions.projects import add_project
from kedang.customers.models import ContactPoint, Customer
from kedang.dealings.tests.makers import make_interaction, make_need, make_purchase
from kedang.documents.models import Document
from kedang.dossier.actions.export import export_dossier
from kedang.dossier.package import files_of
from kedang.dossier.zipping import stream_zip
from kedang.engagement.actions.complaints import add_complaint
from kedang.engagement.actions.permissions import set_permission
from kedang.engagement.reading import ComplaintFacts
from kedang.people.models import Person
from kedang.teamwork.actions.comments import comment
from kedang.teamwork.commenting import About, Said
from kedang.workflow.actions.tasks import TaskFacts, add_task


def make_life(customer: Customer, *, by: Person) -> None:
    """Projects, dealings, tasks, comments, feedback and permissions of `customer`."""
    actor = as_actor(by)
    project = add_project(customer, "机房改造", starts_on=date(2026, 1, 5), actor=actor)
    document = Document.objects.filter(customer=customer).order_by("pk").first()
    assert document is not None
    make_purchase(customer, "12000.50", by=by, note="含税", project_id=project.pk, document_id=document.pk)
    make_interaction(customer, "谈了年度框架\n要月结", by=by, documents=[document.pk], project_id=project.pk)
    make_need(customer, by=by)
    add_task(customer, TaskFacts(title="寄合同", note="两份", due_on=date(2026, 12, 1)), actor=actor)
    comment(customer, Said("请大家注意付款条件"), actor=actor)
    comment(customer, Said("金额已核对"), about=About(customer, document=document), actor=actor)
    add_complaint(customer, ComplaintFacts(kind="complaint", title="发货迟", content="晚了三天"), actor=actor)
    point = ContactPoint.objects.filter(customer=customer, kind="email").first()
    set_permission(customer, "email", "allowed", means="form", point=point, actor=actor)


def export_zip(customer: Customer, actor: Actor, *, in_clear: bool = False) -> bytes:
    dossier = export_dossier(customer, in_clear=in_clear, actor=actor)
    return b"".join(stream_zip(files_of(dossier), dossier.name))


def opened(body: bytes) -> ZipFile:
    return ZipFile(BytesIO(body))
