"""Small signs that every kind of record wears: freshness, publishing, origin.

What they mean is decided in `councils.models.record`.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString

from councils.models.record import Freshness, Publishing, Record, Sharing, freshness_of
from councils.record_links import address_of

register = template.Library()

PUBLISHING_COLOURS = {Publishing.DRAFT: "yellow", Publishing.RETIRED: "grey"}


@register.simple_tag
def freshness(verified_on: date | str | None, publishing: str = "") -> SafeString:
    """When somebody last said that this is still true, with a shape beside the words.

    Takes a date, or the ISO date that a stored card holds. What is retired is not due.
    """
    day = parse_date(verified_on[:10]) if isinstance(verified_on, str) else verified_on
    return _freshness(day, timezone.localdate(), publishing == Publishing.RETIRED)


@lru_cache(maxsize=1_000)
def _freshness(day: date | None, today: date, is_retired: bool) -> SafeString:
    """Drawn once for each day: a list shows twenty-five of them."""
    state = freshness_of(day, today)
    words = state.label
    if is_retired and day is not None:
        state, words = Freshness.VERIFIED, "Last confirmed"
    context = {"state": state.value, "words": words, "verified_on": day}
    return render_to_string("components/freshness.html", context)


@register.inclusion_tag("components/publishing_tag.html")
def publishing_tag(publishing: str) -> dict[str, str]:
    """A tag for a record that is not published; nothing for one that is."""
    known = Publishing(publishing) if publishing in Publishing.values else None
    if known is None or known == Publishing.PUBLISHED:
        return {}
    return {"word": str(known.label), "colour": PUBLISHING_COLOURS.get(known, "blue")}


@register.inclusion_tag("components/publicly_sourced.html")
def publicly_sourced(source_url: str = "") -> dict[str, str]:
    """The label of an entry that was made from public sources alone."""
    return {"source_url": source_url}


@register.simple_tag
def report_address(record: Record) -> str:
    """Where a problem with this record is reported."""
    return address_of(record, "report")


@register.filter
def sharing_words(sharing: str) -> str:
    """Who may read a published record."""
    return str(Sharing(sharing).label) if sharing in Sharing.values else ""


@register.filter
def iso_date(value: str | date | None) -> date | None:
    """A date from the ISO text of a snapshot or a card, for the `date` filter."""
    return parse_date(value[:10]) if isinstance(value, str) else value


@register.filter
def entry(mapping: Any, key: Any) -> Any:
    """One value of a mapping by a key that is itself a variable; empty when absent."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""
