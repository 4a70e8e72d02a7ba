"""What was worked out from committed rows, kept in this process until a write.

What is kept, and by which question, is said by those who keep it: counts by
`councils.facet_counts`, parts of pages by `councils.templatetags.lists`.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from councils.generation import held


class Kept:
    """The last `most` answers, each as good as the generation it was made in.

    What they are asked by must hold the audience: `visible_to` as a statement does, so
    that no reader is ever given what was made for another audience. `for_members` is
    for what shows more than strangers see: it is as good as the members' generation.
    """

    def __init__(self, most: int, *, for_members: bool = False) -> None:
        self.most = most
        self.for_members = for_members
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()  # gunicorn's threads share it

    def get(self, asked: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gave when this was last asked in this generation."""
        # Asked before making, so that nothing is older than the generation it is under.
        with held() as generation:
            now = generation.members if self.for_members else generation.public
            with self._lock:
                made, answer = self._kept.get(asked, (None, None))
                if made == now:
                    self._kept.move_to_end(asked)
                    return answer
            answer = make()
        with self._lock:
            self._kept[asked] = (now, answer)
            self._kept.move_to_end(asked)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return answer
