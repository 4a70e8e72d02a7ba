"""The parts of a list that cost most: options written without a template, and what
lies below its heading kept until something is written.

Which options a facet has, and how many entries each, is `councils.filters`.
"""

from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councils.facets import CountedFacet
from councils.kept import Kept

register = template.Library()

PARTS = Kept(50, for_members=True)
"""Parts of pages that are the same to every reader of an audience; 50 kB each."""

CHECKED = format_html(" {}", "checked")
ROW = '<li><label><input type="checkbox" name="{0}" value="{1}"{2}>{3}</label></li>'
ROW_WITH_COUNT = ROW.replace("{3}", "{3} <span>{4}</span>")


@register.simple_tag
def facet_options(facet: CountedFacet, with_counts: bool = True) -> SafeString:
    """One row for each option: its box, its words, how many entries it has."""
    return format_html_join(
        "",
        ROW_WITH_COUNT if with_counts else ROW,
        (
            (
                facet.code,
                option.value,
                CHECKED if option.chosen else "",
                option.label,
                f"{option.count:,}",
            )
            for option in facet.options
        ),
    )


@register.tag
def kept_part(parser: Parser, token: Token) -> "KeptPart":
    """`{% kept_part asked %}…{% end_kept_part %}`: drawn once in a generation and day.

    `asked` says what is drawn and for which audience; where there is none, the part is
    drawn each time. Nothing in it may speak of one person, nor hold a CSRF token.
    """
    _, asked = token.split_contents()
    drawn = parser.parse(("end_kept_part",))
    parser.delete_first_token()
    return KeptPart(parser.compile_filter(asked), drawn)


class KeptPart(template.Node):
    """The part of a page between the tags."""

    def __init__(self, asked: FilterExpression, nodelist: NodeList) -> None:
        self.asked = asked
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        asked: Hashable = self.asked.resolve(context, ignore_failures=True)
        if not asked:
            return self.nodelist.render(context)
        key = (asked, timezone.localdate())
        part: SafeString = PARTS.get(key, lambda: self.nodelist.render(context))
        return part
