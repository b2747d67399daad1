"""The chain of documents (chuỗi văn bản): what a directive carries out, up to the first; what carries it out, down to
the last. Level by level, two queries each; a circle of documents is walked once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from directives.models import Citation, Directive, DirectiveChange
from wards.models import User

from .changing import changes_of
from .directives import Progress, progress_of, reachable_directives

MOST_LEVELS = 12
MOST_NODES = 300


@dataclass(slots=True)
class Node:
    """One step of the chain. `directive` is None where the document is not in the register, or not this person's to
    see; `is_again`: it stands elsewhere in the chain already, with what hangs on it."""

    citation: Citation
    directive: Directive | None
    is_again: bool = False
    progress: Progress | None = None
    changes: list[DirectiveChange] = field(default_factory=list)  # what became of it since
    children: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Chain:
    above: list[Node]
    below: list[Node]
    is_cut: bool  # longer than is shown


def chain_of(directive: Directive, user: User) -> Chain:
    """Both halves, as far as this person may open the documents."""
    up, down = _Walk(directive, user), _Walk(directive, user)
    above, below = up.walk(up.upwards), down.walk(down.downwards)
    nodes = [*up.nodes, *down.nodes]
    shown = {node.directive.pk for node in nodes if node.directive}
    own = set(Directive.objects.visible_to(user).filter(pk__in=shown).values_list("pk", flat=True))
    progress, changes = progress_of(own), changes_of(shown)
    for node in nodes:
        node.changes = changes.get(node.directive.pk, []) if node.directive else []
        node.progress = progress.get(node.directive.pk) if node.directive else None
    return Chain(above, below, up.is_cut or down.is_cut)


class _Walk:
    def __init__(self, start: Directive, user: User) -> None:
        self.start, self.reachable = start, reachable_directives(user)
        self.nodes: list[Node] = []
        self.is_cut = False

    def upwards(self, frontier: Iterable[int]) -> list[tuple[int, Node]]:
        """(the citing document, the step to what it cites)."""
        open_ = Exists(self.reachable.filter(pk=OuterRef("target_id")))
        found = Citation.objects.filter(directive__in=list(frontier)).annotate(may_open=open_)
        rows = found.select_related("target__issuing_body").defer("target__text").order_by("directive_id", "id")
        return [(row.directive_id, Node(row, row.target if row.may_open else None)) for row in rows]

    def downwards(self, frontier: Iterable[int]) -> list[tuple[int, Node]]:
        """(the cited document, the step to what cites it)."""
        found = Citation.objects.filter(target__in=list(frontier), directive__in=self.reachable.values("pk"))
        rows = found.select_related("directive__issuing_body").defer("directive__text")
        return [
            (row.target_id or 0, Node(row, row.directive)) for row in rows.order_by("-directive__received_on", "-id")
        ]

    def walk(self, step: Callable[[Iterable[int]], list[tuple[int, Node]]]) -> list[Node]:
        """The steps from the start, the children of each within it."""
        top: list[Node] = []
        places: dict[int, list[Node]] = {self.start.pk: top}
        frontier = [self.start.pk]
        for _level in range(MOST_LEVELS):
            reached: list[int] = []
            for at, node in step(frontier):
                if len(self.nodes) >= MOST_NODES:
                    self.is_cut = True
                    return top
                places[at].append(node)
                self.nodes.append(node)
                if node.directive is None:
                    continue
                node.is_again = node.directive.pk in places
                if not node.is_again:
                    places[node.directive.pk] = node.children
                    reached.append(node.directive.pk)
            if not reached:
                return top
            frontier = reached
        self.is_cut = True
        return top
