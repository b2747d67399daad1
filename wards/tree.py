"""The tree of units on a day: the names, codes and places of that day, who headed them, what came before and after."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from .models import Position, SuccessionLink, UnitVersion
from .models.people import heads_on


@dataclass
class Node:
    """A unit as it was on the day. `came_from`, `went_to`: links of decisions with their other unit."""

    version: UnitVersion
    depth: int = 0
    head: Position | None = None
    came_from: list[SuccessionLink] = field(default_factory=list)
    went_to: list[SuccessionLink] = field(default_factory=list)


def _in_order(nodes: dict[int, Node]) -> Iterator[Node]:
    """Depth first, each level in protocol order. A parent that was not there that day leaves its units at the top."""
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        parent = node.version.parent_id
        below[parent if parent in nodes else None].append(node)

    def walk(parent: int | None, depth: int) -> Iterator[Node]:
        for node in below[parent]:
            node.depth = depth
            yield node
            yield from walk(node.version.unit_id, depth + 1)

    return walk(None, 0)


def tree_on(day: dt.date) -> list[Node]:
    """Three queries, whatever the number of units."""
    versions = UnitVersion.objects.on(day).select_related("unit").order_by("unit__protocol_order", "unit_id")
    nodes = {version.unit_id: Node(version) for version in versions if version.unit.is_valid_on(day)}
    for position in heads_on(day).select_related("user").order_by("pk"):
        if node := nodes.get(position.unit_id):
            node.head = position
    for link in SuccessionLink.objects.select_related("succession", "old", "new").order_by("pk"):
        if node := nodes.get(link.old_id):
            node.went_to.append(link)
        if node := nodes.get(link.new_id or 0):
            node.came_from.append(link)
    return list(_in_order(nodes))
