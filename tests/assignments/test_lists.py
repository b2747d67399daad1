"""Lists: the parts sum to the whole, exactly what is counted is listed, pages lose nothing."""

import datetime as dt

import pytest

from assignments.enums import Standing
from assignments.models import Assignment
from assignments.selectors.buckets import BUCKETS, standing_q, standings_of
from assignments.services import DeadlineSet, assignment_withdraw
from directives.enums import DeadlineKind, UnitRole
from directives.models import Directive
from tests.making import assign, make_directive

from .story import declined, finished, given, in_days, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LIST = "/assignments/"
REGISTER = "/directives/"


def works(response):
    return [row.work for row in response.context["rows"]]


@pytest.fixture
def every_kind(cast, now):
    """One assignment in each way of standing."""
    standing = DeadlineSet(DeadlineKind.STANDING, review_on=dt.date(2026, 12, 1))
    rows = [given(cast, days=days) for days in (-9, -1, 2, 6, 40, None)]
    rows += assign(cast, cast.wards[0], deadline=standing)
    rows += [reported(cast), declined(cast), finished(cast)]
    rows.append(assignment_withdraw(assignment=given(cast), actor=cast.clerk, now=now, reason="Giao nhầm"))
    return rows


def test_every_standing_lies_in_exactly_one_bucket():
    found = sorted(standing for bucket in BUCKETS for standing in bucket.standings)
    assert found == sorted(Standing.values)


@pytest.mark.parametrize("code", [*Standing.values, *(bucket.code for bucket in BUCKETS)])
def test_the_condition_of_a_code_is_the_table_of_standing(every_kind, today, code):
    found = Assignment.objects.filter(standing_q(code, today))
    assert set(found) == {work for work in Assignment.objects.all() if work.standing_on(today) in standings_of(code)}


def test_the_pills_sum_to_the_whole_and_each_opens_what_it_counts(cast, sign_in, every_kind):
    client = sign_in(cast.clerk)
    opened, *parts, whole = client.get(LIST).context["pills"]
    assert (opened["n"], whole["n"], sum(part["n"] for part in parts)) == (9, 11, 11)
    for pill in (opened, *parts, whole):
        assert len(client.get(LIST + pill["url"]).context["rows"]) == pill["n"]


def test_without_a_choice_the_work_in_progress_is_listed(cast, sign_in, every_kind):
    assert set(works(sign_in(cast.clerk).get(LIST))) == set(every_kind[:9])


@pytest.mark.parametrize(("query", "n"), [("late", 2), ("soon", 2), ("special_red", 1), ("nonsense", 9)])
def test_the_links_of_the_mails(cast, sign_in, every_kind, query, n):
    assert len(works(sign_in(cast.clerk).get(f"{LIST}?standing={query}"))) == n


def test_everybody_lists_their_own(cast, sign_in):
    mine, other = given(cast), given(cast, cast.wards[1])
    seen = {
        who: works(sign_in(getattr(cast, who)).get(LIST)) for who in ("ward_chair", "other_chair", "outsider", "idler")
    }
    assert seen == {"ward_chair": [mine], "other_chair": [other], "outsider": [], "idler": []}
    assert works(sign_in(cast.inspector).get(LIST)) == [mine, other]


@pytest.mark.parametrize(
    "query",
    ["sot xuat huyet", "Sốt xuất huyết", "77-tb/qu", "phuong mau dong", "UBND phường Mẫu Đông", "Rà soát nội dung 1"],
)
def test_search_ignores_marks_in_numbers_subjects_units_and_words(cast, sign_in, query):
    wanted = given(cast, directive=make_directive(cast, number="77-TB/QU"))
    other = given(cast, cast.health)
    Directive.objects.filter(pk=other.directive_id).update(folded="khac", number="1")
    other.task.words = other.task.short_title = "Nội dung khác"
    other.task.folded = "noi dung khac"
    other.task.save()
    assert works(sign_in(cast.clerk).get(LIST, {"q": query})) == [wanted]


def test_filters_add_up_and_the_pills_follow(cast, sign_in):
    directive = make_directive(cast, number="5/UBND")
    lead, helper = assign(cast, *cast.wards[:2], directive=directive, deadline=in_days(-2))
    given(cast)
    client = sign_in(cast.clerk)
    assert works(client.get(LIST, {"directive": directive.pk})) == [lead, helper]
    both = client.get(LIST, {"directive": directive.pk, "unit": cast.wards[1].pk, "role": UnitRole.LEAD})
    assert (works(both), both.context["pills"][-1]["n"]) == ([helper], 1)
    assert works(client.get(LIST, {"directive": directive.pk, "role": UnitRole.COORDINATING})) == []


@pytest.mark.parametrize("query", ["unit=999999", "directive=x", "role=boss", "only=everything"])
def test_a_filter_that_does_not_exist_finds_nothing_and_says_so(cast, sign_in, query):
    given(cast)
    response = sign_in(cast.clerk).get(f"{LIST}?{query}")
    assert (works(response), list(response.context["form"].errors)) == ([], [query.split("=")[0]])


def test_another_offices_unit_is_no_choice(cast, sign_in):
    given(cast)
    response = sign_in(cast.outsider).get(f"{LIST}?unit={cast.wards[0].pk}")
    assert list(response.context["form"].errors) == ["unit"]


def test_pages_go_forward_and_back_over_equal_and_empty_deadlines(cast, sign_in):
    directives = [make_directive(cast, number=f"{i}/UBND", tasks=5) for i in range(2)]
    rows = assign(cast, *cast.wards, directive=directives[0], deadline=in_days(4))
    rows += assign(cast, *cast.wards, directive=directives[1], deadline=DeadlineSet("undetermined", reason="Chờ"))
    client, query, pages = sign_in(cast.clerk), "", []
    for _page in range(3):
        pages.append(client.get(LIST + query))
        query = pages[-1].context["next_url"]
    assert query == ""
    assert [work for page in pages for work in works(page)] == rows
    back = client.get(LIST + pages[2].context["prev_url"])
    assert works(back) == works(pages[1])
    assert works(client.get(LIST + back.context["prev_url"])) == works(pages[0])


@pytest.mark.parametrize("cursor", ["after=x", "after=~", "before=2026-13-01~5", "after=2026-01-01", "after=1~2~3"])
def test_a_broken_cursor_shows_the_first_page(cast, sign_in, cursor):
    work = given(cast)
    assert works(sign_in(cast.clerk).get(f"{LIST}?{cursor}")) == [work]


@pytest.mark.parametrize("page", ["/desk/", "/unit/", LIST, "/exceptions/", REGISTER])
def test_no_cursor_that_somebody_invents_is_an_error(cast, sign_in, page):
    given(cast)
    client = sign_in(cast.ward_chair if page == "/unit/" else cast.clerk)
    moments = ["0001-01-01T00:00:00", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-12:00", "2026-09-18T08:00:00"]
    days = ["0001-01-01", "9999-12-31", "2026-W01-1", "２０２６-01-01", "\0", "-1", "1" * 5000]
    cursors = [f"{value}~1" for value in [*moments, *days]] + [f"1~{value}~1" for value in days]
    cursors += ["2026-09-18~" + "9" * 30, "9" * 30 + "~2026-09-18~1", "2026-09-18T08:00:00+07:00~" + "9" * 30]
    for cursor in cursors:
        for way in ("after", "before"):
            assert client.get(page, {way: cursor}).status_code == 200, cursor


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(cast, sign_in, django_assert_num_queries, n):
    for ward in cast.wards[:n]:
        given(cast, ward)
    client = sign_in(cast.clerk)
    with django_assert_num_queries(7):  # session, person, positions, pills, rows, and the two selects
        client.get(LIST)


def test_the_register_holds_the_offices_directives_the_latest_first(cast, sign_in):
    first = make_directive(cast, number="1/UBND", issued_on=dt.date(2026, 9, 2))
    second = make_directive(cast, number="2/UBND", issued_on=dt.date(2026, 9, 9))
    found = {
        who: sign_in(getattr(cast, who)).get(REGISTER).context["rows"] for who in ("clerk", "inspector", "outsider")
    }
    assert [directive for directive, _progress in found["clerk"]] == [second, first]
    assert found["inspector"] == found["clerk"]
    assert found["outsider"] == []


@pytest.mark.parametrize("who", ["ward_chair", "ward_staff", "idler"])
def test_the_register_is_the_offices(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(REGISTER).status_code == 403


def test_the_register_says_how_far_each_directive_is(cast, sign_in):
    finished(cast), make_directive(cast, number="9/UBND")
    rows = sign_in(cast.clerk).get(REGISTER).context["rows"]
    assert [(progress.done, progress.total) for _directive, progress in rows] == [(0, 0), (1, 1)]


def test_the_register_is_searched_without_marks_and_by_state(cast, sign_in):
    wanted, other = make_directive(cast, number="77-TB/QU"), make_directive(cast, number="8/UBND")
    Directive.objects.filter(pk=other.pk).update(folded="8 ubnd khac", state="withdrawn")
    client = sign_in(cast.clerk)
    for query in ("q=sot+xuat+huyet", "q=77+tb", "state=in_force"):
        assert [d for d, _progress in client.get(f"{REGISTER}?{query}").context["rows"]] == [wanted]
    assert len(client.get(f"{REGISTER}?state=nonsense").context["rows"]) == 2


def test_the_register_goes_on_over_pages(cast, sign_in):
    made = [make_directive(cast, number=f"{i}/UBND", tasks=0) for i in range(55)]
    client = sign_in(cast.clerk)
    first = client.get(REGISTER)
    second = client.get(REGISTER + first.context["next_url"])
    found = [d for page in (first, second) for d, _progress in page.context["rows"]]
    assert (found, second.context["next_url"]) == (made[::-1], "")
    assert client.get(REGISTER + second.context["prev_url"]).context["rows"] == first.context["rows"]


@pytest.mark.parametrize("n", [1, 3])
def test_the_register_costs_the_same_for_one_row_and_for_three(cast, sign_in, django_assert_num_queries, n):
    for _i in range(n):
        given(cast)
    client = sign_in(cast.clerk)
    with django_assert_num_queries(6):
        client.get(REGISTER)
