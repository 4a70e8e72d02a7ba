"""Checks the settings of files when the process starts: where the scanner is.

`portal.settings` reads them; `resources` uses them.
"""

from urllib.parse import urlsplit

from environs import ValidationError

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
