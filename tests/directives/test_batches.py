"""Many documents at once: one line for each file, read one by one; what a worker's death, a cancel, a secret one do."""

import datetime as dt
import io
import threading
import tracemalloc
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from directives import tasks
from directives.batches import lines_of, tally
from directives.enums import BatchState, LineState
from directives.models import Batch, BatchLine, Draft, SourceFile
from directives.services import Refused, batch_cancel, batch_create, draft_confirm, line_read, stalled_lines
from directives.services.batching import LEASE, MOST_ATTEMPTS, lines_forget, next_lines
from directives.unpacking import Found
from tests import needs
from tests.cast import Cast, make_cast
from tests.opening.papers import picture, scan
from wards.models import AuditEntry, Position

from .documents import CLEAN, SECRET, TWELVE_WARDS
from .test_entering import word_file
from .test_unpacking import archive

pytestmark = pytest.mark.usefixtures("at_now")
NEW = "/batches/new/"


def paper(n: int) -> bytes:
    return CLEAN.replace("312/", f"{n}/").encode()


def papers(*numbers: int) -> list[Found]:
    return [Found(f"{n}.txt", paper(n)) for n in numbers]


@pytest.fixture
def batch_of(cast: Cast, now):
    return lambda *files: batch_create(office=cast.office, files=files, actor=cast.clerk, now=now)


@pytest.fixture
def read_all(now, django_capture_on_commit_callbacks):
    """read_all(batch) → reads every line, as one worker would; what is deleted after a commit is deleted."""

    def read(batch: Batch) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            while lines := next_lines(batch.pk, now, 1):
                line_read(line_id=lines[0], clock=lambda: now)
        batch.refresh_from_db()

    return read


def waiting_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).glob("batch/*/*") if path.is_file()]


def states(batch: Batch) -> list[tuple[str, str]]:
    return list(batch.lines.order_by("order").values_list("name", "state"))


def test_each_file_becomes_a_draft_or_says_why_not(cast, batch_of, read_all) -> None:
    batch = batch_of(
        *papers(1, 2),
        Found("3.docx", word_file(paper(3).decode())),
        Found("lai 1.txt", paper(1)),
        Found("bang.xlsx", b"PK\x03\x04 khong phai"),
        Found("trong.zip", problem="nested_archive"),
    )
    assert (batch.state, len(waiting_files()), tally(batch).done) == (BatchState.RUNNING, 4, 2)
    read_all(batch)
    assert states(batch) == [
        ("1.txt", "read"),
        ("2.txt", "read"),
        ("3.docx", "read"),
        ("lai 1.txt", "duplicate"),
        ("bang.xlsx", "refused"),
        ("trong.zip", "refused"),
    ]
    assert (batch.state, batch.ended_at is not None, waiting_files()) == (BatchState.DONE, True, [])
    assert [str(draft) for draft in Draft.objects.order_by("pk")] == ["1/UBND-YT", "2/UBND-YT", "3/UBND-YT"]
    assert {draft.created_by for draft in Draft.objects.all()} == {cast.clerk}
    assert list(SourceFile.objects.order_by("pk").values_list("original_name", flat=True)) == [
        "1.txt",
        "2.txt",
        "3.docx",
    ]
    shown, last = lines_of(batch)
    assert [(str(line.to), line.is_directive) for line in shown[:4]] == [
        ("1/UBND-YT", False), ("2/UBND-YT", False), ("3/UBND-YT", False), ("1/UBND-YT", False),
    ]  # fmt: skip
    assert (shown[4].to, shown[5].to, last) == (None, None, 0)
    assert tally(batch).parts == [
        ("read", str(LineState.READ.label), 3),
        ("duplicate", str(LineState.DUPLICATE.label), 1),
        ("refused", str(LineState.REFUSED.label), 2),
    ]
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["batch.created", *["draft.created"] * 3]


def test_what_was_entered_before_is_pointed_at_by_file_and_by_text(cast, batch_of, read_all, draft, now, today) -> None:
    directive = draft_confirm(draft=draft, edits={}, actor=cast.clerk, now=now, today=today)
    first = batch_of(*papers(2))
    read_all(first)
    again = batch_of(
        Found("cung tep.txt", paper(2)),
        Found("da dang ky.txt", CLEAN.replace("\n", "\r\n").encode()),
        Found("a.docx", word_file(TWELVE_WARDS)),
        Found("b.txt", TWELVE_WARDS.encode()),  # the same text in another file
    )
    read_all(again)
    assert [state for _name, state in states(again)] == ["duplicate", "duplicate", "read", "duplicate"]
    shown, _last = lines_of(again)
    assert [str(line.to) for line in shown] == ["2/UBND-YT", "312/UBND-YT", "313/UBND-YT", "313/UBND-YT"]
    assert (shown[1].to, shown[1].is_directive) == (directive, True)
    assert Draft.objects.count() == 3


def test_nothing_of_a_secret_document_is_kept(cast, batch_of, read_all, caplog) -> None:
    batch = batch_of(Found("Mẫu Kín.txt", SECRET.encode()), *papers(2), Found("Mẫu Kín (2).txt", SECRET.encode()))
    read_all(batch)
    line, same = batch.lines.get(order=1), batch.lines.get(order=3)
    assert (same.state, same.name, same.sha256, same.failure) == (LineState.REFUSED, "", "", {"code": "secret"})
    assert (line.state, line.name, line.sha256, line.size, line.file.name, line.failure) == (
        LineState.REFUSED, "", "", 0, "", {"code": "secret"},
    )  # fmt: skip
    assert waiting_files() == []
    assert "secrecy" in lines_of(batch)[0][0].words or "bí mật" in lines_of(batch)[0][0].words
    kept = [str(entry.data) + entry.object_label for entry in AuditEntry.objects.all()]
    assert not any("Mẫu Kín" in words for words in [*kept, caplog.text])
    assert AuditEntry.objects.filter(action="batch.secret").count() == 1
    assert Draft.objects.count() == 1


def test_a_scan_found_secret_later_loses_its_name_here_too(cast, batch_of, read_all) -> None:
    batch = batch_of(*papers(1), Found("lai.txt", paper(1)))
    read_all(batch)
    lines_forget(Draft.objects.get())
    for line in batch.lines.all():
        assert (line.state, line.name, line.draft, line.failure) == (LineState.REFUSED, "", None, {"code": "secret"})


def test_no_file_is_no_batch_and_only_the_offices_clerks_hand_in(cast, batch_of, now) -> None:
    with pytest.raises(Refused):
        batch_of()
    for who in (cast.leader, cast.outsider, cast.ward_chair):
        with pytest.raises(Refused):
            batch_create(office=cast.office, files=papers(1), actor=who, now=now)
    assert (Batch.objects.count(), waiting_files()) == (0, [])


def test_what_fails_on_the_way_leaves_no_file(cast, batch_of) -> None:
    def files():
        yield from papers(1, 2)
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        batch_of(*files())
    with pytest.raises(RuntimeError):
        batch_create(office=cast.office, files=files(), actor=cast.clerk, now=dt.datetime.now(dt.UTC))
    assert (Batch.objects.count(), waiting_files()) == (0, [])


def test_a_thousand_files_are_taken_in_one_at_a_time(cast, now) -> None:
    """200 files of 100 KB: never more than a few of them in memory."""
    files = (Found(f"{n}.txt", bytes([n % 250]) * 100_000 + str(n).encode()) for n in range(200))
    tracemalloc.start()
    batch = batch_create(office=cast.office, files=files, actor=cast.clerk, now=now)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (batch.lines.count(), len(waiting_files())) == (200, 200)
    assert peak < 5_000_000


# Workers.


def test_a_line_in_a_workers_hands_is_left_to_it_until_it_has_died(batch_of, now, monkeypatch) -> None:
    batch = batch_of(*papers(1))
    line = batch.lines.get()

    def die(**more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("directives.services.batching.draft_opened", die)
        with pytest.raises(KeyboardInterrupt):
            line_read(line_id=line.pk, clock=lambda: now)
    line.refresh_from_db()
    assert (line.state, line.claimed_until, Draft.objects.count()) == (LineState.READING, now + LEASE, 0)
    assert line_read(line_id=line.pk, clock=lambda: now + LEASE / 2) == (None, None)
    assert (stalled_lines(now + LEASE / 2), stalled_lines(now + LEASE)) == ([], [line.pk])
    line_read(line_id=line.pk, clock=lambda: now + LEASE)
    line.refresh_from_db()
    assert (line.state, Draft.objects.count()) == (LineState.READ, 1)
    line_read(line_id=line.pk, clock=lambda: now + LEASE)  # a message that comes twice
    assert Draft.objects.count() == 1


def test_a_file_that_takes_workers_down_is_given_up(batch_of, now) -> None:
    batch = batch_of(*papers(1))
    BatchLine.objects.update(state=LineState.READING, attempts=MOST_ATTEMPTS, claimed_until=now)
    line_read(line_id=batch.lines.get().pk, clock=lambda: now)
    batch.refresh_from_db()
    assert (batch.lines.get().failure, batch.state) == ({"code": "too_hard_often"}, BatchState.DONE)


def test_a_turn_that_was_too_slow_writes_nothing(batch_of, now, monkeypatch) -> None:
    """Another worker took the line up while this one was at it: one draft, not two."""
    from directives.services import batching

    batch = batch_of(*papers(1))
    line, opened = batch.lines.get(), batching.draft_opened

    def slow(**facts):
        draft = opened(**facts)
        monkeypatch.setattr(batching, "draft_opened", opened)
        line_read(line_id=line.pk, clock=lambda: now + LEASE)
        return draft

    monkeypatch.setattr(batching, "draft_opened", slow)
    line_read(line_id=line.pk, clock=lambda: now)
    assert (Draft.objects.count(), BatchLine.objects.get().state) == (1, LineState.READ)


def test_a_batch_whose_end_was_not_written_is_closed_by_the_sweep(batch_of, read_all, now) -> None:
    batch = batch_of(*papers(1))
    read_all(batch)
    Batch.objects.update(state=BatchState.RUNNING, ended_at=None)
    assert stalled_lines(now) == []
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_one_failure_does_not_stop_the_others(batch_of, monkeypatch, now) -> None:
    batch = batch_of(*papers(1, 2))
    first = batch.lines.get(order=1)
    from directives.services import batching

    opened = batching.draft_opened

    def fail(**facts):
        if facts["name"] == "1.txt":
            raise ZeroDivisionError
        return opened(**facts)

    monkeypatch.setattr(batching, "draft_opened", fail)
    tasks.read_line(first.pk)
    assert [state for _name, state in states(batch)] == ["reading", "read"]


def test_without_a_broker_the_batch_waits_for_the_sweep(batch_of, monkeypatch) -> None:
    batch = batch_of(*papers(1, 2))

    def no_broker(*args, **more):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(tasks.read_line, "apply_async", no_broker)
        tasks.start(batch.pk)
    assert tally(batch).done == 0
    assert tasks.read_stalled_lines() == 1
    assert [state for _name, state in states(batch)] == ["read", "read"]


def test_whoever_is_no_longer_a_clerk_hands_in_nothing_more(cast, batch_of, read_all, today) -> None:
    batch = batch_of(*papers(1))
    Position.objects.filter(user=cast.clerk).update(valid_to=today)
    read_all(batch)
    assert (batch.lines.get().state, Draft.objects.count()) == (LineState.REFUSED, 0)


def test_stopping_keeps_what_is_read_and_lets_the_rest_go(
    cast, batch_of, now, django_capture_on_commit_callbacks
) -> None:
    batch = batch_of(*papers(1, 2, 3))
    line_read(line_id=batch.lines.get(order=1).pk, clock=lambda: now)
    with pytest.raises(Refused):
        batch_cancel(batch=batch, actor=cast.outsider, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        batch = batch_cancel(batch=batch, actor=cast.second_clerk, now=now)
    assert (batch.state, [state for _name, state in states(batch)]) == (
        BatchState.CANCELLED, ["read", "cancelled", "cancelled"],
    )  # fmt: skip
    assert line_read(line_id=batch.lines.get(order=2).pk, clock=lambda: now) == (None, None)
    assert (Draft.objects.count(), len(waiting_files())) == (1, 1)  # the first one's goes after its own commit
    assert batch_cancel(batch=batch, actor=cast.clerk, now=now).ended_at == now
    assert AuditEntry.objects.filter(action="batch.cancelled").count() == 1


def test_a_file_being_read_when_it_is_stopped_gives_no_draft(cast, batch_of, now, monkeypatch) -> None:
    from directives.services import batching

    batch = batch_of(*papers(1))
    opened = batching.draft_opened

    def stopped(**facts):
        batch_cancel(batch=batch, actor=cast.clerk, now=now)
        return opened(**facts)

    monkeypatch.setattr(batching, "draft_opened", stopped)
    line_read(line_id=batch.lines.get().pk, clock=lambda: now)
    assert (Draft.objects.count(), batch.lines.get().state) == (0, LineState.CANCELLED)


@needs.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_batch_and_two_equal_texts_give_one_draft(now) -> None:
    cast = make_cast()
    files = [*papers(1, 2, 3), Found("lai.docx", word_file(paper(1).decode()))]
    batch = batch_create(office=cast.office, files=files, actor=cast.clerk, now=now)
    begin = threading.Barrier(2)

    def work() -> None:
        begin.wait()
        try:
            while lines := next_lines(batch.pk, now, 1):
                line_read(line_id=lines[0], clock=lambda: now)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(state for _name, state in states(batch)) == ["duplicate", "read", "read", "read"]
    batch.refresh_from_db()
    assert (batch.state, Draft.objects.count(), waiting_files()) == (BatchState.DONE, 3, [])


def test_the_database_keeps_the_rules(batch_of, now) -> None:
    batch = batch_of(*papers(1))
    for change in ({"state": LineState.REFUSED}, {"state": LineState.READING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            batch.lines.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.update(state=BatchState.DONE)


def test_a_scan_is_a_draft_that_is_sent_for_to_be_recognised(batch_of, monkeypatch) -> None:
    batch = batch_of(Found("quet.png", picture(scan("CONG VAN"))), *papers(2))
    sent: list[int] = []
    monkeypatch.setattr(tasks, "send_for", sent.append)
    tasks.start(batch.pk)
    line = batch.lines.get(order=1)
    assert (line.state, line.draft.state, sent) == (LineState.READ, "reading", [line.draft_id])
    assert batch.lines.get(order=2).state == LineState.READ


# Pages.


@pytest.fixture
def clerk(cast, sign_in):
    client = sign_in(cast.clerk)
    client.cookies["django_language"] = "en"
    return client


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_and_archives_are_handed_in_together(cast, clerk) -> None:
    sent = [file("1.txt", paper(1)), file("nhieu.zip", archive({"2.txt": paper(2), "Công văn 3.txt": paper(3)}))]
    response = clerk.post(NEW, {"documents": sent})
    batch = Batch.objects.get()
    assert response.headers["Location"] == reverse("directives:batch", args=[batch.pk])
    assert states(batch) == [("1.txt", "read"), ("2.txt", "read"), ("Công văn 3.txt", "read")]
    page = clerk.get(response.headers["Location"]).content.decode()
    assert [words in page for words in ("3/3 · 100%", ">1/UBND-YT<", "Công văn 3.txt")] == [True] * 3
    assert "hx-get" not in page.partition('id="batch"')[2]  # nothing more to wait for
    assert ">3/3<" not in clerk.get("/desk/").content.decode()


def test_one_that_is_too_large_is_a_line_and_no_refusal_of_all(clerk, settings) -> None:
    settings.MAX_FILE_BYTES = 3000
    clerk.post(NEW, {"documents": [file("lon.txt", b"x" * 4000), file("1.txt", paper(1))]})
    batch = Batch.objects.get()
    assert states(batch) == [("lon.txt", "refused"), ("1.txt", "read")]
    assert "lon.txt" in lines_of(batch)[0][0].words


def test_nothing_chosen_is_said_at_the_field(clerk) -> None:
    response = clerk.post(NEW, {})
    assert (response.status_code, list(response.context["form"].errors["documents"])) == (
        422,
        ["Choose the files to be read, or a ZIP archive of them."],
    )


def test_while_it_runs_the_page_asks_again_and_the_desk_shows_it(cast, clerk, batch_of, now) -> None:
    batch = batch_of(*papers(1, 2), Found("x.zip", problem="nested_archive"))
    page = clerk.get(reverse("directives:batch", args=[batch.pk])).content.decode()
    assert ('hx-trigger="every 2s"' in page, "1/3 · 33%" in page, ">Stop<" in page.replace("</svg> Stop", ">Stop")) == (
        True,
        True,
        True,
    )
    desk = clerk.get("/desk/").content.decode()
    assert ("3 files, handed in at" in desk, "1/3 · 33%" in desk) == (True, True)
    refused = clerk.get(reverse("directives:batch", args=[batch.pk]), {"only": "refused"})
    assert [str(shown.line) for shown in refused.context["lines"]] == ["x.zip"]
    done = clerk.post(reverse("directives:batch_cancel", args=[batch.pk]), follow=True)
    assert [str(words) for words in done.context["messages"]] == ["Stopped. What has been read stays."]
    assert "handed in at" not in clerk.get("/desk/").content.decode()
    assert str(batch.pk) in clerk.get(NEW).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_cost_the_same_for_one_file_and_for_three(
    clerk, batch_of, read_all, django_assert_num_queries, n
) -> None:
    batches = [batch_of(*papers(*range(10 * turn + 1, 10 * turn + n + 1))) for turn in range(n)]
    read_all(batches[0])
    with django_assert_num_queries(6):
        clerk.get(reverse("directives:batch", args=[batches[0].pk]))
    with django_assert_num_queries(5):
        clerk.get(NEW)


def test_a_long_batch_is_shown_in_pages(clerk, batch_of, monkeypatch) -> None:
    monkeypatch.setattr("directives.batches.PAGE", 2)
    batch = batch_of(*papers(1, 2, 3))
    url = reverse("directives:batch", args=[batch.pk])
    first = clerk.get(url)
    assert ([s.line.order for s in first.context["lines"]], first.context["next_url"]) == (
        [1, 2],
        f"{url}?only=&after=2",
    )
    second = clerk.get(url, {"after": "2"})
    assert ([s.line.order for s in second.context["lines"]], second.context["next_url"]) == ([3], "")


# From the command line.


def run(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("import_documents", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "van ban"
    place.mkdir()
    for n in (1, 2):
        (place / f"{n}.txt").write_bytes(paper(n))
    (place / "lai.txt").write_bytes(paper(1))
    return place


def test_a_folder_is_read_with_a_line_for_each_file(cast, folder: Path) -> None:
    lines = run(str(folder), "--office", "QU", "--as", "clerk")
    assert [line.split("\t")[::2] for line in lines[:3]] == [["1", "1.txt"], ["2", "2.txt"], ["3", "lai.txt"]]
    assert [line.split("\t")[3] for line in lines[:2]] == ["1/UBND-YT", "2/UBND-YT"]
    assert [line.rpartition(": ")[2] for line in lines[3:]] == ["2", "1"]
    assert Draft.objects.count() == 2


def test_an_archive_is_left_to_the_workers_where_wished(cast, tmp_path: Path) -> None:
    path = tmp_path / "nhieu.zip"
    path.write_bytes(archive({"1.txt": paper(1), "2.txt": paper(2)}))
    assert run(str(path), "--office", "QU", "--as", "clerk", "--background") == [
        f"Batch {Batch.objects.get().pk}: 2 files are left to the workers."
    ]
    assert Draft.objects.count() == 2  # here the workers answer at once


@pytest.mark.parametrize(("office", "who"), [("QU", "nobody"), ("QU", "leader"), ("QU", "outsider"), ("XX", "clerk")])
def test_the_command_asks_for_the_right(cast, folder: Path, office: str, who: str) -> None:
    with pytest.raises(CommandError):
        run(str(folder), "--office", office, "--as", who)
    with pytest.raises(CommandError):
        run(str(folder / "khong co"), "--office", "QU", "--as", "clerk")
    assert Batch.objects.count() == 0
