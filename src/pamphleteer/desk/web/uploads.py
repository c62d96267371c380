"""What is uploaded goes into a file without a name, and no more of it than the desk could take."""

import tempfile
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Arrived(UploadedFile):  # type: ignore[type-arg]
    """An upload; `fault` says why the disk did not take all of it."""

    fault = ""


class Bounded(FileUploadHandler):
    """Leaves what goes over the limit unwritten; the file then counts as too large, and is refused.

    A file without a name is gone with the process that wrote it, however that ends.
    """

    file: Arrived

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = (settings.DESK_MAX_PICTURE, settings.DESK_MAX_AUDIO)
        self._most: int = max(most)
        self._room = sum(most) + 1  # bytes, for all files of one request

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Make the file into which the next one goes."""
        super().new_file(*args, **kwargs)
        # Unbuffered: a full disk is met here, not when the file is read.
        kept = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (it goes with the request)
        self.file = Arrived(
            kept, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what there is room for."""
        del start
        try:
            if not self.file.fault:
                _write(self.file.file, raw_data[: self._room])
        except OSError as error:
            self.file.fault = error.strerror or str(error)
        self._room -= min(self._room, len(raw_data))

    def file_complete(self, file_size: int) -> Arrived:
        """Hand the file on, with a size that tells whether it is whole."""
        self.file.seek(0)
        self.file.size = file_size if self._room else max(file_size, self._most + 1)
        return self.file

    def upload_interrupted(self) -> None:
        """Let go of what came in part."""
        if hasattr(self, "file"):
            with suppress(OSError):
                self.file.close()


def _write(file: Any, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
