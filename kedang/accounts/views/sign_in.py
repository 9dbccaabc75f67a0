"""The sign-in library's pages, in our frame. Nothing of it that is not listed here can be reached."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from kedang.accounts import profiles
from kedang.accounts.factors import is_demanded


class SignIn(account.LoginView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        return {
            **super().get_context_data(**kwargs),
            "was_idle": "idle" in asked,
            "was_ended": "ended" in asked,
        }


class ShowFactor(factor.AuthenticateView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/factor.html"


class PasswordAgain(account.ReauthenticateView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/again.html"


class FactorAgain(factor.ReauthenticateView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/again.html"


class AddFactor(totp.ActivateTOTPView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/factor_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demanded = is_demanded(self.request.user, profiles.current_profile())
        return {**super().get_context_data(**kwargs), "is_demanded": demanded}

    def get_success_url(self) -> str:
        """The recovery codes, and from there on to what asked for a factor."""
        codes_at = reverse("mfa_view_recovery_codes")
        onward = self.request.GET.get("next", "")
        return f"{codes_at}?{urlencode({'next': onward})}" if onward else codes_at


class RemoveFactor(totp.DeactivateTOTPView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/factor_remove.html"
    success_url = reverse_lazy("accounts:profile")


class RecoveryCodes(codes.ViewRecoveryCodesView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        onward = self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(onward, None)
        return {**super().get_context_data(**kwargs), "onward": onward if is_ours else "/"}


class MakeRecoveryCodes(codes.GenerateRecoveryCodesView):  # type: ignore[misc]  # the library is untyped
    template_name = "accounts/recovery_codes_make.html"


sign_in = login_not_required(SignIn.as_view())
show_factor = login_not_required(ShowFactor.as_view())
sign_out = login_not_required(account.LogoutView.as_view(template_name="accounts/sign_out.html"))
password_again = PasswordAgain.as_view()
factor_again = FactorAgain.as_view()
add_factor = AddFactor.as_view()
remove_factor = RemoveFactor.as_view()
recovery_codes = RecoveryCodes.as_view()
make_recovery_codes = MakeRecoveryCodes.as_view()


def factors(request: HttpRequest) -> HttpResponse:
    """Where the library sends people after changing factors: their profile."""
    return redirect("accounts:profile")
