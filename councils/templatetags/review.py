"""Words and addresses that the pages of reviewing need.

What waits, and what a decision is, is said by `councils.review` and the machines.
"""

from django import template

from councils.machines import machine_named
from councils.models.decision import Decision
from councils.models.record import Record
from councils.record_links import address_of

register = template.Library()


@register.filter
def page_of(record: Record, page: str) -> str:
    """The address of one of a record's own pages."""
    return address_of(record, page)


@register.filter
def decided(decision: Decision) -> str:
    """What a decision did, in the words of its machine."""
    machine = machine_named(decision.machine)
    rows = [row for row in machine.moves if row.action == decision.action]
    fitting = [row for row in rows if decision.from_state in row.from_states]
    if not rows:
        return "began" if decision.action == "begin" else "sent for review"
    return (fitting or rows)[0].done
