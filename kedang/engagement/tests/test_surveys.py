from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kedang import jobs
from kedang.core.actor import as_actor
from kedang.core.clock import frozen, now
from kedang.core.errors import Conflict, Invalid, NotFound, Refused
from kedang.customers import timeline
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.engagement import measures, results
from kedang.engagement.actions.surveys import SurveyDraft, add_survey, change_survey, renew_link
from kedang.engagement.models import Invitation, Rating, Survey, SurveyLink
from kedang.engagement.tasks import remind_of_surveys
from kedang.engagement.tests.makers import QUESTIONS, make_invitation, make_survey
from kedang.ledger.models import Event
from kedang.notify.models import Notice
from kedang.people.models import Person

ClientOf = Callable[[Person], Client]


@pytest.fixture
def customer(sales_a: Person) -> Customer:
    return make_customer("华信科技有限公司", by=sales_a, contacts={"email": "wang@huaxin.example"})


def test_csat_is_the_share_of_four_and_five() -> None:
    assert measures.csat({5: 2, 4: 1, 3: 1}) == Decimal("75.0")


def test_nps_of_the_rules_example_is_thirty() -> None:
    assert measures.nps({9: 2, 10: 3, 7: 1, 8: 2, 0: 1, 6: 1}) == Decimal("30.0")


def test_ces_is_the_mean() -> None:
    assert measures.ces({1: 1, 7: 2}) == Decimal("5.00")


def test_nobody_asked_is_no_figure() -> None:
    assert measures.csat({}) is measures.nps({}) is measures.ces({}) is None


def test_a_customer_answers_by_the_link_and_the_result_counts(
    customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    survey = make_survey(head)
    invitation, token = make_invitation(survey, customer, sales_a)
    address = reverse("engagement:survey_public", args=[token])
    page = client.get(address)
    assert "满意吗" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin", "a browser would answer with the origin null"
    answer = client.post(address, {"q1": "5", "q2": "9", "q3": "1", "q4": "送货很快"})
    assert answer.status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "answered"
    assert "送货很快".encode() not in bytes(invitation.answers or b"")
    assert set(Rating.objects.values_list("question", "value")) == {("q1", 5), ("q2", 9), ("q3", 1)}
    found = results.results_of(survey, as_actor(head))
    assert [one.figure for one in found] == [Decimal("100.0"), Decimal("100.0"), None]
    assert results.words_of(survey, as_actor(head))[0][1] == [("还想说什么？", "送货很快")]
    event = Event.objects.get(kind="engagement.answered")
    assert (event.channel, event.customer_id) == ("link", customer.pk)
    assert Notice.objects.filter(person=sales_a, kind="engagement.survey_answered").exists()


def test_a_link_is_good_for_one_answer(
    customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    _invitation, token = make_invitation(make_survey(head), customer, sales_a)
    address = reverse("engagement:survey_public", args=[token])
    assert client.post(address, {"q1": "4"}).status_code == 200
    assert client.post(address, {"q1": "1"}).status_code == 410
    assert Rating.objects.count() == 1


def test_what_is_missing_is_asked_for_and_nothing_is_stored(
    customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    _invitation, token = make_invitation(make_survey(head), customer, sales_a)
    answer = client.post(reverse("engagement:survey_public", args=[token]), {"q4": "没选"})
    assert answer.status_code == 422
    assert "没选" in answer.content.decode()
    assert not Invitation.objects.exclude(answered_at=None).exists()


@pytest.mark.parametrize("value", ["6", "-1", "四", "²"])
def test_a_value_off_its_scale_is_refused(
    value: str, customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    _invitation, token = make_invitation(make_survey(head), customer, sales_a)
    assert client.post(reverse("engagement:survey_public", args=[token]), {"q1": value}).status_code == 422


def test_the_page_is_english_where_the_browser_is(
    customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    _invitation, token = make_invitation(make_survey(head), customer, sales_a)
    address = reverse("engagement:survey_public", args=[token])
    body = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    for words in ("Service survey", "Satisfied?", "Fair"):
        assert words in body


def test_an_expired_a_closed_and_an_unknown_link_open_nothing(
    customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    survey = make_survey(head, days=10, remind_after=0)
    _invitation, token = make_invitation(survey, customer, sales_a)
    address = reverse("engagement:survey_public", args=[token])
    with frozen(now() + timedelta(days=11)):
        assert client.get(address).status_code == 410
    Survey.objects.update(state="closed")
    assert client.post(address, {"q1": "5"}).status_code == 410
    assert client.get(reverse("engagement:survey_public", args=["no-such-token"])).status_code == 404


def test_only_the_hash_of_a_token_is_kept(customer: Customer, head: Person, sales_a: Person) -> None:
    _invitation, token = make_invitation(make_survey(head), customer, sales_a)
    assert len(token) >= 22  # 128 bits
    assert token.encode() not in bytes(SurveyLink.objects.get().digest)


def test_a_new_link_ends_the_old_one(
    customer: Customer, head: Person, sales_a: Person, client: Client
) -> None:
    invitation, old = make_invitation(make_survey(head), customer, sales_a)
    new = renew_link(invitation, actor=as_actor(sales_a))
    assert client.get(reverse("engagement:survey_public", args=[old])).status_code == 404
    assert client.get(reverse("engagement:survey_public", args=[new])).status_code == 200


def test_who_guesses_links_is_stopped(organisation: Any, client: Client) -> None:
    codes = {
        client.get(reverse("engagement:survey_public", args=[f"guess{n}"])).status_code for n in range(25)
    }
    assert codes == {404, 429}


def test_only_who_manages_feedback_writes_surveys(sales_a: Person) -> None:
    with pytest.raises(Refused):
        add_survey(Survey, SurveyDraft(title="x", questions=QUESTIONS), actor=as_actor(sales_a))


def test_strangers_do_not_ask_the_customer(customer: Customer, head: Person, sales_b: Person) -> None:
    with pytest.raises(NotFound):
        make_invitation(make_survey(head), customer, sales_b)


def test_an_open_survey_stays_as_it_is(head: Person) -> None:
    with pytest.raises(Conflict):
        change_survey(make_survey(head), SurveyDraft(title="x", questions=QUESTIONS), actor=as_actor(head))


@pytest.mark.parametrize(
    "question",
    [{"kind": "csat", "label": ""}, {"kind": "choice", "label": "选", "options": "一"}, {"kind": "?"}],
)
def test_a_bad_question_is_named(question: dict[str, Any], head: Person) -> None:
    with pytest.raises(Invalid) as caught:
        make_survey(head, questions=[question])
    assert caught.value.field in {"label", "options", "kind"}


def test_a_mailed_survey_is_sent_and_reminded_of_once(
    customer: Customer, head: Person, sales_a: Person, settings: Any, mailoutbox: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    point = customer.contact_points.get()
    make_invitation(make_survey(head), customer, sales_a, point)
    jobs.run_pending()
    with frozen(now() + timedelta(days=8)):
        remind_of_surveys()
        remind_of_surveys()
        jobs.run_pending()
    assert [mail.to for mail in mailoutbox] == [["wang@huaxin.example"]] * 2
    assert "https://archive.example/s/" in mailoutbox[0].body
    assert mailoutbox[1].subject.startswith("提醒")


def test_without_a_mail_server_there_is_the_link_only(
    customer: Customer, head: Person, sales_a: Person
) -> None:
    with pytest.raises(Conflict):
        make_invitation(make_survey(head), customer, sales_a, customer.contact_points.get())


def test_the_timeline_tells_of_it(customer: Customer, head: Person, sales_a: Person, client: Client) -> None:
    _invitation, token = make_invitation(make_survey(head), customer, sales_a)
    client.post(reverse("engagement:survey_public", args=[token]), {"q1": "5", "q3": "0", "q4": "辛苦了"})
    (moment,) = timeline.stream(customer, as_actor(sales_a), only=["survey"], words="辛苦")
    assert moment.context["answers"] == [
        ("满意吗？", "5"),
        ("从哪里知道我们？", "展会"),
        ("还想说什么？", "辛苦了"),
    ]


def test_the_builder_adds_moves_and_stores(head: Person, client_of: ClientOf) -> None:
    page = client_of(head)
    typed = {
        "title": "回访", "days": "30", "remind_after": "7", "rows": "2",
        "kind-1": "csat", "label-1": "满意吗", "required-1": "on", "kind-2": "text", "label-2": "为什么",
    }  # fmt: skip
    address = reverse("engagement:survey_new")
    assert page.get(address).status_code == 200
    body = page.post(address, typed | {"do": "add:choice"}).content.decode()
    assert 'name="options-3"' in body
    assert not Survey.objects.exists()
    assert page.post(address, typed | {"title": "", "do": "save"}).status_code == 422
    assert page.post(address, typed | {"do": "up:2"}).status_code == 200
    assert page.post(address, typed | {"do": "save"}).status_code == 302
    survey = Survey.objects.get()
    assert [one["label"] for one in survey.questions] == ["满意吗", "为什么"]
    for name in ("survey", "survey_edit"):
        assert page.get(reverse(f"engagement:{name}", args=[survey.pk])).status_code == 200
    assert page.post(reverse("engagement:survey_state", args=[survey.pk]), {"do": "open"}).status_code == 302
    assert "回访" in page.get(reverse("engagement:surveys")).content.decode()


def test_the_dialog_shows_link_and_qr_once(
    customer: Customer, head: Person, sales_a: Person, client_of: ClientOf
) -> None:
    survey, page = make_survey(head), client_of(sales_a)
    address = reverse("engagement:invitation_new", args=[customer.pk])
    assert "服务满意度" in page.get(address).content.decode()
    body = page.post(address, {"survey": survey.pk}).content.decode()
    assert "<svg" in body
    assert "http://testserver/s/" in body
    card = page.get(reverse("engagement:customer_feedback", args=[customer.pk])).content.decode()
    assert "服务满意度" in card
    assert "/s/" not in card


def test_a_survey_off_the_list_is_over_and_comes_back_when_it_is_opened_again(
    customer: Customer, head: Person, sales_a: Person, client_of: ClientOf, client: Client
) -> None:
    survey = make_survey(head, title="旧问卷")
    _invitation, token = make_invitation(survey, customer, sales_a)
    page, address = client_of(head), reverse("engagement:surveys")
    state = reverse("engagement:survey_state", args=[survey.pk])
    assert page.post(state, {"do": "retire"}).status_code == 302
    assert page.post(state, {"do": "retire"}).status_code == 409
    assert "旧问卷" not in page.get(address).content.decode()
    assert client.get(reverse("engagement:survey_public", args=[token])).status_code == 410
    assert Event.objects.filter(kind="engagement.survey_retired").count() == 1
    page.post(state, {"do": "open"})
    assert "旧问卷" in page.get(address).content.decode()
