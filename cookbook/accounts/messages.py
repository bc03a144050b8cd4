"""What Flask-Security says to people, in our words."""

from __future__ import annotations

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (
        "This address and this password do not go together. Please try again.",
        "error",
    ),
    "CONFIRM_REGISTRATION": ("We have sent a mail to %(email)s.", "success"),
    "EMAIL_NOT_PROVIDED": ("Please write your e-mail address.", "error"),
    "INVALID_EMAIL_ADDRESS": (
        "This is no e-mail address. One looks like name@example.org.",
        "error",
    ),
    "PASSWORD_NOT_PROVIDED": ("Please write a password.", "error"),
    "PASSWORD_INVALID_LENGTH": ("Please use at least %(length)s characters.", "error"),
    "INVALID_PASSWORD": ("This is not your present password.", "error"),
    "PASSWORD_IS_THE_SAME": ("This is the password you have. Choose another.", "error"),
    "PASSWORD_CHANGE": (
        "Your password is changed. Wherever else you were signed in, you no longer are.",
        "success",
    ),
    "PASSWORD_RESET_NO_LOGIN": (
        "Your password is changed. Sign in with the new one.",
        "success",
    ),
    "PASSWORD_RESET_EXPIRED": ("This link is too old. We gladly send another.", "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        "This link has been used, or is not complete. We gladly send another.",
        "error",
    ),
    "REAUTHENTICATION_REQUIRED": ("Please give your password once more.", "info"),
    "REAUTHENTICATION_SUCCESSFUL": ("Thank you.", "success"),
    "INVALID_REDIRECT": ("We lead nobody away from this site.", "error"),
}
