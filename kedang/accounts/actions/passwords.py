"""Setting passwords: one's own, and through a one-time link."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password as is_password
from django.utils.translation import gettext as _

from kedang.access.door import action
from kedang.accounts import events, lockout, passwords
from kedang.accounts.actions.people import end_sessions_of, refuse_others
from kedang.accounts.entries import check_password
from kedang.accounts.models import OneTimeLink
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.ledger.record import record
from kedang.people.models import Person


@action(needs="edit", resource="account")
def change_own_password(person: Person, *, current: str, new: str, actor: Actor) -> None:
    """Change one's own password; all other sessions end.

    Raises Invalid: the current one is wrong, or the new one breaks the rules.
    """
    refuse_others(person, actor)
    if not is_password(current, person.password):
        raise Invalid(_("当前密码不正确"), field="current")
    check_password(new, person)
    passwords.set_password(person, new)
    end_sessions_of(person, keep=actor.session)
    record(events.PASSWORD_CHANGED, person, actor=actor, person_id=person.pk)


@action(needs="manage", resource="person")
def use_link(link: OneTimeLink, *, password: str, actor: Actor) -> Person:
    """Set the password of the link's person; `actor` is the house, nobody has signed in yet.

    Raises Conflict: the link was used, withdrawn or is too old. Invalid: the password breaks the rules.
    """
    check_password(password, link.person)
    if not OneTimeLink.objects.usable().filter(pk=link.pk).update(used_at=now()):
        raise Conflict(_("链接已失效"), remedy=_("请向管理员要一个新的链接。"))
    passwords.set_password(link.person, password)
    end_sessions_of(link.person)
    lockout.forgive(link.person.email)
    record(events.LINK_USED, link.person, actor=actor, person_id=link.person.pk)
    return link.person
