"""Who may, said once for many addresses: unseen is 404, seen but not allowed 403."""

from architecture.answers import Expected, everyone

# Whoever is not signed in is sent to sign in.
SIGNED_IN = everyone(200, anonymous=302)
SENT_ON = everyone(302)
NOT_HERE = everyone(404, anonymous=302)


def readers(status: int = 200, **others: int) -> Expected:
    """Those to whom the customer is visible."""
    seen = dict.fromkeys(("owner", "head", "archivist", "privacy_officer", "manager"), status)
    return everyone(404, **{"anonymous": 302, **seen, **others})


def keepers(status: int = 200, **others: int) -> Expected:
    """Who maintains contact points and documents: the seller too."""
    return readers(status, **{"privacy_officer": 403, "manager": 403, **others})


def editors(status: int = 200, **others: int) -> Expected:
    """Who changes the profile at once; the seller applies for it."""
    return keepers(status, **{"owner": 403, **others})


def rule_readers(status: int = 200, *, unseen: int = 403) -> Expected:
    """Templates, types and numbering: unseen as a page (403), unseen as one of them (404)."""
    seen = dict.fromkeys(("archivist", "privacy_officer", "auditor", "system_admin", "manager"), status)
    return everyone(unseen, anonymous=302, **seen)


def rule_keeper(status: int = 200, *, unseen: int = 403) -> Expected:
    return {**rule_readers(403, unseen=unseen), "archivist": status}


def staff_readers(status: int = 200, **others: int) -> Expected:
    """People, departments and posts."""
    seen = ("privacy_officer", "auditor", "system_admin", "security_admin", "manager")
    return everyone(403, **{"anonymous": 302, **dict.fromkeys(seen, status), **others})


def system_admin(status: int = 200) -> Expected:
    return everyone(403, anonymous=302, system_admin=status)


def security_admin(status: int = 200) -> Expected:
    return everyone(403, anonymous=302, security_admin=status)


# Owner, other sellers, head and archivist may register and import.
REGISTRARS = everyone(403, anonymous=302, owner=200, colleague=200, other=200, head=200, archivist=200)
# Who changes profiles of customers at all, whichever they are.
LIST_EDITORS = everyone(403, anonymous=302, head=200, archivist=200)

CUSTOMER_READERS = everyone(
    403,
    anonymous=302,
    **dict.fromkeys(("owner", "colleague", "other", "head", "archivist", "privacy_officer", "manager"), 200),
)
