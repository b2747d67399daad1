"""2,500 assignments from one directive, on PostgreSQL: seconds and queries, and what the profile says of them.

`python -m benchmarks.assigning [--profile]` runs on the server that DATABASE_URL names, in a database of its own, else
on an embedded one (without fsync). The goal is under two seconds, in a number of queries that does
not grow with the orders.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time

from tests.run import postgresql

TASKS, UNITS, TURNS = 25, 100, 5


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def measure(profile: bool) -> None:
    """Prints seconds and queries of each turn, each with a directive of its own."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

    from assignments.models import Assignment
    from assignments.services import Order, directive_assign
    from directives.enums import UnitRole
    from tests.cast import make_cast
    from tests.making import MADE, by, make_directive
    from wards.models import Unit

    made = setup_databases(verbosity=0, interactive=False)
    try:
        cast = make_cast()
        ward = cast.wards[0]
        assert ward.parent
        units = [
            Unit(name=f"Phường {n}", folded=f"phuong {n}", kind=ward.kind, level=ward.level, parent=ward.parent,
                 valid_from=ward.valid_from, path="new")
            for n in range(UNITS)
        ]  # fmt: skip
        for unit in Unit.objects.bulk_create(units):
            unit.path = f"{ward.parent.path}{unit.pk}/"
            unit.save(update_fields=["path"])
        seconds = []
        for turn in range(TURNS):
            directive = make_directive(cast, number=f"{turn}/DO", tasks=TASKS)
            orders = [Order(task, UnitRole.LEAD, units, by(MADE.date())) for task in directive.tasks.all()]
            profiler = cProfile.Profile()
            with CaptureQueriesContext(connection) as queries:
                begun = time.perf_counter()
                if profile and turn == TURNS - 1:
                    profiler.enable()
                rows = directive_assign(directive=directive, orders=orders, actor=cast.clerk, now=MADE)
                profiler.disable()
                seconds.append(time.perf_counter() - begun)
            slowest = max(float(query["time"]) for query in queries.captured_queries)
            _say(f"{len(rows):,} assignments, {len(queries)} queries, {seconds[-1]:.2f} s; slowest query {slowest} s")
        _say(f"median {statistics.median(seconds):.2f} s; {Assignment.objects.count():,} rows in all")
        if profile:
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(35)
    finally:
        teardown_databases(made, verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print where the last turn spent its time")
    options = parser.parse_args()
    with postgresql() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        import django

        django.setup()
        measure(options.profile)


if __name__ == "__main__":
    main()
