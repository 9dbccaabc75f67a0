"""Addresses of sign-in, set-up and administration. The library's names stay as it calls them."""

from django.urls import URLPattern, URLResolver, include, path

from kedang.accounts.views import links, profile, setup, sign_in

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
