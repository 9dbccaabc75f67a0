"""Comments: said, changed by who said them, withdrawn, brought back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.rights import rights_of
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, Refused
from kedang.customers.models import Customer
from kedang.ledger.record import record
from kedang.teamwork.commenting import (
    About,
    Said,
    changes_between,
    check_documents,
    check_withdrawal,
    link,
    may_change,
    people_in,
    read_text,
    tell_people,
)
from kedang.teamwork.events import COMMENT_CHANGED, COMMENT_RETURNED, COMMENT_WITHDRAWN, COMMENTED
from kedang.teamwork.models import Comment
from kedang.teamwork.sealing import seal, text_of, write_index


@action(needs="view", resource="comment")
def comment(customer: Customer, said: Said, *, about: About | None = None, actor: Actor) -> Comment:
    """By whoever sees the customer and may comment at all; those spoken to are told.

    Raises Invalid: no text, or somebody spoken to may not see it.
    """
    if not rights_of(actor).has("comment", "create"):
        raise Refused(_("您没有权限：发表评论"))
    about = about or About(customer)
    text = read_text(said.text)
    people = people_in(text, said.mentions, about, actor)
    documents = check_documents(said.documents, customer, actor)
    made = Comment.objects.create(
        customer=customer,
        document=about.document,
        project=about.project,
        author=actor.person,
        text=seal(customer.pk, text),
    )
    link(made, people, documents)
    write_index(made, text)
    record(COMMENTED, made, actor=actor, customer_id=customer.pk, changes=changes_between("", text))
    tell_people(made, people, text, actor)
    return made


@action(needs="view")
def change_comment(comment: Comment, said: Said, *, expected: int | None = None, actor: Actor) -> None:
    """By its author; what it said before stays in its history. Raises Invalid: nothing changed; Conflict."""
    _check_own(comment, actor)
    before, text = text_of(comment), read_text(said.text)
    attached = set(comment.attached.values_list("document_id", flat=True))
    documents = check_documents(said.documents, comment.customer, actor)
    if text == before and set(documents) == attached:
        raise Invalid(_("没有改动"), field="text")
    about = About(comment.customer, comment.document)
    people = people_in(
        text, [*said.mentions, *comment.mentions.values_list("person_id", flat=True)], about, actor
    )
    revise(comment, expected=expected, text=seal(comment.customer_id, text), edited_at=now())
    link(comment, people, documents)
    write_index(comment, text)
    changes = changes_between(before, text)
    record(COMMENT_CHANGED, comment, actor=actor, customer_id=comment.customer_id, changes=changes)
    tell_people(comment, people, text, actor)


@action(needs="view")
def withdraw_comment(comment: Comment, *, actor: Actor) -> None:
    """One's own, or with the right to delete. Raises Conflict: it is withdrawn."""
    check_withdrawal(comment, actor)
    if comment.is_withdrawn:
        raise Conflict(_("这条评论已经撤回"))
    text = text_of(comment)
    revise(comment, withdrawn_at=now())
    write_index(comment, "")
    changes = changes_between(text, "")
    record(COMMENT_WITHDRAWN, comment, actor=actor, customer_id=comment.customer_id, changes=changes)


@action(needs="view")
def return_comment(comment: Comment, *, actor: Actor) -> None:
    """Raises Conflict: it was not withdrawn."""
    check_withdrawal(comment, actor)
    if not comment.is_withdrawn:
        raise Conflict(_("这条评论没有撤回"))
    text = text_of(comment)
    revise(comment, withdrawn_at=None)
    write_index(comment, text)
    changes = changes_between("", text)
    record(COMMENT_RETURNED, comment, actor=actor, customer_id=comment.customer_id, changes=changes)


def _check_own(comment: Comment, actor: Actor) -> None:
    if comment.is_withdrawn:
        raise Conflict(_("这条评论已经撤回"), remedy=_("请先恢复它。"))
    if not may_change(comment, actor):
        raise Refused(_("只有评论人可以修改这条评论"), remedy=_("可以另写一条评论。"))
