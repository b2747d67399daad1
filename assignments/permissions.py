"""Who may do what to an assignment: one list of actions for the buttons, the views, the services and the tests."""

from wards.enums import Role
from wards.models import Position, User

from .enums import TABLE, Action, Side
from .models import Assignment


def _sides_by(position: Position, assignment: Assignment) -> set[Side]:
    """On which sides of the assignment the holder of one position stands."""
    sides: set[Side] = set()
    if position.unit_id == assignment.unit_id and position.role in (Role.UNIT_HEAD, Role.UNIT_STAFF):
        sides.add(Side.UNIT)
        if position.role == Role.UNIT_HEAD:
            sides.add(Side.UNIT_HEAD)
    serves_office = assignment.directive.office.path.startswith(position.unit.path)
    if serves_office and position.role in (Role.CLERK, Role.LEADER):
        sides.add(Side.OFFICE)
    return sides


def sides_of(user: User, assignment: Assignment) -> set[Side]:
    """On which sides of the assignment the person stands today.

    The unit's side is the unit's own people; those of a superior unit may look but not act in its name.
    The office's side is the clerks and leaders of the office that follows the directive, or of one above it.
    """
    return {side for position in user.held for side in _sides_by(position, assignment)}


def acting_for(user: User, assignment: Assignment, side: Side) -> User | None:
    """For whom the person acts on this side: nobody where a position of their own gives it, which comes first."""
    for position in user.held:
        if side in _sides_by(position, assignment):
            return position.acting_for
    return None


def assigning_for(user: User, office_path: str) -> User | None:
    """For whom the person assigns in that office: nobody where a position of their own lets them."""
    for position in user.held:
        if position.role in (Role.CLERK, Role.LEADER) and office_path.startswith(position.unit.path):
            return position.acting_for
    return None


def available_actions(user: User, assignment: Assignment) -> list[Action]:
    """The transitions this person may make now, in the table's order. Four eyes: never on one's own report."""
    sides = sides_of(user, assignment)
    return [
        action
        for action, rule in TABLE.items()
        if assignment.state in rule.sources
        and rule.side in sides
        and not (rule.four_eyes and assignment.submitted_by_id == user.pk)
    ]


def can_note(user: User, assignment: Assignment) -> bool:
    """Progress notes: both sides, while the assignment is open."""
    return assignment.closed_at is None and bool(sides_of(user, assignment))


def can_assign(user: User, office_path: str) -> bool:
    """Clerks and leaders of the office that follows the directive, or of one above it."""
    return any(p.role in (Role.CLERK, Role.LEADER) and office_path.startswith(p.unit.path) for p in user.held)
