"""The tables of the shelf: resources, their files and pages, links and downloads."""

from resources.models.choices import Licence, ResourceType, ScanResult, VersionState
from resources.models.handed_out import Download, ShareLink
from resources.models.resource import Resource
from resources.models.use import ResourceUse
from resources.models.version import ResourcePage, ResourceVersion

__all__ = [
    "Download",
    "Licence",
    "Resource",
    "ResourcePage",
    "ResourceType",
    "ResourceUse",
    "ResourceVersion",
    "ScanResult",
    "ShareLink",
    "VersionState",
]
