"""manage.py load_demo: an invented office to try things out in. Refuses a database that holds people."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from assignments.demo import ACCOUNTS
from assignments.demo.office import office_load
from assignments.demo.story import story_load
from assignments.models import Assignment
from directives.models import Directive
from wards.clock import today as clock_today
from wards.models import User
from wards.services import calendar_seed


class Command(BaseCommand):
    help = "Loads an invented office with its people, directives and their history, relative to today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", metavar="DATE", help="as if it were that day (YYYY-MM-DD)")

    def handle(self, *args: Any, today: str | None = None, **options: Any) -> None:
        day = self._day(today)
        if User.objects.exists():
            self.stdout.write(_("The database already holds people; no demo data was loaded."))
            return
        # What the history says is kept in the office's language, whatever the console speaks.
        with override(settings.LANGUAGE_CODE), transaction.atomic():
            calendar_seed(years=(day.year - 1, day.year, day.year + 1))
            story_load(office_load(), day)
        self._tell()

    def _day(self, today: str | None) -> dt.date:
        try:
            return dt.date.fromisoformat(today) if today else clock_today()
        except ValueError:
            raise CommandError(_("“%(day)s” is not a date: write YYYY-MM-DD.") % {"day": today}) from None

    def _tell(self) -> None:
        counts = {"directives": Directive.objects.count(), "assignments": Assignment.objects.count()}
        self.stdout.write(_("Demo office loaded: %(directives)d directives, %(assignments)d assignments.") % counts)
        self.stdout.write(_("Accounts (role: user name / password):"))
        for username, role, password in ACCOUNTS:
            self.stdout.write(f"  {role}: {username} / {password}")
