"""E-mail addresses: what mail servers accept, in the form in which they are compared."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from kedang.core.errors import Invalid

_LOCAL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}")
_DOMAIN = re.compile(
    r"(?:[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]{0,61}[a-z0-9\u0080-\uffff])?\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]{1,62}"
)


@lru_cache(maxsize=4096)
def parse_email(raw: str) -> str:
    """Lower case throughout: no mail server in use tells `Zhang` from `zhang`. Raises Invalid."""
    address = unicodedata.normalize("NFKC", raw).strip().removeprefix("mailto:").lower()
    local, at, domain = address.rpartition("@")
    if not at:
        raise _invalid(raw, _("“%(raw)s”缺少 @，不是邮箱地址"))
    if not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise _invalid(raw, _("“%(raw)s”在 @ 之前的部分不是邮箱地址"))
    if not _DOMAIN.fullmatch(domain):
        raise _invalid(raw, _("“%(raw)s”在 @ 之后的部分不是域名"))
    return address


def _invalid(raw: str, reason: str) -> Invalid:
    return Invalid(reason % {"raw": raw}, value=raw, remedy=_("请写成 name@example.com 的形式。"))
