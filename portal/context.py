"""What every page's frame shows: the site's name, its navigation, who is signed in.

How it is drawn is `templates/base.html`'s.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from councils.models.council import Council
from councils.models.person import User
from councils.permissions import Action, can
from councils.second_factor import is_excused, lacks_second_factor

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("Use cases", "catalogue:use_case_list"),
    ("Board", "catalogue:board"),
    ("Resources", "resources:resource_list"),
    ("Products", "catalogue:product_list"),
    ("Suppliers", "catalogue:supplier_list"),
    ("Collections", "resources:collection_list"),
    ("Councils", "councils:council_list"),
    ("Review", "councils:review_list"),
)
FOR_MEMBERS = frozenset({"catalogue:board"})
NEEDED = {"councils:review_list": Action.APPROVE_RECORD}
"""The permission without which a page of the navigation is of no use."""
FOOTER: tuple[tuple[str, str], ...] = (
    ("Data standard", "data_standard"),
    ("How entries are reviewed", "review_explained"),
    ("Accessibility", "accessibility"),
    ("Privacy", "privacy"),
    ("Contact", "contact"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; asks the database only for the person's memberships.

    `navigation` is a list of {label, url, is_current}.
    """
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    acting = user.acting_for if user is not None and signed_in else None
    return {
        "site_name": settings.SITE_NAME,
        "is_demonstration": settings.DEMONSTRATION,
        "navigation": navigation(request.path, user),
        "footer_links": [
            {"label": label, "url": reverse(name)} for label, name in FOOTER
        ],
        "acting_for": acting,
        "own_councils": user.councils if user is not None and signed_in else [],
        "office_links": office_links(user, acting),
        "must_set_up": isinstance(user, User) and lacks_second_factor(user),
        "is_excused": isinstance(user, User) and is_excused(user),
    }


def navigation(path: str, user: Any) -> list[dict[str, Any]]:
    """The main links, the one that `path` lies under marked as current."""
    links = [
        (label, reverse(name)) for label, name in NAVIGATION if _is_for(name, user)
    ]
    return [
        {"label": label, "url": url, "is_current": path.startswith(url)}
        for label, url in links
    ]


def _is_for(name: str, user: Any) -> bool:
    """Whether a page is of use to this reader."""
    if name in NEEDED:
        return can(user, NEEDED[name])
    signed_in = user is not None and user.is_authenticated
    return name not in FOR_MEMBERS or signed_in


def office_links(user: Any, acting: Council | None) -> list[dict[str, str]]:
    """What an admin looks after, for the menu of their account: {label, url}."""
    links = []
    if acting is not None and can(user, Action.MANAGE_PEOPLE, acting):
        url = reverse("councils:people", args=[acting.slug])
        links.append({"label": "People", "url": url})
    if can(user, Action.READ_AUDIT_LOG):
        links.append({"label": "Audit log", "url": reverse("councils:audit_log")})
    return links
