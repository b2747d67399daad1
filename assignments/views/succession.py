"""The last step of a decision on the organisation: where the open work goes, a look at all of it, carrying it out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wards import clock
from wards.models import Position, Succession
from wards.permissions import can_administer
from wards.services.succession import problems_of, succession_plan
from wards.succession_plan import Facts, Plan, names_of

from ..selectors.handing_over import asked_by_task, counts_by_ref, open_work_of, passing_of
from ..services.handing_over import succession_complete
from .common import person

UNPROCESSABLE = 422


def _keep_choices(request: HttpRequest, draft: Succession) -> None:
    """What was ticked for a piece of work, else for its task, else for all work of its unit; kept in the draft."""
    plan = Plan.of(draft)
    chosen: dict[str, list[str]] = {}
    for item in passing_of(plan, open_work_of(plan)):
        if item.is_asked:
            work = item.work
            names = (f"row-{work.pk}", f"task-{work.task_id}", f"unit-{work.unit_id}")
            refs = next((refs for name in names if (refs := request.POST.getlist(name))), [])
            chosen[str(work.pk)] = [ref for ref in refs if ref in item.refs]

    def change(plan: Plan) -> None:
        plan.work = chosen

    succession_plan(succession=draft, actor=person(request), change=change)


@require_http_methods(["GET", "HEAD", "POST"])
def change_work(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows; POST keeps the choices, and with `action=carry_out` does it all or nothing."""
    user = person(request)
    if not can_administer(user):
        raise PermissionDenied
    draft = get_object_or_404(Succession, pk=pk, done_at=None)
    faults: list[str] = []
    if request.method == "POST":
        try:
            _keep_choices(request, draft)
            if request.POST.get("action") == "carry_out":
                made = succession_complete(succession=draft, actor=user, now=clock.now())
                words = ngettext(
                    "Carried out. %(n)d assignment goes on with the successors.",
                    "Carried out. %(n)d assignments go on with the successors.",
                    len(made),
                )
                messages.success(request, words % {"n": len(made)})
                return redirect("wards:changes")
        except ValidationError as error:
            faults = error.messages
        draft.refresh_from_db()
    return _page(request, draft, faults)


def _page(request: HttpRequest, draft: Succession, faults: list[str]) -> HttpResponse:
    plan = Plan.of(draft)
    facts = Facts.of(plan, draft.effective_on)
    names = names_of(plan, facts.units.values())
    passing = passing_of(plan, open_work_of(plan))
    asked = asked_by_task(passing)
    counts = counts_by_ref(passing)
    divided = {item.work.unit_id: item.refs for item in passing if len(item.refs) > 1}
    context = {
        "draft": draft,
        "names": names,
        "asked": asked,
        "asked_units": [(facts.units[pk], refs) for pk, refs in divided.items()],
        "undecided": sum(not item.is_decided for item in passing),
        "open_n": len(passing),
        "goes_to": [(names[ref], n) for ref, n in counts.items()],
        "links": [(facts.units[old].name, names[ref], plan.kind_of(old, ref).label) for old, ref in plan.links],
        "ends": [facts.units[old].name for old in plan.old if not plan.news_of(old)],
        "children": facts.children,
        "groups": [(group.name, [names[ref] for pk, ref in plan.groups if pk == group.pk]) for group in facts.groups],
        "positions": Position.objects.on(draft.effective_on).filter(unit__in=plan.old).count(),
        "problems": [w for found in problems_of(plan, facts, draft.effective_on).values() for w in found],
        "faults": faults,
        "is_early": draft.effective_on > clock.date_of(),
        "step": 4,
        "tab": "changes",
    }
    return render(request, "assignments/change_work.html", context, status=UNPROCESSABLE if faults else 200)
