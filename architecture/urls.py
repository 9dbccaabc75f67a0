"""Who gets which answer. An address that is not here fails; so does one that answers otherwise."""

from architecture.answers import Expected, Probe, Table, everyone

# The usual answers. Whoever is not signed in is sent to sign in.
SIGNED_IN = everyone(200, anonymous=302)
SENT_ON = everyone(302)
NOT_HERE = everyone(404, anonymous=302)
WRONG_METHOD = everyone(405, anonymous=302)


def get(expected: Expected, *args: str, **sent: str) -> tuple[Probe, ...]:
    return (Probe(expected, args=args, sent=sent),)


def post(expected: Expected, *args: str, **sent: str) -> tuple[Probe, ...]:
    """The change itself, and that a plain visit does not make it."""
    return (Probe(expected, "post", args, sent), Probe(WRONG_METHOD, "get", args))


ACCOUNTS: Table = {
    "account_login": get(everyone(302, anonymous=200)),
    "account_logout": get(SIGNED_IN),
    "account_reauthenticate": get(SIGNED_IN),
    "account_change_password": get(SIGNED_IN),
    "mfa_authenticate": get(SENT_ON),
    "mfa_reauthenticate": get(SENT_ON),
    "mfa_index": get(SENT_ON),
    # A factor is changed only after the password was shown a moment ago.
    "mfa_activate_totp": get(SENT_ON),
    "mfa_deactivate_totp": get(NOT_HERE),
    "mfa_view_recovery_codes": get(NOT_HERE),
    "mfa_generate_recovery_codes": get(SENT_ON),
    "accounts:profile": get(SIGNED_IN),
    "accounts:other_sessions": post(SENT_ON),
    "accounts:session": post(NOT_HERE, "nothing"),
    "accounts:link": get(everyone(404), "token"),
    # The house is set up: nobody gets into the wizard again.
    **{
        f"accounts:{name}": get(SENT_ON)
        for name in (
            *("setup", "setup_code", "setup_organisation", "setup_founder", "setup_security", "setup_factor"),
            *("setup_recovery_codes", "setup_preset", "setup_preset_preview", "setup_start"),
        )
    },
}

UI: Table = {
    "tray": get(SIGNED_IN),
    "run_move": post(NOT_HERE, "nothing", "verb"),
    "set_language": (Probe(everyone(302), "post", sent={"language": "en"}), Probe(everyone(405))),
    "gallery": get(NOT_HERE),
    "gallery_choices": get(NOT_HERE),
}

TABLE: Table = {**ACCOUNTS, **UI}
