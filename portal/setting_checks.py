"""What settings must be, and the sentences that tell how to mend them.

`portal.settings` reads them from the environment when the process starts.
"""

from typing import Any
from urllib.parse import urlsplit

from environs import ValidationError

MISSING = {
    "DATABASE_URL": "Set it to a PostgreSQL: postgresql://user:password@host/name. "
    "(On your own machine `make run` installs one and needs nothing set.)",
    "SECRET_KEY": "Set it to 50 random characters or more. `python3 -c "
    "'import secrets; print(secrets.token_urlsafe(50))'` prints some.",
    "SITE_URL": "Set it to the address people use, such as https://ai.example.org.",
    "EMAIL_URL": "Set it to your mail server, such as "
    "submission://user:password@mail.example.org:587.",
}


def check_secret_key(value: str) -> None:
    """Raise ValidationError where this is too short to keep anything secret."""
    if len(value) < 50:
        raise ValidationError("Too short. " + MISSING["SECRET_KEY"])


def check_site_url(value: str) -> None:
    """Raise ValidationError where this is no address of a site."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValidationError("Not an address. " + MISSING["SITE_URL"])
    if parts.path.strip("/"):
        raise ValidationError("Leave the path out: the site needs a host of its own.")


def explain(errors: Any) -> str:
    """One line for each variable at fault ({name: messages}): how to mend it."""
    lines = ["The settings in the environment (or in .env) cannot be used:"]
    for name, messages in sorted(errors.items()):
        unset = messages == ["Environment variable not set."]
        text = MISSING.get(name, "It must be set.") if unset else " ".join(messages)
        lines.append(f"- {name}: {text}")
    lines.append("The file .env.example explains each of them.")
    return "\n".join(lines)


CLAMAV_EXAMPLES = (
    "Set it to unix:///run/clamav/clamd.ctl or tcp://clamav.example.org:3310, or leave"
    " it out to have nothing scanned."
)


def check_clamav_url(value: str) -> None:
    """Raise ValidationError where this is no address of a ClamAV daemon."""
    try:
        address = urlsplit(value)
        is_socket = address.scheme == "unix" and address.path and not address.netloc
        is_server = address.scheme == "tcp" and address.hostname and address.port != 0
    except ValueError:
        is_socket = is_server = False
    if value and not (is_socket or is_server):
        raise ValidationError("Not the address of a scanner. " + CLAMAV_EXAMPLES)
