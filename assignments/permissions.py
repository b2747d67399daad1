"""Who may do what to an assignment: one list of actions for the buttons, the views, the services and the tests."""

import datetime as dt
from enum import Enum
from typing import Any

from directives.enums import UnitRole
from wards.enums import Role
from wards.limits import limit
from wards.models import Position, Unit, User

from .enums import ASKED, TABLE, Action, Side
from .models import Assignment, LinkedPart


class Why(Enum):
    """Why an action is not open to a person, in the order in which it is asked."""

    STATE = "state"  # nor to anybody, as the work stands
    NEEDS = "needs"  # what is to be decided is not there (any more), or is there already
    LIMIT = "limit"  # too late, too often
    FOUR_EYES = "four_eyes"
    RIGHT = "right"


OF_TIME = frozenset({Action.EXTEND, Action.GRANT, Action.SET_DEADLINE, Action.REVIEWED})  # never by the unit itself
DECIDERS = frozenset({Role.UNIT_HEAD, Role.CLERK, Role.LEADER})  # who answers for a unit


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
        if position.role == Role.LEADER:
            sides.add(Side.LEADER)
    if position.role in DECIDERS and position.unit_id == assignment.deciding_unit_id:
        sides.add(Side.DECIDER)
    return sides


def sides_of(user: User, assignment: Assignment) -> set[Side]:
    """On which sides of the assignment the person stands today.

    The unit's side is the unit's own people; those of a superior unit may look but not act in its name.
    The office's side is the clerks and leaders of the office that follows the directive, or of one above it.
    The decider's is whoever answers for the unit that the obstacle waits for, or last waited for.
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


def _value(assignment: Assignment, path: str) -> Any:
    found: Any = assignment
    for name in path.split("."):
        found = getattr(found, name)
    return found


def _is_missing(assignment: Assignment, needs: str) -> bool:
    return bool(_value(assignment, needs.removeprefix("-"))) == needs.startswith("-")


def _is_past_limit(assignment: Assignment, action: Action, today: dt.date) -> bool:
    """More time is asked for before the last day has passed, and not without end; both need a last day. Work is looked
    at again once its day of review has come."""
    if action == Action.REVIEWED:
        return assignment.review_on is None or assignment.review_on > today
    if action not in (Action.ASK_EXTENSION, Action.EXTEND):
        return False
    if assignment.deadline_on is None:
        return True
    late = assignment.deadline_on < today or assignment.extensions_count >= limit("extensions_limit")
    return action == Action.ASK_EXTENSION and late


def why_not(
    user: User, assignment: Assignment, action: Action, today: dt.date, sides: set[Side] | None = None
) -> Why | None:
    """Why this person may not do this now; None where he or she may. Reads nothing but the row and the positions.

    Four eyes: nobody decides on what he or she asked, claimed or reported, and no unit sets its own deadline.
    """
    rule = TABLE[action]
    sides = sides_of(user, assignment) if sides is None else sides
    if assignment.state not in rule.sources:
        return Why.STATE
    if rule.needs and _is_missing(assignment, rule.needs):
        return Why.NEEDS
    if _is_past_limit(assignment, action, today):
        return Why.LIMIT
    if rule.side not in sides:
        return Why.RIGHT
    if rule.not_by and _value(assignment, rule.not_by) == user.pk:
        return Why.FOUR_EYES
    if action in OF_TIME and Side.UNIT in sides:
        return Why.FOUR_EYES
    return None


def available_actions(user: User, assignment: Assignment, today: dt.date) -> list[Action]:
    """What this person may do now, in the table's order."""
    sides = sides_of(user, assignment)
    return [action for action in TABLE if sides and why_not(user, assignment, action, today, sides) is None]


def has_right(user: User, assignment: Assignment, action: Action) -> bool:
    """Whether the action is this person's at all, whatever the state: on that side, and no business of his own."""
    rule = TABLE[action]
    if rule.side not in sides_of(user, assignment):
        return False
    there = not rule.needs or not _is_missing(assignment, rule.needs)
    return not (rule.not_by and there and _value(assignment, rule.not_by) == user.pk)


def can_note(user: User, assignment: Assignment) -> bool:
    """Progress notes: both sides, while the assignment is open."""
    return assignment.closed_at is None and bool(sides_of(user, assignment) - {Side.DECIDER})


def must_be_approved(user: User, office: Unit) -> bool:
    """Whether what the person assigns waits for a leader: the office wants it, and the person leads nobody there."""
    leads = any(p.role == Role.LEADER and office.path.startswith(p.unit.path) for p in user.held)
    return office.approves_first and not leads


def can_assign(user: User, office_path: str) -> bool:
    """Clerks and leaders of the office that follows the directive, or of one above it."""
    return any(p.role in (Role.CLERK, Role.LEADER) and office_path.startswith(p.unit.path) for p in user.held)


def can_give_figures(user: User, assignment: Assignment) -> bool:
    """The unit's own people, where the unit is asked for numbers: co-ordinating units are not."""
    asked = assignment.state in ASKED and assignment.role != UnitRole.COORDINATING
    return asked and Side.UNIT in sides_of(user, assignment)


def can_link(user: User, assignment: Assignment) -> bool:
    """Whether the person may say that one report serves this and another duty: the unit's head and the office."""
    return bool(sides_of(user, assignment) & {Side.UNIT_HEAD, Side.OFFICE})


def can_agree_link(user: User, part: LinkedPart, assignment: Assignment) -> bool:
    """The office of the part's own directive, and not whoever proposed it (four eyes)."""
    return Side.OFFICE in sides_of(user, assignment) and part.added_by_id != user.pk
