"""Scans are read in the background: what a turn does, what is left when it is cut off, what a secrecy mark removes."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Draft, SecretRefusal, SourceFile
from directives.opening import Unreadable
from directives.services import (
    Refused,
    draft_create,
    draft_paste,
    draft_read_on,
    draft_retry,
    draft_stop,
    stalled_drafts,
)
from directives.services.scanning import LEASE, MOST_ATTEMPTS, STALLED
from directives.tasks import read_on, read_stalled
from tests.opening.papers import Pdf, picture, scan, set_in_lines
from wards.models import AuditEntry

from .documents import CLEAN

NEW = "/directives/new/"
NAME = "trạm gác Mẫu Kín.pdf"
pytestmark = pytest.mark.usefixtures("at_now")
HEAD, TAIL = CLEAN[: CLEAN.index("2. Trung tâm")], CLEAN[CLEAN.index("2. Trung tâm") :]


def scanned(pages: int = 3) -> SimpleUploadedFile:
    paper, pdf = scan(" "), Pdf()
    for _ in range(pages):
        pdf.page([], scan=paper.resize((60, 84)))
    return SimpleUploadedFile(NAME, pdf.made())


@pytest.fixture
def recognised(monkeypatch) -> list[str | Exception]:
    """What recognition gives for each page in order; the third page of three is blank."""
    found: list[str | Exception] = [HEAD, TAIL, ""]

    def page(data: bytes, kind: str, index: int) -> str:
        text = found[index]
        if isinstance(text, Exception):
            raise text
        return text

    monkeypatch.setattr("directives.opening.apart.open_page", page)
    monkeypatch.setattr("directives.services.scanning.PROCESSES", 1)
    return found


@pytest.fixture
def begun(cast, now) -> Draft:
    return draft_create(office=cast.office, text="", file=scanned(), actor=cast.clerk, now=now)


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The drafts for which a worker was sent for."""
    asked: list[int] = []
    monkeypatch.setattr("directives.views.entering.send_for", asked.append)
    monkeypatch.setattr("directives.views.scanning.send_for", asked.append)
    return asked


def turn(draft: Draft, at: dt.datetime, pages: int = 100) -> bool:
    """One turn that begins no more than so many pages."""
    left = iter(range(2 * pages))
    return draft_read_on(draft_id=draft.pk, clock=lambda: at, goes_on=lambda: next(left, None) is not None)


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_scan_comes_back_at_once_as_a_draft_being_read(cast, sign_in, sent) -> None:
    response = sign_in(cast.clerk).post(NEW, {"file": scanned()})
    draft = Draft.objects.get()
    assert response.headers["Location"] == reverse("directives:reading", args=[draft.pk])
    assert (draft.state, draft.kind, draft.pages, draft.pages_done, draft.pages_total) == (
        "reading", "pdf", [None, None, None], 0, 3,
    )  # fmt: skip
    assert sent == [draft.pk]
    assert not AuditEntry.objects.exists()  # not even its name is told before it is known to be no secret


def test_a_file_whose_text_is_there_is_read_at_once(cast, sign_in, sent) -> None:
    made = Pdf().page(set_in_lines(CLEAN)).made()
    sign_in(cast.clerk).post(NEW, {"file": SimpleUploadedFile("a.pdf", made)})
    draft = Draft.objects.get()
    assert (draft.state, draft.reading["number"], sent) == ("ready", "312/UBND-YT", [])


def test_a_turn_reads_all_pages_and_the_draft_is_ready(begun, recognised, now, cast) -> None:
    assert turn(begun, now) is False
    begun.refresh_from_db()
    assert (begun.state, begun.pages_done, begun.pages, begun.claimed_until) == ("ready", 3, [], None)
    assert begun.reading["number"] == "312/UBND-YT"
    assert [t["number"] for t in begun.reading["tasks"]] == ["1", "1-1", "1-2", "2", "3"]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.data) == ("draft.created", cast.clerk, {"tasks": 5})


def test_a_turn_that_ran_out_of_time_leaves_the_rest_to_the_next(begun, recognised, now) -> None:
    assert turn(begun, now, pages=1) is True
    begun.refresh_from_db()
    assert (begun.state, begun.pages_done, begun.pages, begun.claimed_until) == ("reading", 1, [HEAD, None, None], None)
    recognised[0] = RuntimeError("the first page is not read twice")
    assert turn(begun, now) is False
    begun.refresh_from_db()
    assert begun.state == "ready"


def test_two_turns_at_once_are_one(begun, recognised, now) -> None:
    Draft.objects.update(claimed_until=now + LEASE)
    assert turn(begun, now) is False
    begun.refresh_from_db()
    assert (begun.state, begun.pages_done) == ("reading", 0)


def test_a_draft_whose_worker_died_is_found_and_goes_on(begun, recognised, now) -> None:
    Draft.objects.update(claimed_until=now + LEASE, attempts=1)
    assert stalled_drafts(now + STALLED - dt.timedelta(seconds=1)) == []
    later = now + STALLED + dt.timedelta(seconds=1)
    assert stalled_drafts(later) == [begun.pk]
    assert stalled_drafts(later) == []  # sent for already
    turn(begun, later)
    begun.refresh_from_db()
    assert begun.state == "ready"


def test_a_file_that_takes_workers_down_is_given_up(begun, recognised, now) -> None:
    def dies(*args: object) -> None:
        raise KeyboardInterrupt

    for i in range(MOST_ATTEMPTS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("directives.services.scanning._read_on", dies)
            with pytest.raises(KeyboardInterrupt):
                turn(begun, now + (i + 1) * LEASE)
    turn(begun, now + (MOST_ATTEMPTS + 2) * LEASE)
    begun.refresh_from_db()
    assert (begun.state, begun.failure["code"]) == ("failed", "too_hard")


@pytest.mark.parametrize(
    ("why", "failure"),
    [
        (Unreadable("no_program", program="tesseract-ocr-vie", looks_like="png"), "no_program"),
        (Unreadable("too_hard"), "too_hard"),
    ],
)
def test_a_page_that_cannot_be_read_fails_the_draft_with_its_reason(begun, recognised, now, why, failure) -> None:
    recognised[1] = why
    turn(begun, now)
    begun.refresh_from_db()
    assert (begun.state, begun.failure["code"], begun.pages[0]) == ("failed", failure, HEAD)


def test_pages_without_a_word_say_so(begun, recognised, now) -> None:
    recognised[:] = ["", " \n", ""]
    turn(begun, now)
    begun.refresh_from_db()
    assert (begun.state, begun.failure["code"]) == ("failed", "blank")


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "MAT", "TÓI MẶT"])
@pytest.mark.parametrize("page", [0, 1])
def test_nothing_of_a_secret_scan_is_kept(begun, recognised, now, cast, sign_in, caplog, mark, page) -> None:
    recognised[page] = f"{mark}\n{HEAD}"
    turn(begun, now)
    assert (Draft.objects.count(), SourceFile.objects.count(), stored_files()) == (0, 0, [])
    refusal = SecretRefusal.objects.get()
    assert (refusal.draft_number, refusal.person, refusal.at) == (begun.pk, cast.clerk, now)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_label, entry.data) == ("draft.secret", f"#{begun.pk}", {})
    assert "Mẫu Kín" not in caplog.text
    client = sign_in(cast.clerk)
    response = client.get(reverse("directives:reading", args=[begun.pk]))
    assert response.status_code == 410
    assert list(client.get(NEW).context["refusals"]) == [refusal]
    client.post(reverse("directives:refusal_seen", args=[refusal.pk]))
    assert list(client.get(NEW).context["refusals"]) == []


def test_a_secret_page_among_readable_ones_is_refused_at_the_door(cast, sign_in) -> None:
    made = Pdf().page(set_in_lines("TỐI MẬT\n" + CLEAN)).page([], scan=scan(" ").resize((60, 84))).made()
    response = sign_in(cast.clerk).post(NEW, {"file": SimpleUploadedFile(NAME, made)})
    assert response.context["refusal"] is not None
    assert (Draft.objects.count(), stored_files()) == (0, [])


def test_the_page_shows_how_far_it_is_and_htmx_fetches_the_part(begun, recognised, now, cast, sign_in) -> None:
    turn(begun, now, pages=1)
    client, url = sign_in(cast.clerk), reverse("directives:reading", args=[begun.pk])
    page = client.get(url).content.decode()
    assert '<progress value="1" max="3"' in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="reading"')
    assert client.get(reverse("directives:draft", args=[begun.pk])).headers["Location"] == url
    turn(begun, now)
    assert client.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(url).headers["Location"] == reverse("directives:draft", args=[begun.pk])


def test_a_failed_one_can_be_tried_again(begun, recognised, now, cast, sign_in, sent) -> None:
    recognised[1] = Unreadable("too_hard")
    turn(begun, now)
    client, url = sign_in(cast.clerk), reverse("directives:reading", args=[begun.pk])
    client.cookies["django_language"] = "en"
    assert "more time or memory" in client.get(url).content.decode()
    assert client.post(reverse("directives:reading_again", args=[begun.pk])).headers["Location"] == url
    assert sent == [begun.pk]
    recognised[1] = TAIL
    turn(begun, now)
    begun.refresh_from_db()
    assert (begun.state, begun.failure, begun.reading["number"]) == ("ready", {}, "312/UBND-YT")


def test_or_its_text_pasted_and_the_file_stays(begun, recognised, now, cast, sign_in) -> None:
    recognised[0] = Unreadable("too_hard")
    turn(begun, now)
    client, url = sign_in(cast.clerk), reverse("directives:reading_paste", args=[begun.pk])
    assert client.post(url, {"text": " "}).context["form"].errors["text"]
    secret = client.post(url, {"text": "MẬT\n" + CLEAN})
    assert (secret.status_code, "312/UBND-YT" in secret.content.decode()) == (422, False)
    assert client.post(url, {"text": CLEAN}).headers["Location"] == reverse("directives:draft", args=[begun.pk])
    begun.refresh_from_db()
    assert (begun.state, begun.reading["number"], begun.source.original_name) == ("ready", "312/UBND-YT", NAME)


def test_or_put_aside_and_then_its_file_goes_too(begun, now, cast, sign_in) -> None:
    sign_in(cast.clerk).post(reverse("directives:reading_stop", args=[begun.pk]))
    assert (Draft.objects.count(), SourceFile.objects.count(), stored_files()) == (0, 0, [])
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.data, "Mẫu Kín" in entry.object_label) == ("draft.stopped", {"draft": begun.pk}, False)


def test_a_draft_stopped_while_a_page_is_recognised_stays_stopped(begun, recognised, now, cast, monkeypatch) -> None:
    def stop_meanwhile(*args: object, **more: object) -> None:
        draft_stop(draft=begun, actor=cast.clerk, now=now)

    monkeypatch.setattr("directives.services.scanning.refuse_secret_page", stop_meanwhile)
    assert turn(begun, now) is False
    assert not Draft.objects.exists()


def test_a_read_draft_can_neither_be_retried_nor_stopped(draft, cast, now) -> None:
    for refused in (draft_retry, draft_stop):
        with pytest.raises(Refused):
            refused(draft=draft, actor=cast.clerk, now=now)
    with pytest.raises(Refused):
        draft_paste(draft=draft, text=CLEAN, actor=cast.clerk, now=now)


@pytest.mark.parametrize("service", [draft_retry, draft_stop])
def test_others_may_not(begun, cast, now, service) -> None:
    Draft.objects.update(state="failed")
    with pytest.raises(Refused):
        service(draft=begun, actor=cast.outsider, now=now)


def test_a_file_gone_from_the_disk_is_said_to_be_damaged(begun, now) -> None:
    begun.source.file.storage.delete(begun.source.file.name)
    turn(begun, now)
    begun.refresh_from_db()
    assert (begun.state, begun.failure["code"]) == ("failed", "damaged")


def test_the_task_goes_on_until_nothing_is_left(begun, recognised, monkeypatch) -> None:
    monkeypatch.setattr("directives.tasks._TURN", 0.0)
    asked: list[int] = []
    monkeypatch.setattr("directives.tasks.send_for", asked.append)
    read_on(begun.pk)  # no time for a page: the next turn is sent for
    assert asked == [begun.pk]
    monkeypatch.setattr("directives.tasks._TURN", 60.0)
    read_on(begun.pk)
    begun.refresh_from_db()
    assert (asked, begun.state) == ([begun.pk], "ready")


def test_the_sweep_sends_for_what_was_left_lying(begun, recognised, now) -> None:
    Draft.objects.update(updated_at=now - STALLED)
    assert read_stalled() == 1
    begun.refresh_from_db()
    assert begun.state == "ready"


def test_a_broker_that_is_down_does_not_fail_the_upload(cast, sign_in, monkeypatch) -> None:
    def down(*args: object, **more: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("directives.tasks.read_on.apply_async", down)
    assert sign_in(cast.clerk).post(NEW, {"file": scanned()}).status_code == 302
    assert Draft.objects.get().state == "reading"


def test_a_pasted_text_in_an_old_font_is_converted_and_kept_as_it_came(cast, now) -> None:
    typed = "Uû ban nh©n d©n ph­êng yªu cÇu c¸c ®¬n vÞ triÓn khai thùc hiÖn nghiªm tóc"
    draft = draft_create(office=cast.office, text=typed, actor=cast.clerk, now=now)
    assert draft.text.startswith("Uỷ ban nhân dân phường yêu cầu các đơn vị")
    assert draft.source.file.read().decode() == typed


def test_a_picture_is_a_scan_of_one_page(cast, now) -> None:
    file = SimpleUploadedFile("trang.png", picture(scan("Kính gửi")))
    draft = draft_create(office=cast.office, text="", file=file, actor=cast.clerk, now=now)
    assert (draft.state, draft.kind, draft.pages) == ("reading", "png", [None])
