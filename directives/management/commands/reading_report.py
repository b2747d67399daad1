"""`manage.py reading_report`: which fields clerks correct most, and whether the reader's confidence can be trusted."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...reporting import FieldFigures, ReadingReport, reading_report

_LONGEST = 60


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--since: “{text}” is not a day; write it as YYYY-MM-DD.") from None


class Command(BaseCommand):
    help = "What clerks put right in what was read: counts and examples per field, and confidence against truth."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", metavar="DATE", help="documents confirmed on this day or later (YYYY-MM-DD)")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = reading_report(since=_day(options["since"]) if options["since"] else None)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(report)))


def _lines(report: ReadingReport) -> list[str]:
    if not report.documents:
        return ["No document has been confirmed yet in this period."]
    return [
        f"{report.documents} documents confirmed, {report.untouched} without a correction; "
        f"{report.corrections} corrections, {report.corrections / report.documents:.1f} a document.",
        "",
        f"{'field':24}{'proposed':>9}{'wrong':>7}{'missed':>8}{'documents':>11}{'share':>8}",
        *(line for found in report.fields if found.wrong or found.missed for line in _field(found)),
        "",
        f"{'confidence':12}{'proposed':>9}{'wrong':>7}{'right':>9}",
        *(
            f"{row.low:.1f} – {row.high:.1f}   {row.proposed:>9}{row.wrong:>7}{row.right:>9.1%}"
            for row in report.calibration
            if row.proposed
        ),
    ]


def _field(found: FieldFigures) -> list[str]:
    head = f"{found.field:24}{found.proposed:>9}{found.wrong:>7}{found.missed:>8}{found.drafts:>11}{found.share:>8.1%}"
    return [head, *(f"    {_short(e['proposed'])} → {_short(e['right'])}" for e in found.examples)]


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return f"“{flat}”" if len(flat) <= _LONGEST else f"“{flat[:_LONGEST]}…”"
