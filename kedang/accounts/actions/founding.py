"""First start: the organisation, its founder, the rules it chooses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError
from django.utils.translation import gettext as _

from kedang.access import presets
from kedang.access.door import action, revise
from kedang.accounts import events, passwords, profiles
from kedang.accounts.entries import change, changes_between, check_password, clean_email
from kedang.accounts.setup import INDUSTRIES, load_presets
from kedang.core.actor import Actor
from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.ledger.record import record
from kedang.people.models import Department, Organisation, Person


@dataclass(frozen=True)
class OrganisationEntry:
    """What the first step asks."""

    name: str
    short_name: str = ""
    code: str = ""
    language: str = ""


@dataclass(frozen=True)
class FounderEntry:
    """What the second step asks."""

    name: str
    email: str
    password: str


@action(needs="manage", resource="settings")
def found_organisation(
    _nothing: None, entry: OrganisationEntry, founder: FounderEntry, *, actor: Actor
) -> Person:
    """Make the organisation and its founder in start mode; `actor` is the house itself.

    Raises Conflict: somebody else was faster. Invalid: an entry breaks a rule.
    """
    organisation = _make_organisation(entry)
    presets.load()
    root = Department.objects.create(name=organisation.short_name or organisation.name)
    root.path = f"/{root.pk}/"
    root.save(update_fields=["path"])
    person = _make_founder(founder, root, entry.language)
    record(
        events.FOUNDED,
        organisation,
        actor=actor,
        person_id=person.pk,
        details={"organisation": organisation.name, "founder": person.name, "email": person.email},
    )
    return person


@action(needs="edit", resource="settings")
def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    short_name: str,
    code: str,
    expected: int | None = None,
    actor: Actor,
) -> None:
    """Raises Conflict: changed meanwhile. Names of files already made stay as they are."""
    wanted = {"name": " ".join(name.split()), "short_name": short_name.strip(), "code": code.strip()}
    if not wanted["name"]:
        raise Invalid(_("请填写单位名称"), field="name")
    before = {field: getattr(organisation, field) for field in wanted}
    revise(organisation, expected=expected, **wanted)
    record(events.ORGANISATION_CHANGED, organisation, actor=actor, changes=changes_between(before, wanted))


@action(needs="manage", resource="settings")
def choose_security(
    organisation: Organisation, *, profile: str, second_factor: str = "", idle_minutes: int = 0, actor: Actor
) -> None:
    """Choose the security profile, who must show a second factor, and the idle limit.

    Raises Invalid: an unknown choice.
    """
    known = profiles.PROFILES.get(profile)
    if known is None:
        raise Invalid(_("没有这种安全要求"), field="profile", value=profile)
    demand, idle = second_factor or known.second_factor, idle_minutes or known.idle_minutes
    if demand not in known.factor_levels:
        raise Invalid(_("此安全要求不允许这样设置第二因素"), field="second_factor", value=demand)
    if idle not in profiles.IDLE_MINUTES:
        raise Invalid(_("闲置时间应为 5 到 240 分钟"), field="idle_minutes", value=str(idle))
    before = {"profile": organisation.security_profile, **organisation.options.get("security", {})}
    chosen = {"second_factor": demand, "idle_minutes": idle}
    revise(organisation, security_profile=profile, options={**organisation.options, "security": chosen})
    record(
        events.PROFILE_CHOSEN,
        organisation,
        actor=actor,
        changes=changes_between(before, {"profile": profile, **chosen}),
    )


@action(needs="manage", resource="settings")
def choose_preset(organisation: Organisation, *, industry: str, actor: Actor) -> None:
    """Load an industry's folders, types, numbering and tags; what exists already stays."""
    if industry not in {known.code for known in INDUSTRIES}:
        raise Invalid(_("没有这个行业预设"), field="industry", value=industry)
    load_presets(industry, actor=actor)
    revise(organisation, industry=industry)
    record(events.PRESET_CHOSEN, organisation, actor=actor, changes=[change("industry", "", industry)])


@action(needs="manage", resource="settings")
def finish_set_up(organisation: Organisation, *, actor: Actor) -> None:
    """Close the wizard for good. Raises Conflict: it was closed already."""
    if not Organisation.objects.filter(pk=1, set_up_at=None).update(set_up_at=now()):
        raise Conflict(_("初始设置已经完成"))
    organisation.refresh_from_db()
    record(events.SET_UP, organisation, actor=actor)


def _make_organisation(entry: OrganisationEntry) -> Organisation:
    name = " ".join(entry.name.split())
    if not name:
        raise Invalid(_("请填写单位名称"), field="name")
    if Organisation.objects.filter(pk=1).exists():
        raise _somebody_was_faster()
    try:
        return Organisation.objects.create(
            pk=1, name=name, short_name=entry.short_name.strip(), code=entry.code.strip()
        )
    except IntegrityError:  # in the same moment, from elsewhere
        raise _somebody_was_faster() from None


def _somebody_was_faster() -> Conflict:
    return Conflict(_("本系统已由他人完成创建"), remedy=_("请直接登录，或向创建者要一次性登录链接。"))


def _make_founder(entry: FounderEntry, department: Department, language: str) -> Person:
    person = Person(
        name=entry.name.strip(),
        email=clean_email(entry.email),
        department=department,
        language=language,
        in_start_mode=True,
    )
    if not person.name:
        raise Invalid(_("请填写姓名"), field="founder_name")
    check_password(entry.password, person)
    person.set_unusable_password()
    person.save()
    passwords.set_password(person, entry.password)
    return person
