"""Markdown as people write it, shown as safe HTML.

Nothing that a person wrote reaches a page unsanitised: raw HTML is not read at all, and
what Markdown makes is cleaned again.
"""

from functools import lru_cache

import nh3
from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from councils.plain_text import READER, inside

register = template.Library()

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote"),
    *("h3", "h4", "h5", "h6", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
FIRST_HEADING = 3

FOLD_AFTER = 900  # characters; then the text folds at the next paragraph


@register.filter(name="markdown")
@stringfilter
def markdown(words: str) -> SafeString:
    """Markdown as HTML; headings begin at level 3, beneath the section's own."""
    return _html(_tokens(words))


register.filter("inside", stringfilter(inside))


@register.inclusion_tag("components/long_text.html")
def long_text(words: str) -> dict[str, SafeString | str]:
    """Markdown whose rest folds away where it is long, at a paragraph, never inside."""
    first, rest = _folded(str(words))
    return {"first": first, "rest": rest}


@lru_cache(maxsize=500)
def _folded(words: str) -> tuple[SafeString, SafeString | str]:
    """What is seen at once and what folds away; kept, as parsing is slow."""
    tokens = _tokens(words)
    length = 0
    for place, token in enumerate(tokens, 1):
        length += len(token.content)
        is_end = token.level == 0 and token.nesting <= 0
        if is_end and length > FOLD_AFTER and place < len(tokens):
            return _html(tokens[:place]), _html(tokens[place:])
    return _html(tokens), ""


def _tokens(words: str) -> list[Token]:
    tokens = READER.parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1]) + FIRST_HEADING - 1
            token.tag = f"h{min(level, 6)}"
    return tokens


def _html(tokens: list[Token]) -> SafeString:
    html = READER.renderer.render(tokens, READER.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow ugc",
    )
    return mark_safe(clean)  # noqa: S308  cleaned in the line above
