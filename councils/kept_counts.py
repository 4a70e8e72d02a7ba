"""Counts of whole lists, kept in this process until something is written.

Counting every facet of an unnarrowed list reads the whole index; the counts change only
with a write. What is counted, and for whom, is in the statement that they are kept by.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from councils.generation import generation

MOST = 200
"""Statements whose counts are kept: one for each list and set of councils."""

_kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
_lock = Lock()


def kept(asked: Hashable, count: Callable[[], Any]) -> Any:
    """What `count` gave for this statement with its values in this generation.

    Readers of one audience send the same statement, since `visible_to` is part of it;
    so no reader is ever given the counts of another audience.
    """
    # Asked before counting, so that no count is older than the generation it is under.
    now = generation()
    with _lock:
        made, counts = _kept.get(asked, (None, None))
        if made == now:
            _kept.move_to_end(asked)
            return counts
    counts = count()
    with _lock:
        _kept[asked] = (now, counts)
        _kept.move_to_end(asked)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return counts
