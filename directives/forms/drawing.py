"""The fields of one task as HTML. Written out here and not as widget templates: a plan of a hundred tasks has fifteen
hundred fields, and a template for each of them costs seconds; this costs hundredths."""

from django.forms import BoundField, ChoiceField, Form, Textarea
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_LAYOUT = (
    ("path", "kind"),
    ("words",),
    ("short_title",),
    ("lead", "coordinating", "requested"),
    ("deadline_kind", "deadline_on", "within_days", "rule"),
    ("deadline_words",),
    ("product", "product_to"),
)


def task_fields(form: Form) -> SafeString:
    """All fields of a task, each with its label, value and errors; every value escaped."""
    rows = [f'<div class="form-row">{"".join(drawn_field(form[name]) for name in names)}</div>' for names in _LAYOUT]
    return mark_safe("".join(rows))  # noqa: S308 - each part was escaped above


def drawn_field(bound: BoundField) -> str:
    """Label, control and errors of one field, escaped."""
    errors = bound.errors if bound.form.is_bound else []
    name = bound.auto_id
    extra = f' aria-invalid="true" aria-describedby="{name}_error"' if errors else ""
    listed = "".join(f"<li>{escape(error)}</li>" for error in errors)
    below = f'<ul class="errorlist" id="{name}_error">{listed}</ul>' if errors else ""
    label = f'<label for="{name}">{escape(bound.label)}</label>'
    return f'<div class="field">{label}{_control(bound, name, extra)}{below}</div>'


def _control(bound: BoundField, name: str, extra: str) -> str:
    value, field = bound.value(), bound.field
    value = "" if value is None else value
    attrs = f'name="{bound.html_name}" id="{name}"{extra}'
    if isinstance(field, ChoiceField):
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(words)}</option>'
            for key, words in list(field.choices)  # type: ignore[arg-type]
        )
        return f'<select class="form-select" {attrs}>{options}</select>'
    given = "".join(f' {key}="{escape(text)}"' for key, text in field.widget.attrs.items())
    if isinstance(field.widget, Textarea):
        # The parser drops one line end after the tag: an own one keeps the text's first.
        return f'<textarea class="form-control" {attrs}{given}>\n{escape(value)}</textarea>'
    return f'<input class="form-control" type="text" {attrs}{given} value="{escape(value)}">'
