"""The recording of an article in its form: uploaded, or the address of the partner's; and its words."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Recording
from pamphleteer.desk.verbs import offered
from pamphleteer.desk.verbs.recordings import upload
from pamphleteer.desk.web.offered import Offering, WordsField
from pamphleteer.ground import transcripts

FIELDS = ("audio", "audio_words", "audio_file", "audio_url", "transcript", "transcript_url")
LONGEST = 500_000  # characters of a transcript
TAKEN = ".mp3,.m4a,.ogg,.oga,.opus"


class WithAudio(Offering):
    """Takes a recording in when somebody saves."""

    takes_files = False

    audio = forms.ModelChoiceField(
        Recording.objects.all(),
        required=False,
        empty_label=lazy("No recording"),
        label=lazy("Recording"),
    )
    audio_words = WordsField(
        "audio",
        address=reverse_lazy("desk_choose_recording"),
        label=lazy("Find another recording"),
        help_text=lazy("Words of what its file was called: the list above has the newest alone."),
    )
    audio_file = forms.FileField(
        required=False,
        label=lazy("Or a new recording"),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text=lazy(
            "MP3, M4A, Ogg or Opus: it is uploaded when you save, and its length is read from it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "audio" not in self.fields:
            return
        # Some hours of talk; it is a page that people read, and one field of a form.
        self.fields["transcript"].validators.append(MaxLengthValidator(LONGEST))
        self.offer("audio", offered.recordings, now=self.instance.audio, none=_("No recording"))

    def clean(self) -> dict[str, Any]:
        """Put the uploaded recording in the place of the chosen one."""
        cleaned: dict[str, Any] = super().clean()
        if transcript := cleaned.get("transcript"):
            self._check_times(transcript)
        file = cleaned.get("audio_file")
        if file and self.takes_files and not self.errors:
            try:
                cleaned["audio"] = upload(file, by=self.for_user)
            except DeskError as fault:
                self.add_error("audio_file", str(fault))
        return cleaned

    def _check_times(self, transcript: str) -> None:
        try:
            transcripts.read(transcript)
        except ValueError:
            told = _(
                "These are captions (WebVTT, SRT) of which no time can be read: a line such as "
                "“00:01.000 --> 00:04.000” is missing."
            )
            self.add_error("transcript", told)
