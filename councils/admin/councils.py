"""Councils in the back office: rows that an admin edits, ended and never deleted.

Who works for them is `councils.admin.people`'s.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError

from councils.backoffice.plain import PlainAdmin, ReasonForm
from councils.models import Belonging, Council
from councils.permissions import Action


class CouncilForm(ReasonForm):
    """Addresses in small letters, and a region's team that stays what it is."""

    def clean_mailbox(self) -> str:
        return str(self.cleaned_data["mailbox"]).lower()

    def clean_email_domains(self) -> list[str]:
        domains = [d.strip().lower() for d in self.cleaned_data["email_domains"]]
        if any("@" in domain or "." not in domain for domain in domains):
            raise ValidationError("Enter the part after the @, such as example.gov.uk")
        return domains

    def clean_belonging(self) -> str:
        """Roles in force depend on it: regional ones belong to the region alone."""
        chosen = str(self.cleaned_data["belonging"])
        before = self.instance.belonging if self.instance.pk else chosen
        moves = chosen != before and Belonging.REGION in (chosen, before)
        if moves and self.instance.memberships.exists():
            raise ValidationError(
                "People hold roles here that would no longer fit. A body with people "
                "cannot become the region's own team, or stop being it."
            )
        return chosen


@admin.register(Council)
class CouncilAdmin(PlainAdmin):
    """Organisations of the region."""

    needs = Action.EDIT_LISTS
    form = CouncilForm
    shown_by_records = frozenset({"name", "short_name"})
    fixed_once_made = ("slug",)
    readonly_fields = ("is_demonstration",)
    fields = (
        "name",
        "short_name",
        "slug",
        "kind",
        "belonging",
        "gss_code",
        "website",
        "mailbox",
        "email_domains",
        "active_from",
        "active_until",
        "source",
        "is_demonstration",
    )
    long_texts = ("source",)
    list_display = (
        "short_name",
        "name",
        "kind",
        "belonging",
        "gss_code",
        "mailbox",
        "active_until",
    )
    list_filter = ("kind", "belonging", ("active_until", admin.EmptyFieldListFilter))
    search_fields = ("name", "short_name", "slug", "gss_code")

    def get_prepopulated_fields(self, request: Any, obj: Any = None) -> Any:
        return {} if obj is not None else {"slug": ("short_name",)}
