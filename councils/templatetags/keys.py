"""How pages of accounts write a key that is typed from one screen to another.

The pages themselves are allauth's, with templates of ours.
"""

from django import template

register = template.Library()


@register.filter
def in_fours(key: str) -> str:
    """The letters of a key in groups of four, easier to read aloud and to type."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
