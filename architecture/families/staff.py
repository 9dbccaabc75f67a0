"""Signing in; people, posts, departments and the house's settings."""

from architecture.answers import Table, everyone, get, post, visit_and_post
from architecture.families.who import (
    NOT_HERE,
    SENT_ON,
    SIGNED_IN,
    security_admin,
    staff_readers,
    system_admin,
)

LEDGER = everyone(403, anonymous=302, head=200, privacy_officer=200, auditor=200)
ADMINISTRATORS = everyone(403, anonymous=302, auditor=200, system_admin=200, security_admin=200)

SIGN_IN: Table = {
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
    "accounts:session": post(NOT_HERE, {"session_id": "nothing"}),
    "accounts:link": get(everyone(404)),
    # The house is set up: nobody gets into the wizard again.
    **{
        f"accounts:{name}": get(SENT_ON)
        for name in (
            *("setup", "setup_code", "setup_organisation", "setup_founder", "setup_security", "setup_factor"),
            *("setup_recovery_codes", "setup_preset", "setup_preset_preview", "setup_start"),
        )
    },
}

ADMINISTRATION: Table = {
    "accounts:settings": get(SIGNED_IN),
    "accounts:organisation": get(ADMINISTRATORS),
    "operations:tasks": get(system_admin()),
    "operations:task_retry": post(system_admin(302), {"task_id": "failed_task_id"}),
    # Giving up asks for the reason first.
    "operations:task_discard": (*post(system_admin(302), {"task_id": "failed_task_id"}, reason="已不需要"),),
    "accounts:security": get(ADMINISTRATORS),
    "accounts:declare_small": post(system_admin(401)),
    "accounts:people": get(staff_readers()),
    "accounts:person_new": visit_and_post(system_admin(), system_admin()),
    "accounts:person": get(staff_readers()),
    "accounts:person_link": post(system_admin(302)),
    # What a form was refused it says itself, at 422.
    "accounts:person_give": post(
        staff_readers(422, security_admin=302), post="{another_post_id}", department="{department_id}"
    ),
    "accounts:person_relieve": post(security_admin(302)),
    "accounts:person_suspend": post(system_admin(401)),
    "accounts:person_resume": post(system_admin(302)),
    "accounts:person_factors": post(system_admin(401)),
    "accounts:person_sessions": post(system_admin(302)),
    "accounts:departments": get(staff_readers()),
    "accounts:department": get(staff_readers()),
    "accounts:department_move": get(system_admin()),
    "accounts:department_close": post(system_admin(409)),
    "accounts:posts": get(staff_readers()),
    "accounts:post_sales": post(security_admin(302), allowed="1"),
    "accounts:post_new": visit_and_post(security_admin(), security_admin()),
    "accounts:post_example": post(staff_readers()),
    "accounts:post": get(staff_readers()),
    "accounts:post_remove": post(security_admin(409)),
    "accounts:explain": get(staff_readers()),
    "accounts:pick_person": get(SIGNED_IN),
    "accounts:pick_department": get(SIGNED_IN),
    "accounts:my_ledger": get(SIGNED_IN),
    "accounts:ledger": get(LEDGER),
    "accounts:customer_ledger": get(everyone(404, anonymous=302, head=200, privacy_officer=200, auditor=200)),
    # One's own, and everybody's for those entitled.
    "accounts:person_ledger": get({**LEDGER, "colleague": 200}),
}
