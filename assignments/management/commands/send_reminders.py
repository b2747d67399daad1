import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import get_current_timezone

from assignments.models import Assignment
from assignments.reminders.plan import Plan, plan
from assignments.reminders.post import send_waiting
from assignments.reminders.rungs import signed
from assignments.reminders.scan import scan
from wards.clock import now as clock_now


class Command(BaseCommand):
    help = "Finds what is due, writes it into the ledger and sends it. With --dry-run: only says who would get what."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="write nothing, send nothing")
        parser.add_argument("--on", metavar="DATE", help="as if it were that day's morning (YYYY-MM-DD or dd/mm/yyyy)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = self._moment(options["on"])
        if options["dry_run"]:
            self._tell(plan(now))
            return
        written = scan(now)
        counts = send_waiting(now if options["on"] else None)
        told = ", ".join(f"{state} {n}" for state, n in sorted(counts.items())) or "0"
        self.stdout.write(f"{now:%d/%m/%Y %H:%M}: {written} messages written; mails: {told}")

    def _moment(self, day: str | None) -> dt.datetime:
        if not day:
            return clock_now().astimezone(get_current_timezone())
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                parsed = dt.datetime.strptime(day, form).date()  # noqa: DTZ007 a day, not a moment
            except ValueError:
                continue
            return dt.datetime.combine(parsed, settings.REMIND_AT, tzinfo=get_current_timezone())
        raise CommandError(f"“{day}” is not a date: write YYYY-MM-DD or dd/mm/yyyy.")

    def _tell(self, found: Plan) -> None:
        for items in found.by_person.values():
            self.stdout.write(f"{items[0].recipient.full_name} <{items[0].recipient.email}>")
            for one in items:
                label = one.cause.kind.label
                self.stdout.write(f"  [{signed(one.rung):>3}] {label}: {self._named(one.assignment)}")
        for silent in found.silent:
            who = f"{silent.said.recipient.full_name}, " if silent.said else ""
            self.stdout.write(f"  --  {who}{silent.why}: {self._named(silent.assignment)}")
        day = f"{found.day:%d/%m/%Y}"
        told = f"{len(found.by_person)} mails, {len(found.told)} messages, {found.units} units"
        self.stdout.write(f"{day}: {told}; not told: {len(found.silent)}")

    def _named(self, a: Assignment) -> str:
        return f"{a.directive} · {a.task.path} · {a.unit} · {a.task.short_title}"
