"""Forms of sign-in, set-up and the administration of people."""

from kedang.accounts.forms.sign_in import (
    ActivateFactorForm,
    FactorAgainForm,
    FactorForm,
    PasswordAgainForm,
    RemoveFactorForm,
    SignInForm,
)

__all__ = [
    "ActivateFactorForm",
    "FactorAgainForm",
    "FactorForm",
    "PasswordAgainForm",
    "RemoveFactorForm",
    "SignInForm",
]
