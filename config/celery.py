"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import os
import sys

from celery import Celery
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from kombu.transport.redis import Channel

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    settings.INSTALLED_APPS  # noqa: B018 - reads the settings, so that what is wrong with them is one sentence
except ImproperlyConfigured as problem:
    sys.exit(f"parley: {problem}")
Channel.do_restore = False  # nothing is put back, as CELERY_BROKER_TRANSPORT_OPTIONS says; kombu has no setting for it
app = Celery("parley")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="follow_ups")
