"""From outline to orders: who leads each item (its own words, its parent, the opening sentence), by when, and what."""

import re
from dataclasses import dataclass, field, replace

from .actors import Actors, has_duty, read_actors
from .attributes import is_label
from .deadlines import read_deadline, read_standing
from .deeds import LOGISTICS, deed_place, tells_deed
from .loose import is_separate, read_prose
from .markers import ARABIC, ARTICLE, DASH, PART, PLUS, ROMAN
from .model import Deadline, Task, UnitMention
from .outline import Item, Outline
from .output import read_output
from .text import Passage, clip, passage
from .titles import first_words, short_title

# Sections that describe and give no work (LABELLING: situation, assessment, purpose are not orders).
_ALWAYS_DESCRIPTIVE = re.compile(
    r"(?:ve )?(?:muc dich|muc tieu|chi tieu\W*$|cac chi tieu|quy dinh chung|quan diem|"
    r"danh gia (?:chung|tinh hinh|ket qua)|tinh hinh|nhung ket qua|ton tai|"
    r"han che|nguyen nhan|"
    r"can cu$|can cu phap ly|co so phap ly|su can thiet|bo cuc|boi canh|nhan dinh|thuc trang|uu diem|khuyet diem|"
    r"ket qua(?: dat duoc|,? (?:va )?(?:han che|ton tai))|ket qua thuc hien\W*$)"
)
_SECTION_DESCRIPTIVE = re.compile(
    r"(?:ve )?(?:doi tuong|pham vi|quy trinh|kinh phi|thanh phan|danh sach|nguyen tac|yeu cau\W*$|tieu chuan|"
    r"dieu kien|ho so|co cau|"
    r"noi dung (?:kiem tra|cac tai lieu)|thoi gian.{0,20}hieu luc|giai thich tu ngu)"
)
_BASIS = re.compile(
    r"(?:tai (?:diem|khoan|dieu|thong bao|cong van)|can cu|xet (?:de nghi|to trinh)|theo de nghi|"
    r"theo quy dinh tai)(?!\w)"
)


_MOSTLY = 2  # items that must tell a unit to act before a section's heading is disbelieved
_OWN_ACT = re.compile(
    r"(?:nay )?(?:thong qua|phe duyet|ban hanh|cong nhan|thanh lap|bo nhiem|nhat tri|tan thanh|phe chuan|kien toan|"
    r"cong bo)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole document gives every order."""

    issued_on: str | None
    chapeau: tuple[UnitMention, ...] = ()
    in_annex: bool = False


@dataclass(slots=True)
class Draft:
    """An item with what its own words say, before inheritance."""

    item: Item
    own: list[Passage]
    apart: list[Passage]
    actors: Actors
    prose: list[Passage] = field(default_factory=list)
    labels: list[Passage] = field(default_factory=list)  # bullets that say who and when of this item
    descriptive: bool = False
    labels_above: bool = False  # itself such a bullet of the item above
    handed_on: dict[str, tuple[UnitMention, ...]] = field(default_factory=dict)  # one copy for all the items under it


def read_orders(outline: Outline, context: Context) -> tuple[list[Task], list[Passage], list[tuple[int, int]]]:
    """(orders in printed order, paragraphs set apart as orders without number, spans of descriptive sections)."""
    drafts = _drafts(outline, context)
    skipped = [(d.item.start, _end(d)) for d in drafts if d.descriptive]
    tasks: list[Task] = []
    places: dict[int, int] = {}
    effective: dict[int, tuple[tuple[UnitMention, ...], str]] = {}
    for i, draft in enumerate(drafts):
        effective[i] = _lead_of(i, draft, drafts, effective, context)
        parent = places.get(draft.item.parent) if draft.item.parent is not None else None
        above = drafts[draft.item.parent] if draft.item.parent is not None else None
        task = _task(draft, parent, effective[i], _partners_of(i, drafts), context, _is_own_act(above))
        if draft.descriptive or (context.in_annex and not _orders_in_annex(i, drafts, task)):
            continue
        tasks.append(task)
        places[i] = len(tasks) - 1
        orders = (t for p in draft.prose for t in read_prose(p, context.issued_on, effective[i][0]))
        tasks += [replace(t, parent=places[i]) for t in orders]
    apart = [p for d in drafts if not d.descriptive for p in d.apart]
    return tasks, apart, skipped


def _end(draft: Draft) -> int:
    last = (draft.own + draft.prose + draft.apart)[-1]
    return last.span(0, len(last.text))[1]


def _drafts(outline: Outline, context: Context) -> list[Draft]:
    drafts: list[Draft] = []
    named: list[bool] = []
    for i, item in enumerate(outline.items):
        above = drafts[item.parent] if item.parent is not None else None
        is_last = i == len(outline.items) - 1
        own, apart = _set_apart(item, is_last)
        own, prose = _under_bare_heading(item, own)
        above_names = bool(above and (named[item.parent or 0] or above.actors.below))
        below = [outline.items[k] for k in item.children]
        labels = [sub.paragraphs[0] for sub in below if sub.rank >= DASH and is_label(sub.paragraphs[0])]
        actors = read_actors([clip(p) for p in [*own, *labels]], above_names or bool(context.chapeau))
        draft = Draft(item, own, apart, actors, prose, labels)
        draft.labels_above = bool(above and item.paragraphs[0] in above.labels)
        draft.descriptive = _is_descriptive(draft) or bool(above and above.descriptive)
        drafts.append(draft)
        named.append(above_names or bool(actors.lead))
    _keep_orders(drafts)
    return drafts


def _keep_orders(drafts: list[Draft]) -> None:
    """A section whose heading sounds like a description ("I. Về tình hình kinh tế - xã hội") but whose items mostly
    tell units to act is no description."""
    for i, draft in enumerate(drafts):
        above = drafts[draft.item.parent] if draft.item.parent is not None else None
        below = draft.item.children
        if not draft.descriptive or (above and above.descriptive) or len(below) < _MOSTLY:
            continue
        if 2 * sum(bool(drafts[k].actors.lead) for k in below) > len(below):
            for k in [i, *_under(drafts, i)]:
                drafts[k].descriptive = False


def _under(drafts: list[Draft], i: int) -> list[int]:
    found, waiting = [], list(drafts[i].item.children)
    while waiting:
        k = waiting.pop()
        found.append(k)
        waiting += drafts[k].item.children
    return found


def _set_apart(item: Item, is_last: bool) -> tuple[list[Passage], list[Passage]]:
    """The item's own paragraphs, and those after it that are orders by themselves."""
    own: list[Passage] = item.paragraphs[:1]
    rest = item.paragraphs[1:]
    if not rest:
        return own, []
    heading = _is_heading_only(own[0])
    for k, p in enumerate(rest):
        if is_separate(
            p,
            first_under_heading=heading and k == 0 and not item.children,
            after_sub_item=item.rank >= ARABIC + 3,
            last=is_last,
        ):
            return own, rest[k:]
        own.append(p)
    return own, []


def _under_bare_heading(item: Item, own: list[Passage]) -> tuple[list[Passage], list[Passage]]:
    """(heading, prose): under a section's heading that names no unit and has no items ("III. TỔ CHỨC THỰC HIỆN")
    the paragraphs are not the heading's own words but orders, or prose, by themselves."""
    bare = (
        item.rank in (PART, ROMAN)
        and len(own) > 1
        and not item.children
        and _is_heading_only(own[0])
        and not read_actors(own[:1], False).lead
    )
    return (own[:1], own[1:]) if bare else (own, [])


def _is_heading_only(p: Passage) -> bool:
    text = p.text.rstrip()
    return (
        text.endswith(":")
        or (len(text) < 90 and not has_duty(p) and not text.endswith((".", ";")))
        or (not re.search(r"[.;,]", text) and len(text) < 140)
    )


def _is_descriptive(draft: Draft) -> bool:
    item, first = draft.item, draft.own[0]
    heading = len(first.text) < 160
    if heading and item.rank <= ARABIC and _ALWAYS_DESCRIPTIVE.match(first.flat.strip(" *")):
        return True
    if heading and item.rank <= ROMAN and _SECTION_DESCRIPTIVE.match(first.flat.strip(" *")):
        return True
    return item.rank == DASH and item.parent is None and bool(_BASIS.match(first.flat))


def _lead_of(
    i: int,
    draft: Draft,
    drafts: list[Draft],
    effective: dict[int, tuple[tuple[UnitMention, ...], str]],
    context: Context,
) -> tuple[tuple[UnitMention, ...], str]:
    if draft.actors.lead:
        return draft.actors.lead, "own"
    parent = draft.item.parent
    if parent is not None:
        above = drafts[parent]
        units, source = (above.actors.below, "") if above.actors.below else effective[parent]
        if units:
            source = "chapeau" if source == "chapeau" else "inherited"
            if "lead" not in above.handed_on:
                above.handed_on["lead"] = _passed_on(units, source)
            return above.handed_on["lead"], source
    return context.chapeau, "chapeau" if context.chapeau else "none"


def _passed_on(units: tuple[UnitMention, ...], source: str) -> tuple[UnitMention, ...]:
    return units if all(u.source == source for u in units) else tuple(replace(u, source=source) for u in units)


def _partners_of(i: int, drafts: list[Draft]) -> tuple[UnitMention, ...]:
    """ "X chủ trì, phối hợp với Y:" gives Y to every item under it."""
    draft = drafts[i]
    hits = list(draft.actors.coordinating)
    parent = draft.item.parent
    while parent is not None:
        above = drafts[parent]
        if above.own[-1].text.rstrip().endswith(":"):
            if "partners" not in above.handed_on:
                above.handed_on["partners"] = _passed_on(above.actors.coordinating, "inherited")
            known = {u.name.lower() for u in hits}
            hits += [u for u in above.handed_on["partners"] if u.name.lower() not in known]
        parent = above.item.parent
    return tuple(hits)


def _task(
    draft: Draft,
    parent: int | None,
    lead: tuple[tuple[UnitMention, ...], str],
    partners: tuple[UnitMention, ...],
    context: Context,
    under_own_act: bool = False,
) -> Task:
    item = draft.item
    whole = joined(draft.own)
    span = whole.span(0, len(whole.text))
    brief = clip(whole)
    output, receiver = read_output(brief)
    kind = _kind(draft, brief, under_own_act)
    units = lead[0] + partners if kind != "info" else ()
    return Task(
        number=item.path,
        kind=kind,
        parent=parent,
        span=span,
        words="",
        first_words=first_words(whole.text),
        short_title=short_title([clip(p) for p in draft.own]),
        units=units,
        lead_source=lead[1] if kind != "info" else "none",
        deadline=_deadline(draft, kind, brief, context),
        output=output,
        output_to=receiver,
        confidence=_confidence(kind, lead[1]),
    )


def _deadline(draft: Draft, kind: str, whole: Passage, context: Context) -> Deadline | None:
    """The order's time; a schedule that tells nobody to do anything ("Thời gian: 8 giờ, thứ Hai hằng tuần") has
    none; "thường xuyên" counts where no other time is printed."""
    due = read_deadline(whole, context.issued_on) if kind != "group" and not draft.labels_above else None
    due = due or next((found for p in draft.labels if (found := read_deadline(clip(p), context.issued_on))), None)
    if due and due.kind == "periodic" and not draft.actors.lead and not tells_deed(whole):
        return None
    if due or kind != "task":
        return due
    return next((found for p in draft.own if (found := read_standing(clip(p), deed_place(clip(p))))), None)


def joined(paragraphs: list[Passage]) -> Passage:
    """Several paragraphs as one passage, spans kept."""
    if len(paragraphs) == 1:
        return paragraphs[0]
    pieces: list[tuple[int, str]] = []
    for p in paragraphs:
        for joint, source, until in zip(
            p.joints, p.sources, [j - 1 for j in p.joints[1:]] + [len(p.text)], strict=True
        ):
            pieces.append((source, p.text[joint:until]))
    return passage(pieces)


def _kind(draft: Draft, whole: Passage, under_own_act: bool) -> str:
    """task, group (its content is in the items under it), info (logistics, data, legal effect)."""
    item, text = draft.item, whole.text.rstrip()
    if draft.labels_above:
        return "info"
    if draft.labels and len(draft.labels) == len(item.children):
        return "task"
    if item.children and (
        (text.endswith(":") and not re.search(r"[.;]\s", text))
        or draft.actors.is_heading
        or (len(text) < 120 and not re.search(r"[.;]\s", text))
    ):
        return "group"
    if item.rank == ROMAN and len(text) < 160 and (draft.actors.is_heading or not draft.actors.lead):
        return "task" if len(draft.own) > 1 and has_duty(draft.own[1]) else "group"
    if LOGISTICS.match(whole.flat):
        return "info"
    if item.rank == ARTICLE and re.search(r"hieu luc|ban hanh kem theo", whole.flat) and not draft.actors.lead:
        return "info"
    if _is_own_act(draft):
        return "info"
    if under_own_act and not draft.actors.lead and not has_duty(whole):
        return "info"
    if item.rank == PLUS and not draft.actors.lead and not has_duty(whole):
        return "info"
    return "task"


def _is_own_act(draft: Draft | None) -> bool:
    """An article by which the issuer itself acts ("Điều 1. Thành lập Tổ công tác gồm:"): members and targets follow."""
    return bool(draft and draft.item.rank == ARTICLE and _OWN_ACT.match(draft.own[0].flat) and not draft.actors.lead)


def _confidence(kind: str, source: str) -> float:
    if kind != "task":
        return 0.7
    return {"own": 0.9, "inherited": 0.8, "chapeau": 0.7}.get(source, 0.5)


_ORGANISING = re.compile(r"(?:ve )?(?:to chuc (?:trien khai )?thuc hien|phan cong|trach nhiem (?:thuc hien|cua))")


def _orders_in_annex(i: int, drafts: list[Draft], task: Task) -> bool:
    """In an annex only what names its unit or its day, or stands under "Tổ chức thực hiện", is an order:
    the rest of a programme, a form or a list is its content."""
    organising, at = False, i
    while not organising:
        heading = drafts[at].own[0].flat.strip(" *#")
        organising = len(heading) < 60 and bool(_ORGANISING.match(heading))
        parent = drafts[at].item.parent
        if parent is None:
            break
        at = parent
    if organising:
        return True
    draft = drafts[i]
    if task.kind == "group" or draft.actors.is_heading or not draft.actors.lead:
        return False
    return task.deadline is not None or draft.item.rank != DASH
