"""Instructions that wait for an answer, when the work that they are about goes on elsewhere: none is lost."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models.functions import Coalesce

from ..enums import InstructionKind
from ..models import Assignment, InstructionTarget
from .carrying import BATCH, Carrier, Key, Sources


def answer_all(rows: Collection[Assignment], by: Carrier, words: str) -> None:
    """What waits for an answer on rows that are closed says, in the name of whoever closed them, what became of it."""
    waiting = InstructionTarget.objects.unanswered().filter(assignment__in=[row.pk for row in rows])
    waiting.update(read_at=Coalesce("read_at", by.now), answered_at=by.now, answered_by=by.actor, answer=words[:2000])


def waiting_on(rows: list[Assignment]) -> dict[int, list[InstructionTarget]]:
    found = InstructionTarget.objects.unanswered().filter(assignment__in=rows).select_related("instruction")
    by_row: dict[int, list[InstructionTarget]] = defaultdict(list)
    for target in found.order_by("id"):
        by_row[target.assignment_id].append(target)
    return by_row


def answerable(rows: list[Assignment], waiting: Mapping[int, list[InstructionTarget]]) -> set[int]:
    """The instructions that wait for the unit itself, each once."""
    targets = [target for row in rows for target in waiting.get(row.pk, [])]
    return {target.instruction_id for target in targets if target.instruction.kind != InstructionKind.REASSIGN}


def carry_instructions(
    sources: Sources, goes_on: dict[Key, Assignment], made: set[Key], waiting: Mapping[int, list[InstructionTarget]]
) -> None:
    """What waits for an answer waits on the work that goes on; rows that were there before count it in memory."""
    joined = [row.pk for key, row in goes_on.items() if key not in made]
    there = set(InstructionTarget.objects.filter(assignment__in=joined).values_list("instruction_id", "assignment_id"))
    copies = []
    for key, rows in sources.items():
        new = goes_on[key]
        for target in (target for row in rows for target in waiting.get(row.pk, [])):
            if (target.instruction_id, new.pk) in there:
                continue
            there.add((target.instruction_id, new.pk))
            copies.append(InstructionTarget(instruction=target.instruction, assignment=new, read_at=target.read_at))
            if key not in made:
                new.unanswered_count += target.instruction.kind != InstructionKind.REASSIGN
                new.urgings_count += target.instruction.kind == InstructionKind.URGE
    InstructionTarget.objects.bulk_create(copies, batch_size=BATCH)
