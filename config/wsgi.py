"""The web server's way in. It starts no service: `manage.py serve` or your own set-up does."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config.refusals import refuse_with_problems

# gunicorn's word for an application that can't be loaded: it stops, where for others it would try again and again.
CANNOT_LOAD = 4

refuse_with_problems()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.stderr.write(f"parley: {problem}\n")
    sys.exit(CANNOT_LOAD)
