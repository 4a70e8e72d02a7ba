"""Loads the lists of words that entries are filed under; they are only added to.

An admin edits the words afterwards: an existing one is left as it is.
"""

from typing import Any

from django.db import transaction

from catalogue.models import AtrsCapability, AtrsFunction, ServiceArea, UserGroup
from portal.loading.files import Row

LISTS: dict[str, Any] = {
    "service_areas": ServiceArea,
    "user_groups": UserGroup,
    "atrs_functions": AtrsFunction,
    "atrs_capabilities": AtrsCapability,
}


@transaction.atomic
def load_lookups(lists: dict[str, list[Row]]) -> int:
    """Add the words that are missing, in the file's order; returns how many.

    In an empty list a word's bit is its place in the file (`Lookup.save`).
    """
    added = 0
    for name, rows in lists.items():
        model = LISTS[name]
        codes, labels = set(), set()
        for code, label in model.objects.values_list("code", "label"):
            codes.add(code)
            labels.add(label)
        for position, row in enumerate(rows):
            if row["code"] in codes or row["label"] in labels:
                continue
            model.objects.create(**row, position=position)
            added += 1
    return added
