"""Resources in the back office; their files are `resources.admin.files`'.

What every such page does is `councils.backoffice`'s.
"""

from django.contrib import admin

from councils.backoffice.records import RecordAdmin
from resources.kinds import RESOURCE
from resources.models import Resource


@admin.register(Resource)
class ResourceAdmin(RecordAdmin):
    """Resources that this person may see."""

    kind = RESOURCE
    list_display = (
        "key",
        "title",
        "lead",
        "resource_type",
        "publishing",
        "sharing",
        "review_on",
    )
    list_filter = ("resource_type", "publishing", "sharing", "licence", "lead")
    search_fields = ("key", "title", "summary")
