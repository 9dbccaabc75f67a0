"""Addresses of sign-in, set-up and administration. The library's names stay as it calls them."""

from django.urls import URLPattern, URLResolver, include, path

from kedang.accounts.views import (
    departments,
    explain,
    ledger,
    links,
    people,
    posts,
    profile,
    settings,
    setup,
    sign_in,
)

_own = [
    path("setup/", setup.begin, name="setup"),
    path("setup/code/", setup.code, name="setup_code"),
    path("setup/organisation/", setup.organisation, name="setup_organisation"),
    path("setup/founder/", setup.founder, name="setup_founder"),
    path("setup/security/", setup.security, name="setup_security"),
    path("setup/factor/", setup.factor, name="setup_factor"),
    path("setup/recovery-codes/", setup.recovery_codes, name="setup_recovery_codes"),
    path("setup/preset/", setup.preset, name="setup_preset"),
    path("setup/preset/preview/", setup.preset_preview, name="setup_preset_preview"),
    path("setup/start/", setup.start, name="setup_start"),
    path("link/<str:token>/", links.link, name="link"),
    path("account/", profile.profile, name="profile"),
    path("account/sessions/others/", profile.other_sessions, name="other_sessions"),
    path("account/sessions/<int:session_id>/", profile.session, name="session"),
    path("account/ledger/", ledger.my_ledger, name="my_ledger"),
    path("settings/", settings.settings, name="settings"),
    path("settings/organisation/", settings.organisation_details, name="organisation"),
    path("settings/security/", settings.security, name="security"),
    path("settings/security/small/", settings.small, name="declare_small"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", people.new_person, name="person_new"),
    path("settings/people/<int:person_id>/", people.person, name="person"),
    path("settings/people/<int:person_id>/link/", people.link, name="person_link"),
    path("settings/people/<int:person_id>/posts/", people.give, name="person_give"),
    path(
        "settings/people/<int:person_id>/posts/<int:holding_id>/end/", people.relieve, name="person_relieve"
    ),
    path("settings/people/<int:person_id>/suspend/", people.deed, {"verb": "suspend"}, "person_suspend"),
    path("settings/people/<int:person_id>/resume/", people.deed, {"verb": "resume"}, "person_resume"),
    path(
        "settings/people/<int:person_id>/factors/", people.deed, {"verb": "reset-factors"}, "person_factors"
    ),
    path(
        "settings/people/<int:person_id>/sessions/", people.deed, {"verb": "end-sessions"}, "person_sessions"
    ),
    path("settings/departments/", departments.departments, name="departments"),
    path("settings/departments/<int:department_id>/", departments.department, name="department"),
    path("settings/departments/<int:department_id>/move/", departments.move, name="department_move"),
    path("settings/departments/<int:department_id>/close/", departments.close, name="department_close"),
    path("settings/posts/", posts.posts, name="posts"),
    path("settings/posts/sales/", posts.sales, name="post_sales"),
    path("settings/posts/new/", posts.new_post, name="post_new"),
    path("settings/posts/example/", posts.example, name="post_example"),
    path("settings/posts/<int:post_id>/", posts.post, name="post"),
    path("settings/posts/<int:post_id>/remove/", posts.remove, name="post_remove"),
    path("settings/why/", explain.why, name="explain"),
    path("pick/people/", people.pick, name="pick_person"),
    path("pick/departments/", departments.pick, name="pick_department"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/customers/<int:customer_id>/", ledger.customer_ledger, name="customer_ledger"),
    path("ledger/people/<int:person_id>/", ledger.person_ledger, name="person_ledger"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", sign_in.sign_in, name="account_login"),
    path("login/factor/", sign_in.show_factor, name="mfa_authenticate"),
    path("logout/", sign_in.sign_out, name="account_logout"),
    path("account/again/", sign_in.password_again, name="account_reauthenticate"),
    path("account/again/factor/", sign_in.factor_again, name="mfa_reauthenticate"),
    path("account/password/", profile.password, name="account_change_password"),
    path("account/factors/", sign_in.factors, name="mfa_index"),
    path("account/factors/add/", sign_in.add_factor, name="mfa_activate_totp"),
    path("account/factors/remove/", sign_in.remove_factor, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/make/", sign_in.make_recovery_codes, name="mfa_generate_recovery_codes"),
    path("", include((_own, "accounts"))),
]
