"""What a password must not be. One validator for pages, links and commands."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kedang.accounts.profiles import Profile, current_profile
from kedang.core.clock import now
from kedang.people.models import Organisation

if TYPE_CHECKING:
    from kedang.people.models import Person

MAX_LENGTH = 256
_OWN_PART = 8  # characters that must remain when names and other known words are taken away
_LEET = str.maketrans("@4031$5!7", "aaoeissit")
_RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
# What the English list of common passwords does not know: pinyin and words of offices.
_LOCAL_FAVOURITES = frozenset(
    [
        "woaini",
        "woaini1314",
        "wodemima",
        "mima",
        "admin",
        "administrator",
        "kehudangan",
        "zhongguo",
        "beijing",
        "shanghai",
        "huanying",
        "welcome",
        "changeme",
        "guanliyuan",
        "xitong",
        "anquan",
        "gongsi",
        "wangluo",
        "nihao",
        "yonghu",
    ]
)


class ProfileValidator:
    """Checks a password against the organisation's security profile (等保三级 or ASVS)."""

    def __init__(self, profile: Profile | None = None) -> None:
        self._profile = profile

    def validate(self, password: str, user: Person | None = None) -> None:
        profile = self._profile or current_profile()
        complaints = [
            *_length(password, profile),
            *_composition(password, profile),
            *_guessable(password, user),
            *_reuse(password, user, profile),
        ]
        if complaints:
            raise ValidationError(complaints)

    def get_help_text(self) -> str:
        return rules_text(self._profile or current_profile())


def rules_text(profile: Profile) -> str:
    parts = [_("至少 %(count)d 个字符，可用整句话") % {"count": profile.min_length}]
    if profile.kinds_of_character:
        parts.append(
            _("大写字母、小写字母、数字、其他字符中至少 %(count)d 种") % {"count": profile.kinds_of_character}
        )
    parts.append(_("不能是常见密码，也不能由姓名、邮箱或单位名称拼成"))
    if profile.remembered:
        parts.append(_("不能与最近 %(count)d 次相同") % {"count": profile.remembered})
    return _("；").join(parts) + _("。")


def validate(password: str, person: Person | None = None) -> None:
    """Raise ValidationError naming everything that is wrong with `password`."""
    password_validation.validate_password(password, person)


def _length(password: str, profile: Profile) -> list[str]:
    if len(password) < profile.min_length:
        return [
            _("密码有 %(has)d 个字符，至少要 %(min)d 个。")
            % {"has": len(password), "min": profile.min_length}
        ]
    if len(password) > MAX_LENGTH:
        return [_("密码最长 %(max)d 个字符。") % {"max": MAX_LENGTH}]
    return []


def _composition(password: str, profile: Profile) -> list[str]:
    kinds = sum(
        (
            any(c.isascii() and c.isupper() for c in password),
            any(c.isascii() and c.islower() for c in password),
            any(c.isdigit() for c in password),
            any(not (c.isascii() and c.isalnum()) for c in password),
        )
    )
    if kinds >= profile.kinds_of_character:
        return []
    return [
        _("大写字母、小写字母、数字、其他字符中至少要有 %(count)d 种，现在有 %(has)d 种。")
        % {"count": profile.kinds_of_character, "has": kinds}
    ]


def _guessable(password: str, user: Person | None) -> list[str]:
    folded = password.casefold()
    if _is_common(folded):
        return [_("这是常见密码或它的简单变化，很容易被猜到。")]
    rest = _without(folded, _known_words(user))
    if len(rest) < min(_OWN_PART, len(folded)):
        return [_("密码主要由姓名、邮箱、单位名称、连续或重复的字符组成，请加入别人想不到的内容。")]
    return []


def _is_common(folded: str) -> bool:
    """`folded` itself, or what is left of it without figures and signs around it."""
    plain = folded.translate(_LEET)
    cores = {folded, plain, re.sub(r"[\W\d_]+", "", plain), re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)}
    return any(core in _common() or core in _LOCAL_FAVOURITES for core in cores if len(core) >= 4)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)


def _known_words(user: Person | None) -> set[str]:
    texts = ["kedang", "客档", "password", "admin"]
    if user is not None:
        texts += [user.name, user.phone, *re.split(r"\W+", user.email)]
    organisation = Organisation.objects.filter(pk=1).first()
    if organisation is not None:
        texts += [organisation.name, organisation.short_name, organisation.code]
    return {text.casefold() for text in texts if len(text) >= 2}


def _without(folded: str, words: set[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        folded = folded.replace(word, "")
    return _without_runs(folded)


def _without_runs(text: str) -> str:
    """`text` with repetitions (aaaa) and keyboard or counting runs (1234, rewq) cut to two characters."""
    kept = text[:2]
    for end in range(3, len(text) + 1):
        three = text[end - 3 : end]
        if len(set(three)) > 1 and not any(three in run or three[::-1] in run for run in _RUNS):
            kept += three[2]
    return kept


def _reuse(password: str, user: Person | None, profile: Profile) -> list[str]:
    if user is None or user._state.adding or not profile.remembered:
        return []
    former = list(
        user.former_passwords.order_by("-id").values_list("encoded", flat=True)[: profile.remembered]
    )
    if any(check_password(password, encoded) for encoded in former or [user.password]):
        return [_("这个密码用过了，不能与最近 %(count)d 次相同。") % {"count": profile.remembered}]
    return []


def set_password(person: Person, password: str) -> None:
    """Store a new password and remember the old one. The caller validates, saves nothing else and records."""
    from kedang.accounts.models import FormerPassword

    profile = current_profile()
    person.set_password(password)
    person.password_changed_at = now()
    person.save(update_fields=["password", "password_changed_at"])
    FormerPassword.objects.create(person=person, encoded=person.password)
    surplus = person.former_passwords.order_by("-id").values_list("pk", flat=True)[
        max(profile.remembered, 1) :
    ]
    FormerPassword.objects.filter(pk__in=list(surplus)).delete()
