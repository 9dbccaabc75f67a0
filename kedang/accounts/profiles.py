"""The two security profiles, as data. They contradict each other: decision 0013."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core.clock import now
from kedang.people.models import Organisation, Person

# Who must show a second factor: nobody, those with far-reaching posts, or everyone.
OFFERED, PRIVILEGED, EVERYONE = "offered", "privileged", "everyone"


@dataclass(frozen=True)
class Profile:
    """Rules of sign-in. Days and minutes are plain numbers so that an organisation may set them."""

    code: str
    title: str | Promise
    min_length: int
    kinds_of_character: int  # of upper case, lower case, digit, other; 0: no composition rule
    max_age_days: int  # 0: passwords do not age
    notice_days: int
    remembered: int
    failures: int
    lock_minutes: int
    idle_minutes: int
    second_factor: str
    factor_levels: tuple[str, ...]  # which demands the organisation may choose
    four_eyes: bool  # what reaches many customers is approved by somebody else than its author


MLPS3 = Profile(
    code=Organisation.SecurityProfile.MLPS3,
    title=_("等保三级（GB/T 22239）"),
    min_length=12,
    kinds_of_character=3,
    max_age_days=90,
    notice_days=14,
    remembered=5,
    failures=5,
    lock_minutes=15,
    idle_minutes=15,
    second_factor=PRIVILEGED,
    factor_levels=(PRIVILEGED, EVERYONE),
    four_eyes=True,
)
ASVS = Profile(
    code=Organisation.SecurityProfile.ASVS,
    title=_("OWASP ASVS 5.0 二级"),
    min_length=12,
    kinds_of_character=0,
    max_age_days=0,
    notice_days=0,
    remembered=0,
    failures=5,
    lock_minutes=15,
    idle_minutes=30,
    second_factor=PRIVILEGED,
    factor_levels=(OFFERED, PRIVILEGED, EVERYONE),
    four_eyes=False,
)
PROFILES = {profile.code: profile for profile in (MLPS3, ASVS)}
IDLE_MINUTES = range(5, 241)


def profile_of(organisation: Organisation | None) -> Profile:
    """The organisation's profile with its own idle limit and demand; the stricter one before set-up."""
    if organisation is None:
        return MLPS3
    profile = PROFILES.get(organisation.security_profile, MLPS3)
    chosen = organisation.options.get("security", {})
    idle = chosen.get("idle_minutes", profile.idle_minutes)
    demand = chosen.get("second_factor", profile.second_factor)
    return replace(
        profile,
        idle_minutes=idle if idle in IDLE_MINUTES else profile.idle_minutes,
        second_factor=demand if demand in profile.factor_levels else profile.second_factor,
        four_eyes=profile.four_eyes and not organisation.is_small,
    )


def current_profile() -> Profile:
    return profile_of(Organisation.objects.filter(pk=1).first())


def password_expires_at(person: Person, profile: Profile) -> datetime | None:
    if not profile.max_age_days or person.password_changed_at is None:
        return None
    return person.password_changed_at + timedelta(days=profile.max_age_days)


def days_left(person: Person, profile: Profile) -> int | None:
    """Whole days until the password must be changed; None while it is too early to say so."""
    expires = password_expires_at(person, profile)
    if expires is None or expires - now() > timedelta(days=profile.notice_days):
        return None
    return max((expires - now()).days, 0)


def has_expired(person: Person, profile: Profile) -> bool:
    expires = password_expires_at(person, profile)
    return expires is not None and expires <= now()
