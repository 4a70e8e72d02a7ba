"""Settling an act before its page is answered, so that a refusal keeps what was typed.

A change set screens what others would newly read at its close, when the view is over.
A view that asks for words does its act in `settled` instead.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from councils.changes import current
from councils.findings import Sensitive
from councils.refusals import TooTelling

MEND = "Nothing was saved: others would read what is marked below. Mend it first."


@contextmanager
def settled(form: Any = None) -> Iterator[None]:
    """Do an act and write its versions and search rows now, or nothing of it.

    Raises TooTelling where others would then read what screening found: what stands
    in a field of `form` is said beside it. One act a request: each writes a version.
    """
    opened = current()
    touched = {code: set(pks) for code, pks in opened.touched.items()}
    row, reason = opened.row, opened.reason
    narrowed, later = set(opened.narrowed), opened.rows_later
    try:
        with transaction.atomic():
            yield
            opened.flush()
    except BaseException as fault:
        opened.touched = defaultdict(set, touched)
        opened.row, opened.reason = row, reason
        opened.narrowed, opened.rows_later = narrowed, later
        if isinstance(fault, Sensitive):
            raise TooTelling(*_sentences(fault, form)) from fault
        raise


def _sentences(fault: Sensitive, form: Any) -> list[str]:
    """What to say on top of the page; the rest is put beside the form's fields."""
    beside = form.fields if form is not None else {}
    for finding in fault.findings:
        said = form.errors.get(finding.code, ()) if finding.code in beside else None
        if said is not None and finding.sentence not in said:
            form.add_error(finding.code, finding.sentence)
    rest = [f.sentence for f in fault.findings if f.code not in beside]
    return rest or [MEND]
