"""The shelf's pages in the back office, registered when Django starts.

What every such page is made of is `councils.backoffice`.
"""

from resources.admin import files, resources, reuse

__all__ = ["files", "resources", "reuse"]
