"""The parts of a list that are repeated a hundred times, written without a template.

Which options a facet has, and how many entries each, is `councils.filters`.
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councils.facets import CountedFacet

register = template.Library()

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
