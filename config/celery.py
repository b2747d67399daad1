"""Celery: the beat schedule is code, tasks take ids, the database is the queue of record."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.schedules import crontab
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

TRANSPORT_ALIASES["filesystem"] = "config.broker:Transport"
# Messages are JSON, which cannot carry code: run by root, as on a machine of its own, the worker is no more exposed.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("dondoc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# The scan is cheap and idempotent, so beat runs it often rather than once: a server that was down at 07:30
# catches up at the next tick. Whether anything is to be said today is decided by the ledger.
app.conf.beat_schedule = {
    "scan-reminders": {"task": "assignments.scan_reminders", "schedule": crontab(minute="*/10")},
    "make-periods": {"task": "assignments.make_periods", "schedule": crontab(minute=5)},
    "send-mail": {"task": "assignments.send_mail", "schedule": 60.0},
    "read-stalled": {"task": "directives.read_stalled", "schedule": 60.0},
    "read-stalled-lines": {"task": "directives.read_stalled_lines", "schedule": 60.0},
}
