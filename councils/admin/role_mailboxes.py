"""The words for mailboxes of teams in the back office: added and retired.

How screening reads them is `councils.screening.mailboxes`'s.
"""

from django.contrib import admin

from councils.backoffice.plain import PlainAdmin
from councils.models import RoleMailbox
from councils.permissions import Action


@admin.register(RoleMailbox)
class RoleMailboxAdmin(PlainAdmin):
    """Mailboxes that may stand in an entry, by the word before the @."""

    needs = Action.EDIT_LISTS
    fields = ("word", "retired_on")
    list_display = ("word", "retired_on")
    list_filter = (("retired_on", admin.EmptyFieldListFilter),)
    search_fields = ("word",)
