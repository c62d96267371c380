"""What is uploaded goes into a file, and no more of it than the desk could take."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class Bounded(TemporaryFileUploadHandler):
    """Leaves what goes over the limit unwritten; the file then counts as too large, and is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = (settings.DESK_MAX_PICTURE, settings.DESK_MAX_AUDIO)
        self._most: int = max(most)
        self._room = sum(most) + 1  # bytes, for all files of one request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what there is room for."""
        super().receive_data_chunk(raw_data[: self._room], start)
        self._room -= min(self._room, len(raw_data))

    def file_complete(self, file_size: int) -> Any:
        """Hand the file on, with a size that tells whether it is whole."""
        return super().file_complete(file_size if self._room else max(file_size, self._most + 1))
