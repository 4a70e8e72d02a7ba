"""Lists of words that an admin edits: services, users, and the standard's own lists.

Their first rows come from `catalogue/data/lookups.yaml`, with sources.
"""

from simple_history.models import HistoricalRecords

from councils.models.lookup import Lookup


class ServiceArea(Lookup):
    """A council service, coarse enough to filter by."""

    history = HistoricalRecords()

    class Meta(Lookup.Meta):
        verbose_name = "service area"


class UserGroup(Lookup):
    """People who use a tool or meet its output."""

    history = HistoricalRecords()

    class Meta(Lookup.Meta):
        verbose_name = "user group"


class AtrsFunction(Lookup):
    """Function, as the Algorithmic Transparency Recording Standard's finder has it."""

    history = HistoricalRecords()

    class Meta(Lookup.Meta):
        verbose_name = "function (ATRS)"
        verbose_name_plural = "functions (ATRS)"


class AtrsCapability(Lookup):
    """Capability, as the finder of the same standard has it."""

    history = HistoricalRecords()

    class Meta(Lookup.Meta):
        verbose_name = "capability (ATRS)"
        verbose_name_plural = "capabilities (ATRS)"
