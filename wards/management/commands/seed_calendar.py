"""manage.py seed_calendar [YEAR …]: the working-day calendar of these years, last year to three ahead by default."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from ...clock import today
from ...services.calendar import calendar_seed


class Command(BaseCommand):
    help = "Add Vietnamese holidays and make-up working days; days already in the calendar are left as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        year = today().year
        added = calendar_seed(years=years or range(year - 1, year + 4))
        words = ngettext("%(n)d day added to the calendar.", "%(n)d days added to the calendar.", added)
        self.stdout.write(words % {"n": added})
