"""A person leaves a position: what is delegated to them goes to a colleague, or back to the head."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from wards import clock
from wards.fields import DayField
from wards.models import Position, User
from wards.permissions import can_administer

from ..services.leaving import colleagues_of, delegated_to, position_leave
from .common import person

UNPROCESSABLE = 422


class LeaveForm(forms.Form):
    use_required_attribute = False
    day = DayField(
        label=gettext_lazy("First day without the position"),
        error_messages={"required": gettext_lazy("Give the day.")},
    )
    colleague = forms.TypedChoiceField(
        label=gettext_lazy("Who goes on with the open work delegated to them"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )

    def __init__(self, *args: Any, colleagues: list[User], **more: Any) -> None:
        super().__init__(*args, **more)
        head: list[tuple[Any, Any]] = [("", _("Back to the head of the unit"))]
        choices = [*head, *((user.pk, user.full_name) for user in colleagues)]
        self.fields["colleague"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = person(request), clock.date_of()
    if not can_administer(user):
        raise PermissionDenied
    position = get_object_or_404(Position.objects.on(today).select_related("user", "unit"), pk=pk)
    colleagues = colleagues_of(position, today)
    form = LeaveForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["colleague"] = next((someone for someone in colleagues if someone.pk == data["colleague"]), None)
        try:
            n = position_leave(position=position, actor=user, now=clock.now(), **data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = ngettext("Done. %(n)d piece of work went over.", "Done. %(n)d pieces of work went over.", n)
            messages.success(request, words % {"n": n}, extra_tags=f"leave-{pk}")
            return redirect("wards:unit", position.unit_id)
    context = {"form": form, "position": position, "delegated_n": delegated_to(position).count()}
    return render(request, "assignments/leave.html", context, status=UNPROCESSABLE if form.errors else 200)
