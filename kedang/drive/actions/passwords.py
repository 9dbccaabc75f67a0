"""App passwords of one's own, and the switch of the whole drive."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from kedang.access.door import action, revise
from kedang.access.gates import is_fresh
from kedang.accounts import factors, profiles
from kedang.accounts.actions.people import refuse_others
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid, NotFound, Refused, StepUpNeeded
from kedang.drive import events, switch
from kedang.drive.models import AppPassword
from kedang.drive.passwords import MOST_DAYS, MOST_STANDING, digest_of, new_secret
from kedang.ledger.record import record
from kedang.people.models import Organisation, Person


@action(needs="edit", resource="account")
def make_app_password(person: Person, *, name: str, days: int, actor: Actor) -> tuple[AppPassword, str]:
    """The row and the password itself, which nothing shows again.

    Raises Refused: the person does not meet the security profile; StepUpNeeded: the factor was shown too long ago.
    """
    refuse_others(person, actor)
    _check_standing(person, actor)
    name = " ".join(name.split())
    if not name:
        raise Invalid(_("请写明用在哪里，例如“办公室电脑”。"), field="name")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("有效期为 1 到 %(most)d 天。") % {"most": MOST_DAYS}, field="days", value=str(days))
    if (
        AppPassword.objects.filter(person=person, ended_at=None, expires_at__gt=now()).count()
        >= MOST_STANDING
    ):
        raise Conflict(_("应用密码太多了。"), remedy=_("请先停用不再使用的。"))
    secret = new_secret()
    made = AppPassword.objects.create(
        person=person, name=name[:60], digest=digest_of(secret), expires_at=now() + timedelta(days=days)
    )
    record(
        events.PASSWORD_MADE,
        person,
        actor=actor,
        person_id=person.pk,
        details={"name": made.name, "days": days},
    )
    return made, secret


@action(needs="edit", resource="account")
def end_app_password(person: Person, *, password_id: int, actor: Actor) -> None:
    """One's own. Raises NotFound: it is somebody else's, or ended already."""
    refuse_others(person, actor)
    _end(person, password_id, actor)


@action(needs="manage", resource="person")
def end_app_password_of(person: Person, *, password_id: int, actor: Actor) -> None:
    """Somebody's, by an administrator."""
    _end(person, password_id, actor)


@action(needs="manage", resource="settings")
def switch_drive(organisation: Organisation, *, on: bool, actor: Actor) -> None:
    revise(organisation, options={**organisation.options, switch.OPTION: {"on": on}})
    change = {"field": "on", "label": _("网络驱动器"), "old": not on, "new": on}
    record(events.SWITCHED, organisation, actor=actor, changes=[change])


def _check_standing(person: Person, actor: Actor) -> None:
    if not switch.is_on():
        raise Refused(_("网络驱动器没有启用。"), remedy=_("请联系安全管理员。"))
    profile = profiles.current_profile()
    if factors.has_factor(person):
        if not is_fresh(actor):
            raise StepUpNeeded(_("这一步需要再次验证第二因素"), field="second_factor")
    elif factors.is_demanded(person, profile):
        raise Refused(_("您的岗位必须先启用第二因素。"), remedy=_("请在“我的账号”中启用后再试。"))


def _end(person: Person, password_id: int, actor: Actor) -> None:
    row = AppPassword.objects.filter(pk=password_id, person=person, ended_at=None)
    found = row.first()
    if found is None or not row.update(ended_at=now()):
        raise NotFound(_("没有这个应用密码，或已停用。"))
    record(events.PASSWORD_ENDED, person, actor=actor, person_id=person.pk, details={"name": found.name})
