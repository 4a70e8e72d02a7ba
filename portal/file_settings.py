"""Settings of files, checked when the process starts: a folder, or a store.

`portal.settings` reads them; `resources` uses them.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env, ValidationError

STORE_EXAMPLES = (
    "Set it to the address of an S3-compatible store, such as https://s3.example.org,"
    " or leave it out for Amazon's own."
)
BUCKET_EXAMPLES = (
    "Set it to the name of a bucket of 3 to 63 small letters, figures, dots or hyphens,"
    " or leave it out to keep files in a folder."
)
IN_MEMORY = 1024 * 1024  # bytes of a file from the store, before a temporary file


def check_store_url(value: str) -> None:
    """Raise ValidationError where this is no address of a store."""
    address = urlsplit(value)
    if value and (address.scheme not in ("http", "https") or not address.hostname):
        raise ValidationError("Not an address. " + STORE_EXAMPLES)


def check_bucket(value: str) -> None:
    """Raise ValidationError where this cannot be the name of a bucket."""
    plain = value.replace("-", "").replace(".", "")
    is_name = plain.isascii() and plain.isalnum() and value == value.lower()
    if value and not (is_name and 3 <= len(value) <= 63):
        raise ValidationError("Not the name of a bucket. " + BUCKET_EXAMPLES)


def file_storage(env: Env, folder: Path) -> dict[str, Any]:
    """Django's STORAGES["default"]: a folder, or a bucket where one is named.

    Nothing in either has a public address: files leave through a view alone.
    """
    kept_in = env.str("FILES_FOLDER", str(folder))
    bucket = env.str("FILES_BUCKET", "", validate=check_bucket)
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("FILES_STORE_URL", "", validate=check_store_url)
        or None,
        "region_name": env.str("FILES_STORE_REGION", "") or None,
        "access_key": env.str("FILES_STORE_KEY", "") or None,
        "secret_key": env.str("FILES_STORE_SECRET", "") or None,
        "default_acl": None,
        "file_overwrite": True,
        "querystring_auth": True,
        "max_memory_size": IN_MEMORY,
    }
    if bucket:
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": kept_in,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
