"""The web server's way in. It starts no service: `manage.py serve` or your own set-up does."""

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.patience import wait_briefly_for_others, wait_briefly_for_the_broker
from config.refusals import refuse_with_problems
from config.web import with_bodies_in_chunks

# gunicorn's word for an application that can't be loaded: it stops, where for others it would try again and again.
CANNOT_LOAD = 4
# After so many new objects Python looks for rings of dead ones; after the usual 700 it would do so amid every answer.
NEW_OBJECTS_BETWEEN_SEARCHES = 50_000

refuse_with_problems()
wait_briefly_for_others()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    wait_briefly_for_the_broker()
    application = with_bodies_in_chunks(get_wsgi_application())
except ImproperlyConfigured as problem:
    sys.stderr.write(f"parley: {problem}\n")
    sys.exit(CANNOT_LOAD)

_ = get_resolver().url_patterns  # loads every view now and not with the first request
# What is loaded stays, and need not be looked through again: a third of what large answers took.
gc.collect()
gc.freeze()
gc.set_threshold(NEW_OBJECTS_BETWEEN_SEARCHES)
