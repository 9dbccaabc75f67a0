"""The sign-in library's forms, in our words and under our lock-out."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kedang.accounts import lockout
from kedang.accounts.adapter import AccountAdapter
from kedang.accounts.factors import spend
from kedang.accounts.profiles import current_profile
from kedang.people.models import Person


class SignInForm(LoginForm):  # type: ignore[misc]  # the library is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("邮箱")
        self.fields["login"].widget.attrs.update(
            {"autocomplete": "username", "placeholder": "", "autofocus": True}
        )
        self.fields["password"].label = _("密码")
        self.fields["password"].widget.attrs.update({"placeholder": ""})
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # the library is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("密码")
        self.fields["password"].widget.attrs.update({"placeholder": "", "autofocus": True})


class _CodeMixin(forms.Form):
    """A code field in our words; failures are counted in the database, a code counts once."""

    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].label = _("验证码")
            self.fields["code"].widget.attrs.update(
                {"placeholder": "", "inputmode": "numeric", "autofocus": True, "maxlength": "12"}
            )

    def clean_code(self) -> str:
        name = f"factor:{self.user.pk}"
        incorrect = ValidationError(AccountAdapter.error_messages["incorrect_code"], code="incorrect_code")
        if lockout.is_locked(name):
            raise incorrect
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of the library's form beside this one
        except ValidationError:
            lockout.note_failure(name, current_profile())
            raise
        if not spend(self.user, code):
            raise incorrect
        lockout.forgive(name)
        return code


class FactorForm(_CodeMixin, mfa.AuthenticateForm):  # type: ignore[misc]  # the library is untyped
    pass


class FactorAgainForm(_CodeMixin, mfa.ReauthenticateForm):  # type: ignore[misc]  # the library is untyped
    pass


class ActivateFactorForm(_CodeMixin, totp.ActivateTOTPForm):  # type: ignore[misc]  # the library is untyped
    pass


class RemoveFactorForm(totp.DeactivateTOTPForm):  # type: ignore[misc]  # the library is untyped
    def clean(self) -> dict[str, Any] | None:
        try:
            cleaned: dict[str, Any] | None = super().clean()
        except ValidationError:
            raise ValidationError(_("按安全要求，您的岗位必须使用第二因素，不能移除。")) from None
        return cleaned
