"""One customer of 销售甲 with what a customer has, made through the actions, and the archive's rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from kedang.access.models import Post
from kedang.accounts.setup.registry import load_presets
from kedang.core.actor import Actor, as_actor
from kedang.customers.actions.relations import relate
from kedang.customers.models import Customer, CustomField, Dimension, RecordTemplate, RelationSuggestion, Tag
from kedang.customers.tests.makers import make_customer
from kedang.dealings.reading import NextStep
from kedang.dealings.tests.makers import make_interaction, make_need, make_purchase
from kedang.documents.actions.permits import ask_permit
from kedang.documents.tests.makers import make_document
from kedang.drive.actions.passwords import make_app_password
from kedang.duplicates.actions.merge import merge_customers
from kedang.duplicates.models import DuplicatePair
from kedang.engagement.actions.campaigns import CampaignDraft, add_campaign
from kedang.engagement.models import Campaign
from kedang.engagement.tests.makers import make_complaint, make_invitation, make_survey
from kedang.filing.models import DocumentType, FolderTemplate
from kedang.grading.models import Proposal
from kedang.intake.actions.customer_lists import receive_list
from kedang.intake.actions.dealing_lists import receive_dealings
from kedang.jobs.models import Task as Work
from kedang.people.models import Person
from kedang.people.system import system_person
from kedang.portal.actions.asking import ask_contact
from kedang.portal.actions.links import make_link
from kedang.quality.actions.checks import Draft, start_check
from kedang.quality.actions.cleanups import start_cleanup
from kedang.quality.assessing import assess
from kedang.quality.models import Finding
from kedang.quality.sampling.drawing import draw
from kedang.segments.actions.calls import start_calls, to_call
from kedang.segments.actions.segments import save_segment
from kedang.segments.models import Segment
from kedang.teamwork.actions.hand_overs import plan_hand_over
from kedang.teamwork.handing import Wish
from kedang.teamwork.models import HandOver
from kedang.teamwork.tests.makers import make_comment, make_entry, make_pool
from kedang.workflow.models import Task

PURCHASES = "客户名称,日期,产品,金额\nABC公司,2026-05-03,年度服务,1200\n".encode()
LIST = "客户名称,手机\n远景公司,13900000000\n".encode()


def build(
    owner: Person, archivist: Person, colleague: Person, head: Person, **_cast: Person
) -> dict[str, Any]:
    """What addresses point at, by the names of their parameters; no customer is visible to other sellers."""
    load_presets("general", actor=as_actor(archivist))
    holding = colleague.holdings.get()
    return {
        **(mine := _of_a_customer(owner)),
        **_of_the_pool(owner, archivist),
        **(twins := _of_its_twins(mine["customer_id"], owner, archivist)),
        **_of_its_kin(mine["customer_id"], twins["twin_id"], archivist),
        **_of_the_archive(),
        "person_id": colleague.pk,
        "department_id": colleague.department_id,
        "holding_id": holding.pk,
        "post_id": holding.post_id,
        "another_post_id": Post.objects.exclude(pk=holding.post_id).filter(code="service")[0].pk,
        "import_id": receive_list("客户.csv", [LIST], actor=as_actor(owner)).pk,
        **_of_its_dealings(Customer.objects.get(pk=mine["customer_id"]), owner, head),
        **_of_its_sample(mine["customer_id"], head, archivist),
        **_of_its_feedback(Customer.objects.get(pk=mine["customer_id"]), owner, head),
        "failed_task_id": Work.objects.create(job="kedang.vault.tasks.sweep", state="failed").pk,
        "app_password_id": make_app_password(owner, name="电脑", days=30, actor=as_actor(owner))[0].pk,
        "nothing": 999_999,
        "token": "no-such-token",
    }


def _of_a_customer(owner: Person) -> dict[str, Any]:
    customer = make_customer("ABC公司", by=owner, contacts={"mobile": "13812345678"}, projects=["营销项目"])
    document = make_document(customer, by=owner, original_name="扫描件001.txt", content="年度合同".encode())
    assess([customer.pk])
    return {
        "finding_id": Finding.objects.filter(customer=customer)[0].pk,
        "customer_id": customer.pk,
        "point_id": customer.contact_points.get().pk,
        "project_id": customer.projects.get().pk,
        "document_id": document.pk,
        "field_key": "id_number",
        "folder_id": document.folder_id,
        "permit_id": ask_permit(document, reason="核对", actor=as_actor(owner)).pk,
        "number": 1,
        **_of_a_segment(owner),
    }


def _of_a_segment(owner: Person) -> dict[str, Any]:
    actor = as_actor(owner)
    segment = save_segment(Segment, "有电话的", "电话:非空", actor=actor)
    calls = start_calls(segment, to_call(segment, actor), actor=actor)
    return {"segment_id": segment.pk, "list_id": calls.pk, "entry_id": calls.entries.get().pk}


def _of_the_pool(owner: Person, archivist: Person) -> dict[str, Any]:
    """A customer that was given back."""
    pool = make_pool(archivist)
    entry = make_entry(make_customer("放回公司", by=owner), by=owner)
    return {"pool_id": pool.pk, "pool_entry_id": entry.pk}


def _of_its_twins(customer_id: int, owner: Person, archivist: Person) -> dict[str, Any]:
    """A record that may be the same customer, and one that was."""
    customer = Customer.objects.get(pk=customer_id)
    twin, former = (make_customer(name, by=owner) for name in ("ABC有限公司", "ABC股份公司"))
    pair = DuplicatePair.objects.create(
        low=customer, high=twin, score=0.97, evidence=[["name", "core", 12.5]]
    )
    merge = merge_customers(customer, former, actor=as_actor(archivist))
    return {"twin_id": twin.pk, "pair_id": pair.pk, "merge_id": merge.pk}


def _of_its_sample(customer_id: int, head: Person, archivist: Person) -> dict[str, Any]:
    """A check of its name by two of its readers, drawn and not yet answered."""
    draft = Draft("抽查", archivist, head, ["name"], 100, is_percent=True)
    check = start_check(None, draft, actor=as_actor(head))
    draw(check.pk)
    item = check.drawn.get(customer=customer_id)
    cleanup = start_cleanup(None, actor=as_actor(head))
    return {
        "cleanup_id": cleanup.pk,
        "check_id": check.pk,
        "item_id": item.pk,
        "answer_id": item.answers.get().pk,
        "fix_code": "names",
    }


def _of_its_dealings(customer: Customer, owner: Person, head: Person) -> dict[str, Any]:
    """What happened with it, what is to be done, and a list somebody brought."""
    bought = receive_dealings("purchases", "购买.csv", [PURCHASES], actor=as_actor(head))
    return {
        "purchase_id": make_purchase(customer, by=owner).pk,
        "interaction_id": make_interaction(customer, by=owner, next_step=NextStep(title="回访")).pk,
        "need_id": make_need(customer, by=owner).pk,
        "task_id": Task.objects.get().pk,
        "dealing_import_id": bought.pk,
        "comment_id": make_comment(customer, by=owner).pk,
        "hand_over_id": plan_hand_over(HandOver, Wish(owner, [head]), actor=as_actor(head)).pk,
    }


def _of_its_feedback(customer: Customer, owner: Person, head: Person) -> dict[str, Any]:
    """What it was asked and said, and what it wants changed through its own page."""
    survey = make_survey(head)
    campaign = CampaignDraft(name="新年", subject="新年好", body="{联系人}，新年好")
    point = customer.contact_points.get()
    link, _token = make_link(customer, point, origin="https://archive.example", actor=as_actor(owner))
    guest = Actor(person=system_person(), channel="link", scopes=frozenset({"feedback.create"}))
    return {
        "survey_id": survey.pk,
        "invitation_id": make_invitation(survey, customer, owner)[0].pk,
        "complaint_id": make_complaint(customer, owner).pk,
        "campaign_id": add_campaign(Campaign, campaign, actor=as_actor(head)).pk,
        "portal_link_id": link.pk,
        "change_request_id": ask_contact(link, None, "landline", "021-62345678", actor=guest).pk,
    }


def _of_its_kin(customer_id: int, twin_id: int, archivist: Person) -> dict[str, Any]:
    """A partner, a branch that was suggested, and a grade that was proposed."""
    customer, twin = (Customer.objects.get(pk=pk) for pk in (customer_id, twin_id))
    relation = relate(customer, twin, "partner", actor=as_actor(archivist))
    suggestion = RelationSuggestion.objects.create(parent=customer, branch=twin, why="name")
    basis = {
        "since": "2026-01-01",
        "until": "2026-05-03",
        "amount": "1200.00",
        "purchases": 1,
        "share": "80.00",
    }
    proposal = Proposal.objects.create(
        customer=customer, proposed="A", basis=basis, version="1", as_of=date(2026, 5, 3)
    )
    return {"relation_id": relation.pk, "suggestion_id": suggestion.pk, "proposal_id": proposal.pk}


def _of_the_archive() -> dict[str, Any]:
    rules: dict[str, type[Model]] = {
        "template_id": FolderTemplate,
        "type_id": DocumentType,
        "record_template_id": RecordTemplate,
        "tag_id": Tag,
        "dimension_id": Dimension,
        "field_id": CustomField,
    }
    return {name: model._default_manager.values_list("pk", flat=True)[0] for name, model in rules.items()}


def build_more(owner: Person, count: int) -> None:
    """`count` more customers with a document each."""
    taken = Customer.objects.count()
    for number in range(taken, taken + count):
        customer = make_customer(f"远景{number}公司", by=owner, contacts={"mobile": f"138{number:08}"})
        make_document(
            customer, by=owner, original_name=f"年度合同{number}.txt", content=f"第{number}份".encode()
        )
