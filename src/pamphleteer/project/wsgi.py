"""What granian serves: site, sign-up and desk."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from pamphleteer.project.children import watch_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamphleteer.project.settings")
application = get_wsgi_application()
watch_parent(orphaned=lambda: os.kill(os.getpid(), signal.SIGKILL))
