"""Screening of text for what should not be shared: patterns of twelve kinds.

It finds patterns, not names. What is done about a finding is its callers' business.
"""

from councils.screening.engine import screen, screen_fields
from councils.screening.findings import Finding, FindingKind

__all__ = ["Finding", "FindingKind", "screen", "screen_fields"]
