"""Receives uploaded files: to a temporary file, never whole in memory, and never more.

What a file must be is `resources.actions.checked_name`'s and the pipeline's question.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from resources.inspection.verdict import MAX_BYTES

MOST_AT_ONCE = 4 * MAX_BYTES  # bytes of one request
TOO_MUCH = "More than 200 MB were sent at once."


class CappedHandler(TemporaryFileUploadHandler):
    """Keeps 50 MB of each file; what is longer is counted, dropped and marked so.

    Files of whoever has no session are passed over: nobody may upload without one.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that is too large altogether before reading it."""
        if content_length > MOST_AT_ONCE:
            raise RequestDataTooBig(TOO_MUCH)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a temporary file for it."""
        request = self.request
        if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            raise SkipFile
        super().new_file(*args, **kwargs)
        file: Any = self.file
        file.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, unless the file is longer than any that is taken."""
        if start + len(raw_data) > MAX_BYTES:
            file: Any = self.file
            file.is_too_large = True
        else:
            self.file.write(raw_data)
