"""The tables of the shelf: resources, files and pages, links, downloads, reuse."""

from resources.models.adaptation import Adaptation
from resources.models.choices import Licence, ResourceType, ScanResult, VersionState
from resources.models.collection import Collection, CollectionStep
from resources.models.feedback import Feedback
from resources.models.handed_out import Download, ShareLink
from resources.models.resource import Resource
from resources.models.use import ResourceUse
from resources.models.version import FileWords, ResourcePage, ResourceVersion

__all__ = [
    "Adaptation",
    "Collection",
    "CollectionStep",
    "Download",
    "Feedback",
    "FileWords",
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
