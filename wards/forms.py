from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """One message for an unknown name, a wrong password and a closed account: it must not tell which exists."""

    error_messages: dict[str, Any] = {
        "invalid_login": _("The user name or the password is not right. Passwords distinguish capital letters."),
        "inactive": _("The user name or the password is not right. Passwords distinguish capital letters."),
    }
