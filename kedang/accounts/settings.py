"""Settings of the sign-in library (django-allauth) and of passwords; read by `config.settings`."""

ACCOUNT_ADAPTER = "kedang.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and before that when idle
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = False
# Guessing is stopped by `accounts.lockout`, in the database; this only spares the processor, and an office
# behind one address signs in at nine o'clock all at once.
ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": "300/m/ip", "reauthenticate": "30/m/user"}
ACCOUNT_FORMS = {
    "login": "kedang.accounts.forms.SignInForm",
    "reauthenticate": "kedang.accounts.forms.PasswordAgainForm",
}

MFA_ADAPTER = "kedang.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people are entered by an administrator, there is no sign-up
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "kedang.accounts.forms.FactorForm",
    "reauthenticate": "kedang.accounts.forms.FactorAgainForm",
    "activate_totp": "kedang.accounts.forms.ActivateFactorForm",
    "deactivate_totp": "kedang.accounts.forms.RemoveFactorForm",
}

USERSESSIONS_ADAPTER = "allauth.usersessions.adapter.DefaultUserSessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # a write per request; accounts.middleware notes it once a minute

AUTH_PASSWORD_VALIDATORS = [{"NAME": "kedang.accounts.passwords.ProfileValidator"}]
SESSION_ENGINE = "kedang.accounts.session_store"  # rows bear a digest of the key
SESSION_COOKIE_NAME = "kedang_session"
