"""What granian serves: site, sign-up and desk."""

import os
import signal

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from pamphleteer.project.children import watch_parent
from pamphleteer.project.turns import Turns

# Ctrl-C reaches every process of a terminal, and the supervisor tells its workers too: granian's
# drain may hang on the second of two signals. So here, the supervisor alone is listened to.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamphleteer.project.settings")
_django = get_wsgi_application()
# Settings are there from here on; reading the site takes neither a database nor Django's middleware.
application = import_string("pamphleteer.press.web.doors.files_first")(
    Turns(_django), but=import_string("pamphleteer.project.urls.PROGRAMS")
)
watch_parent(orphaned=lambda: os.kill(os.getpid(), signal.SIGKILL))
