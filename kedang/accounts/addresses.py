"""Where a request comes from."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1"}


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether browser and server share a machine; a proxy in between means that they may not."""
    if settings.BEHIND_PROXY or request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    host = request.get_host().rsplit(":", 1)[0] if "]" not in request.get_host() else "[::1]"
    remote = request.META.get("REMOTE_ADDR", "")
    try:
        return ip_address(remote).is_loopback and host in _LOOPBACK_NAMES
    except ValueError:
        return False
