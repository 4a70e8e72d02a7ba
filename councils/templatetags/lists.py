"""The parts of a list that are repeated a hundred times, written without a template.

Which options a facet has, and how many entries each, is `councils.filters`.
"""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councils.facets import CountedFacet

register = template.Library()

CHECKED = format_html(" {}", "checked")


@register.simple_tag
def facet_options(facet: CountedFacet, with_counts: bool = True) -> SafeString:
    """One row for each option: its box, its words, how many entries it has."""
    return format_html_join(
        "",
        '<li><input type="checkbox" id="{0}-{1}" name="{0}" value="{2}"{3}>'
        '<label for="{0}-{1}">{4}{5}</label></li>',
        (
            (
                facet.code,
                number,
                option.value,
                CHECKED if option.chosen else "",
                option.label,
                _count(option.count) if with_counts else "",
            )
            for number, option in enumerate(facet.options, 1)
        ),
    )


def _count(count: int) -> SafeString:
    return format_html(" <span>{}</span>", number_format(count, force_grouping=True))
