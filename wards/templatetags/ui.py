"""Template tags of the face: signs, how work stands, dates, bars, fields.

Nothing here reads the database. Words are chosen when a page is drawn, so that they follow
the reader's language.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()


class Sign(NamedTuple):
    """How one standing is shown: an icon, a mark short enough for a matrix cell, a word."""

    icon: str
    mark: str
    word: Any


SIGNS = {
    "done_early": Sign("checks", "✓", gettext_lazy("Done early")),
    "done_on_time": Sign("circle-check", "✓", gettext_lazy("Done on time")),
    "done_late": Sign("circle-check", "✓!", gettext_lazy("Done late")),
    "done_unrated": Sign("check", "✓", gettext_lazy("Done")),
    "closed": Sign("ban", "–", gettext_lazy("Closed")),
    "disputed": Sign("scale", "≠", gettext_lazy("Disputed")),
    "standing": Sign("repeat", "∞", gettext_lazy("Standing")),
    "awaiting_condition": Sign("player-pause", "=", gettext_lazy("Awaiting a condition")),
    "needs_deadline": Sign("calendar-off", "?", gettext_lazy("No deadline yet")),
    "awaiting_confirmation": Sign("hourglass", "⋯", gettext_lazy("Awaiting confirmation")),
    "with_office": Sign("inbox", "⇄", gettext_lazy("With the office")),
    "special_red": Sign("alert-octagon", "‼", gettext_lazy("Overdue")),
    "red": Sign("alert-triangle", "!", gettext_lazy("Overdue")),
    "yellow": Sign("clock", "◔", gettext_lazy("Due soon")),
    "due_soon": Sign("calendar-due", "◷", gettext_lazy("Due soon")),
    "on_track": Sign("circle-dashed", "·", gettext_lazy("On track")),
}
LATE = frozenset({"special_red", "red"})
COUNTED = LATE | {"yellow", "due_soon", "on_track"}


def standing_words(code: str, days: int | None = None) -> str:
    """The word for a standing. ``days`` left until the deadline; late ones in either sign."""
    if code not in COUNTED or days is None:
        return str(SIGNS[code].word)
    if code in LATE:
        late = abs(days)
        return ngettext("{n} day late", "{n} days late", late).format(n=late)
    if days == 0:
        return _("Due today")
    return ngettext("{n} day left", "{n} days left", days).format(n=days)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One sign of the sprite: decorative, or named when ``label`` says what it means."""
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def standing(code: str, days: int | None = None) -> SafeString:
    """The chip of how an assignment stands: colour, sign and word, never colour alone."""
    return format_html(
        '<span class="standing standing-{}">{}<span>{}</span></span>',
        code,
        icon(SIGNS[code].icon),
        standing_words(code, days),
    )


@register.simple_tag
def standing_mark(code: str, days: int | None = None) -> SafeString:
    """What stands in a matrix cell: a short mark with the days, and the words for a reader."""
    number = abs(days) if days is not None and code in COUNTED - {"on_track"} else ""
    return format_html(
        '<span aria-hidden="true">{}{}</span><span class="visually-hidden">{}</span>',
        SIGNS[code].mark,
        number,
        standing_words(code, days),
    )


@register.filter
def vndate(value: date | datetime | None) -> str:
    """dd/mm/yyyy in the office's time zone; nothing for nothing."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}"


@register.filter
def vndatetime(value: datetime | None) -> str:
    """HH:MM dd/mm/yyyy in the office's time zone; nothing for nothing."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M %d/%m/%Y}"


@register.filter
def percent_of(part: int, whole: int) -> int:
    """Whole per cent rounded down: 199 of 200 is not yet 100 %."""
    return part * 100 // whole if whole else 0


@register.simple_tag
def bar_segments(parts: Iterable[Mapping[str, Any]], total: int) -> list[dict[str, Any]]:
    """Parts of a stacked bar with x and width in per cent, as strings safe in any locale."""
    segments, start = [], 0.0
    for part in parts:
        width = part["n"] * 100 / total if total else 0.0
        if width:
            segments.append({**part, "x": f"{start:.3f}%", "width": f"{width:.3f}%"})
        start += width
    return segments


@register.filter
def widget(field: BoundField) -> SafeString:
    """The control of a field with the class its kind wants; Django wires aria-* by itself."""
    control = field.field.widget
    css = "form-control"
    if isinstance(control, forms.CheckboxInput):
        css = "form-check-input"
    elif isinstance(control, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        css = ""
    elif isinstance(control, forms.Select):
        css = "form-select"
    own = control.attrs.get("class", "")
    classes = f"{css} {own}".strip()
    return field.as_widget(attrs={"class": classes} if classes else None)


@register.filter
def widget_kind(field: BoundField) -> str:
    """check, group, file, hidden or plain: which shape the field's markup takes."""
    control = field.field.widget
    if isinstance(control, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "group"
    if isinstance(control, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(control, forms.FileInput) else "plain"


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, view_name: str, label: str, sign: str = "") -> SafeString:
    """A link of the main navigation, marked when it is the page shown.

    A page whose app is not installed gives no link, so that the lower apps stand alone.
    """
    try:
        href = reverse(view_name)
    except NoReverseMatch:
        return SafeString("")
    match = getattr(context.get("request"), "resolver_match", None)
    here = SafeString(' aria-current="page"') if match and match.view_name == view_name else ""
    return format_html(
        '<li><a class="nav-item-link" href="{}"{}>{}<span>{}</span></a></li>',
        href,
        here,
        icon(sign) if sign else "",
        label,
    )


@register.filter
def days_ago(value: date | None, today: date) -> int:
    """Whole days from ``value`` to ``today``; 0 for nothing or for what lies ahead."""
    if not value:
        return 0
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return max((today - value) // timedelta(days=1), 0)
