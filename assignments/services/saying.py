"""What history says of work that a new document closes or carries over."""

from django.utils.translation import gettext as _

from directives.models import DirectiveChange, Task

from ..models import Assignment
from .carrying import first_due


def why(change: DirectiveChange) -> str:
    """What history says of a row that is closed: the document, and the reason where one was given."""
    return " ".join(filter(None, [f"{change}.", change.reason]))


def goes_on_as(change: DirectiveChange, task: Task) -> str:
    words = _("It goes on as item %(path)s there.") % {"path": task.path}
    return f"{why(change)} {words}"


def comes_from(rows: list[Assignment]) -> str:
    old = first_due(rows)
    words = _("Goes on from item %(path)s of %(directive)s.")
    return words % {"path": old.task.path, "directive": old.directive}
