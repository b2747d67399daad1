"""From the text of a document to a reading of it."""

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

from .attachments import as_document, split_attachments
from .citations import read_citations
from .columns import plain_tables
from .coverage import measure
from .head import read_head
from .issuer import issuer_by_signature
from .layout import Layout, lay_out
from .letterhead import month_of_issue
from .loose import announced, charges, read_chapeau, read_loose
from .markers import DASH
from .model import Citation, Coverage, Dropped, Reading, Span, Task, UnitMention, Value
from .orders import Context, read_orders
from .outline import Outline, build_outline
from .recipients import read_addressees, read_recipients
from .rows import read_table
from .signature import read_signature
from .tables import Row, is_row, read_rows
from .text import Line, Passage, normalise, passage

__all__ = ["read"]


def read(text: str) -> Reading:
    """Read a document: fields, tree of orders, units, deadlines, citations, each with its span of the text.

    Takes any text and never fails; what is not found is absent from the reading.
    """
    text = normalise(text)
    layout = lay_out(text)
    fields = read_head(layout)
    issued_on = fields["issued_on"].value if "issued_on" in fields else month_of_issue(layout.head)
    signature = read_signature(layout.tail)
    if signature.signer:
        fields["signer"] = signature.signer
    if signature.title:
        fields["signer_title"] = signature.title
    issuer_by_signature(fields, signature.authority, layout)
    addressees = read_addressees(layout.head[layout.addressees :]) if layout.addressees is not None else ()
    tasks, chapeau, coverage = _read_work(layout, issued_on)
    return Reading(
        text=text,
        fields=fields,
        signing_authority=signature.authority,
        addressees=addressees,
        recipients=read_recipients(layout.tail),
        chapeau_lead=tuple(u.name for u in chapeau),
        references=tuple(_references(layout, fields)),
        tasks=tuple(_with_words(task, text) for task in tasks),
        dropped=tuple(sorted([*layout.dropped, *_left_in_annex(layout.annex, tasks)], key=lambda d: d.span)),
        coverage=coverage,
    )


def _with_words(task: Task, text: str) -> Task:
    return replace(task, words=text[slice(*task.span)])


def _references(layout: Layout, fields: dict[str, Value]) -> list[Citation]:
    lines = [*layout.head, *layout.body, *layout.annex]
    flats = " ".join(line.flat for line in lines)
    whole = passage([(line.start, line.text) for line in lines], flats)
    number = fields.get("number")
    found = read_citations(whole, number.value if number else None)
    own = number.span if number else None
    return [c for c in found if c.span != own]


def _read_work(layout: Layout, issued_on: str | None) -> tuple[list[Task], tuple[UnitMention, ...], Coverage]:
    tasks, chapeau, paragraphs, known = _work_of(layout, issued_on)
    _append(tasks, _annex(layout.annex, issued_on))
    return tasks, chapeau, measure(paragraphs, [t.span for t in tasks], known)


Work = tuple[list[Task], tuple[UnitMention, ...], list[Passage], list[Span]]


def _work_of(layout: Layout, issued_on: str | None, prefix: str = "") -> Work:
    """The orders of one document's body, whom its opening names, its paragraphs, and what is known to be no order."""
    tables, lines = _tables(layout.body)
    outline = build_outline(lines, prefix)
    listed = 0 if outline.items else announced(outline.preamble)
    chapeau = read_chapeau(outline.preamble[:listed] if listed else outline.preamble) if outline.items or listed else ()
    tasks, apart, skipped = read_orders(outline, Context(issued_on, chapeau))
    numbered = any(item.rank < DASH for item in outline.items)
    free = [*(charges(outline.preamble) if numbered else outline.preamble), *apart]
    loose = read_loose(free[listed:], issued_on, numbered, chapeau, listed=bool(listed))
    for rows in tables:
        _append(tasks, read_table(rows, issued_on, prefix))
    tasks = _in_order(tasks, loose)
    opening = [] if loose and not numbered else [p.span(0, len(p.text)) for p in outline.preamble if p.text]
    return tasks, chapeau, _paragraphs(outline), [*skipped, *opening]


def _tables(lines: list[Line]) -> tuple[list[list[Row]], list[Line]]:
    """The rows of the tables of tasks among these lines, and the lines beside them."""
    printed = [line for line in lines if is_row(line)]
    plain, rest = plain_tables([line for line in lines if not is_row(line)])
    return [rows for rows in (*plain, read_rows(printed)) if rows], rest


def _paragraphs(outline: Outline) -> list[Passage]:
    return [*outline.preamble, *(p for item in outline.items for p in item.paragraphs)]


def _in_order(tasks: list[Task], loose: list[Task]) -> list[Task]:
    """All orders as they are printed, those of tables and without number among them; parents keep their order."""
    marked = [(t.span[0], i, t) for i, t in enumerate(tasks)] + [(t.span[0], -1, t) for t in loose]
    marked.sort(key=lambda x: x[0])
    moved = {old: new for new, (_, old, _) in enumerate(marked) if old >= 0}
    return [replace(t, parent=moved.get(t.parent) if t.parent is not None else None) for _, _, t in marked]


def _append(tasks: list[Task], more: list[Task]) -> None:
    base = len(tasks)
    tasks += [replace(t, parent=t.parent + base) if base and t.parent is not None else t for t in more]


def _left_in_annex(lines: list[Line], tasks: list[Task]) -> list[Dropped]:
    """What is attached after the signature and gave no order, one stretch of lines at a time: the clerk sees that
    something was left out, and where."""
    held = sorted(t.span for t in tasks)
    starts = [start for start, _ in held]
    furthest = list(accumulate((end for _, end in held), max))
    runs: list[Dropped] = []
    joins = False
    for line in lines:
        before = bisect_right(starts, line.end - 1)
        if before and line.start < furthest[before - 1]:
            joins = False
        elif joins:
            runs[-1] = Dropped((runs[-1].span[0], line.end), "annex")
        else:
            runs.append(Dropped((line.start, line.end), "annex"))
            joins = True
    return runs


def _annex(lines: list[Line], issued_on: str | None) -> list[Task]:
    """Orders in what is attached after the signature; numbered att1/..., att2/... ."""
    tasks: list[Task] = []
    parts = split_attachments(lines)
    for i, part in enumerate(parts, 1):
        whole = as_document(part)
        if whole:
            _append(tasks, _work_of(whole, issued_on, f"att{i}/")[0])
            parts += [whole.annex] if whole.annex else []  # what is attached to the attachment comes after it
        else:
            tables, rest = _tables(part)
            outline = build_outline(rest, prefix=f"att{i}/")
            _append(tasks, read_orders(outline, Context(issued_on, (), in_annex=True))[0])
            for rows in tables:
                _append(tasks, read_table(rows, issued_on, f"att{i}/"))
    return tasks
