"""Drawing of a stage and a status: the same track everywhere, learnt once.

Which moves are possible is `catalogue.machines`' business.
"""

import json
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalogue.models.choices import STAGE_MEANINGS, Stage, Status

register = template.Library()

STEPS = (Stage.SCAN, Stage.PILOT, Stage.SCALE)
PUT_IN = frozenset({"url", "snippet", "marked_title", "cells"})
URL, WORDS, TITLE = "\x01url\x01", "\x01words\x01", "\x01title\x01"


@register.simple_tag
def stage_track(stage: str, status: str = "", words: bool = True) -> SafeString:
    """The track of a stage with its word, and paused or stopped where it is so.

    Without `words` they are kept for screen readers only, for cells too narrow.
    """
    return _track(str(stage or ""), str(status or ""), bool(words))


@cache
def _track(stage: str, status: str, words: bool) -> SafeString:
    known = Stage(stage) if stage in Stage.values else Stage.NOT_STATED
    is_stated = known in STEPS
    context = {
        "stage": known.value,
        "word": known.label if is_stated else "Stage not stated",
        "is_unstated": not is_stated,
        "status": status if status in (Status.PAUSED, Status.STOPPED) else "",
        "status_word": Status(status).label if status in Status.values else "",
        "words": words,
    }
    return render_to_string("components/stage_track.html", context)


@register.simple_tag
def use_case_card(card: dict[str, Any]) -> SafeString:
    """The card of one use case in a list, as `components/card.html` draws it.

    A card is drawn once for as long as it says the same: drawing twenty-five took two
    thirds of a page's time. What differs from list to list, its address and the words
    found, is put in afterwards.
    """
    kept = {name: value for name, value in card.items() if name not in PUT_IN}
    has_words = bool(card.get("snippet"))
    drawn = _card(json.dumps(kept), has_words, timezone.localdate())
    return format_html(
        drawn.replace("{", "{{")
        .replace("}", "}}")
        .replace(URL, "{url}")
        .replace(WORDS, "{words}")
        .replace(TITLE, "{title}"),
        url=card["url"],
        words=card.get("snippet") or "",
        title=card.get("marked_title") or card["title"],
    )


@lru_cache(maxsize=2_000)
def _card(kept: str, has_words: bool, today: date) -> str:
    words = WORDS if has_words else None
    card = {**json.loads(kept), "url": URL, "snippet": words, "marked_title": TITLE}
    return render_to_string("components/card.html", {"card": card})


@register.filter
def stage_meaning(stage: str) -> str:
    """What a stage means, in the words that readers use: "being piloted"."""
    return STAGE_MEANINGS[Stage(stage)] if stage in Stage.values else ""
