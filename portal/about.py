"""What the pages at the foot of the site say of it: accessibility, privacy, review.

Their words are in `templates/about/`; here is only what they read from the database.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from councils.models.council import Belonging, Council


def region() -> Council | None:
    """The region's own team, which runs the site; None where none was entered."""
    return Council.objects.filter(belonging=Belonging.REGION).first()


def about_the_site() -> dict[str, Any]:
    """Who runs the site, and where it stands."""
    return {"region": region(), "site_host": urlsplit(settings.SITE_URL).netloc}


def who_to_write_to() -> dict[str, Any]:
    """The region's team, and every council of today but that one; two statements."""
    councils = Council.objects.current().exclude(belonging=Belonging.REGION)
    return {"region": region(), "councils": councils}
