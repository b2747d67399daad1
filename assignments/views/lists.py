"""The list of work and the list of directives: what is counted is what is listed."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directives.enums import DirectiveState
from directives.models import Directive, DirectiveChange
from wards import clock
from wards.enums import OFFICE_ROLES

from ..filters import listed
from ..paging import BY_DEADLINE, BY_RECEIPT, keyset_page, pager, with_query
from ..selectors.buckets import list_pills, n_in, standing_counts
from ..selectors.directives import Progress, progress_of
from ..selectors.rows import undated_rows
from .common import bulk_bar, person, require_role


@require_safe
def assignment_list(request: HttpRequest) -> HttpResponse:
    """All work the person may see, divided by how it stands; the pills sum to "All"."""
    user, today = person(request), clock.today()
    chosen = listed(request.GET, request, clock.now())
    standing, counts = chosen.standing, standing_counts(chosen.found, today)
    page = keyset_page(chosen.rows, BY_DEADLINE, request.GET)
    context = {
        "form": chosen.form,
        "standing": standing,
        "pills": list_pills(counts, standing, lambda code: with_query(request, standing=code)),
        "bulk": bulk_bar(user, with_query(request)[1:], n_in(counts, standing)),
        "rows": undated_rows(page.rows, user, today),
        "today": today,
        "is_filtered": any(request.GET.get(name) for name in ("q", "unit", "directive", "role", "only", "standing")),
        "here": request.get_full_path(),
        "cut_off": clock.now(),
        **pager(request, page),
    }
    return render(request, "assignments/list.html", context)


@require_safe
def directive_list(request: HttpRequest) -> HttpResponse:
    """The register of directives of the person's office, the latest first."""
    require_role(request, OFFICE_ROLES)
    found = Directive.objects.visible_to(person(request)).select_related("issuing_body").defer("text")
    found = found.prefetch_related(Prefetch("changes", DirectiveChange.objects.select_related("by").defer("by__text")))
    q, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    if q:
        found = found.find(q)
    if state in DirectiveState.values:
        found = found.filter(state=state)
    page = keyset_page(found, BY_RECEIPT, request.GET)
    progress = progress_of(directive.pk for directive in page.rows)
    context = {
        "rows": [(item, progress.get(item.pk, Progress())) for item in page.rows],
        "q": q,
        "state": state,
        "states": DirectiveState.choices,
        **pager(request, page),
    }
    return render(request, "assignments/directives.html", context)
