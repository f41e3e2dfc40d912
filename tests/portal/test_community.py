"""The community as customers use it: asking, answering, voting, accepting, ending letters; and what it takes of no one."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from okno.community import access, links
from okno.community.actions.accept import accept
from okno.community.actions.learn_words import learn_words
from okno.community.actions.look import hide, show
from okno.community.actions.merge import merge
from okno.community.actions.turn import to_article
from okno.community.actions.vote import vote
from okno.community.models import Answer, Helped, Hush, Picture, Post, Report, Word
from okno.desk.actions.merge_people import merge_people
from okno.knowledge.actions.publish import publish
from okno.knowledge.models import Audience
from okno.people.models import Person
from okno.portal.community import reading
from okno.privacy.actions.ask_erasure import ask_erasure
from okno.privacy.actions.erase import begin_erasure
from tests import make
from tests.community.making import idea, opened, post, reply
from tests.knowledge.making import article
from tests.portal.canary import PICTURE
from tests.portal.world import World
from tests.queue import run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def community(world: World) -> None:
    opened()


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def status_of(client: Client, path: str) -> int:
    answer = client.get(path)
    list(answer)  # a file is closed when it is read
    return answer.status_code


def test_a_question_goes_from_the_form_to_an_accepted_answer(as_anna: Client, as_grigory: Client) -> None:
    said = {
        "kind": "question",
        "title": "Касса не видит сканер",
        "text": "Что *делать*?",
        "tags": "касса, Сканер",
    }
    made = as_anna.post("/community/new/", said)
    row = Post.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/community/{row.pk}/")
    assert row.tags == ["касса", "сканер"]
    page = as_grigory.post(f"/community/{row.pk}/answers/", {"text": "Переткните кабель"}, follow=True)
    assert "Анна Б." in page.content.decode()
    answer = Answer.objects.get()
    as_anna.post(f"/community/answers/{answer.pk}/vote/")
    as_anna.post(f"/community/answers/{answer.pk}/acceptance/")
    row.refresh_from_db()
    answer.refresh_from_db()
    assert (row.accepted, answer.votes) == (answer, 1)
    as_anna.post(f"/community/answers/{answer.pk}/vote/", {"back": "1"})
    as_anna.post(f"/community/answers/{answer.pk}/acceptance/", {"back": "1"})
    row.refresh_from_db()
    answer.refresh_from_db()
    assert (row.accepted, answer.votes) == (None, 0)


def test_sec_14_no_page_tells_an_address_an_organisation_or_a_last_name(
    anna: Person, as_grigory: Client
) -> None:
    make.organisation("ООО «Тайная»", "tajnaja.test")
    author = make.person("Вера Засекреченная", "vera@tajnaja.test")
    made = post(author)
    reply(made, author)
    for path in ("/community/", f"/community/{made.pk}/", "/community/?q=сканер"):
        page = text_of(as_grigory, path)
        assert "Вера З." in page
        assert not re.search("tajnaja|Тайная|Засекреченная", page), path


def test_what_is_merged_leads_to_the_other(anna: Person, boris: Person, as_grigory: Client) -> None:
    double, main = post(anna, "Сканер молчит"), post(boris)
    merge(double, main, by=boris)
    assert as_grigory.get(f"/community/{double.pk}/")["Location"] == f"/community/{main.pk}/"
    assert "Сканер молчит" not in text_of(as_grigory, "/community/")


def test_a_hidden_post_is_told_to_its_author_with_the_reason_and_to_nobody_else(
    anna: Person, boris: Person, as_anna: Client, as_grigory: Client
) -> None:
    made = post(anna)
    hide(made, "Здесь номер телефона", by=boris)
    assert "Здесь номер телефона" in text_of(as_anna, f"/community/{made.pk}/")
    assert as_grigory.get(f"/community/{made.pk}/").status_code == 404
    assert as_anna.post(f"/community/{made.pk}/text/", {"title": "А", "text": "Б"}).status_code == 403


def test_programs_fall_into_the_trap_and_people_read_why(as_anna: Client) -> None:
    said = {"title": "Купите", "text": "слона", "website": "http://evil.test"}
    page = as_anna.post("/community/new/", said)
    assert page.status_code == 422
    assert not Post.objects.exists()
    assert "слона" in page.content.decode()  # nothing that was written is lost


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"title": " ", "text": "x"},
        {"title": "x" * 201, "text": "x"},
        {"title": "x", "text": ""},
        {"title": "x", "text": "x" * 20_001},
        {"title": "x", "text": "x", "section": "987"},
        {"title": "x", "text": "x", "section": "'--"},
        {"title": "x", "text": "x", "tags": ",".join(f"метка{n}" for n in range(80))},
        {"title": "x", "text": "x", "picture": SimpleUploadedFile("x.png", b"<script>")},
        {"title": "x", "text": "\x00"},
    ],
)
def test_a_wrong_form_is_answered_beside_its_field(
    vera: Person, as_anna: Client, said: dict[str, object]
) -> None:
    article(vera, new_section="Кассы")
    assert as_anna.post("/community/new/", said).status_code == 422
    assert not Post.objects.exists()


def test_who_writes_too_often_waits(as_anna: Client) -> None:
    answers = [
        as_anna.post("/community/new/", {"title": f"Вопрос {n}", "text": "?"}).status_code for n in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_sec_11_a_picture_is_its_bringers_alone_until_its_post_is_shown(
    as_anna: Client, as_grigory: Client
) -> None:
    mark = as_anna.post("/community/pictures/", {"file": SimpleUploadedFile("кадр.png", PICTURE)})
    path = f"/community/pictures/{Picture.objects.get().pk}/"
    assert mark.content.decode() == f"![кадр]({path})"
    assert b"".join(as_anna.get(path)) == PICTURE
    assert as_grigory.get(path).status_code == 404
    stolen = {"title": "Чужое", "text": f"![x]({path})"}
    as_grigory.post("/community/new/", stolen)
    assert Picture.objects.get().post is None
    as_anna.post("/community/new/", {"title": "Моё", "text": f"![x]({path})"})
    assert b"".join(as_grigory.get(path)) == PICTURE


def test_sec_11_a_picture_of_an_answer_that_nobody_has_looked_at_is_shown_to_nobody(
    anna: Person, boris: Person, as_anna: Client, as_grigory: Client, client: Client
) -> None:
    made = post(anna)
    opened(moderation="before")
    as_grigory.post("/community/pictures/", {"file": SimpleUploadedFile("кадр.png", PICTURE)})
    path = f"/community/pictures/{Picture.objects.get().pk}/"
    as_grigory.post(f"/community/{made.pk}/answers/", {"text": f"Так: ![x]({path})"})
    assert Picture.objects.get().post == made
    assert [status_of(one, path) for one in (as_grigory, as_anna, client)] == [200, 404, 404]
    show(Answer.objects.get(), by=boris)
    assert [status_of(one, path) for one in (as_anna, client)] == [200, 200]
    hide(Answer.objects.get(), "Чужое лицо", by=boris)
    assert [status_of(one, path) for one in (as_grigory, as_anna, client)] == [200, 404, 404]


def test_lists_go_on_where_they_stopped_and_are_in_the_order_of_votes(
    anna: Person, grigory: Person, boris: Person, as_anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS", 2)
    best, *_rest = [idea(anna, f"Идея {n}") for n in range(5)]
    for person in (grigory, boris):
        vote(best, by=person)
    found, path = [], "/community/?kind=idea&order=votes"
    while path:
        page = text_of(as_anna, path)
        found += re.findall(r"Идея \d", page)
        more = re.search(r'href="(\?[^"]*before=\d+)"', page)
        path = "/community/" + more.group(1).replace("&amp;", "&") if more else ""
    assert found == ["Идея 0", "Идея 4", "Идея 3", "Идея 2", "Идея 1"]


@pytest.mark.parametrize("asked", ["сканеры не видны кассе", "crfyth", "скане", "СКАНЕР"])
def test_a_question_is_found_in_any_form_layout_and_by_half_a_word(
    anna: Person, as_grigory: Client, asked: str
) -> None:
    post(anna)
    assert "Касса не видит сканер" in text_of(as_grigory, f"/community/?q={asked}")


@pytest.mark.parametrize("asked", ["скаенр", "сканре", "crfyht", "не видит скнер"])
def test_a_slip_in_a_word_that_no_post_has_is_forgiven_by_the_desks_own_words(
    anna: Person, vera: Person, as_grigory: Client, asked: str
) -> None:
    post(anna)
    assert "Касса не видит сканер" not in text_of(as_grigory, "/community/?q=скаенр")
    article(vera, "Сканер", "Как подключить")
    for path in (f"/community/?q={asked}", f"/help/search/?q={asked}"):
        assert "Касса не видит сканер" in text_of(as_grigory, path)


def test_the_words_of_posts_alone_are_a_dictionary_too_and_forget_who_is_erased(
    anna: Person, gleb: Person, as_grigory: Client
) -> None:
    post(anna, "Кофемашина Козлевича течёт")
    assert learn_words() > 0
    assert learn_words() == 0
    assert "Кофемашина" in text_of(as_grigory, "/community/?q=кофемашна")
    begin_erasure(ask_erasure(anna, by=anna), by=gleb, closes=True)
    run_waiting(also_later=True, only="erase")
    assert not Word.objects.exists()


def test_a_word_that_posts_have_is_taken_as_it_was_typed(
    anna: Person, vera: Person, as_grigory: Client
) -> None:
    post(anna, "Скатер рвётся")
    post(anna)
    article(vera, "Сканер", "Как подключить")
    page = text_of(as_grigory, "/community/?q=скатер")
    assert ("Скатер рвётся" in page, "Касса не видит сканер" in page) == (True, False)


@pytest.mark.parametrize("asked", ["'--", "a:*|b", "\\", "%", "\x00", "')", "ё" * 500, "<->"])
def test_hostile_words_of_a_search_find_nothing_and_break_nothing(
    anna: Person, as_grigory: Client, asked: str
) -> None:
    post(anna)
    assert as_grigory.get("/community/", {"q": asked}).status_code == 200
    assert as_grigory.get("/community/", {"tag": asked, "before": asked, "order": asked}).status_code == 200


def test_a_report_is_taken_once_and_thanked_for(anna: Person, as_grigory: Client) -> None:
    made = post(anna)
    for _twice in range(2):
        as_grigory.post(f"/community/{made.pk}/report/", {"words": "Реклама"})
    assert Report.objects.count() == 1


def test_sec_48_the_link_of_a_letter_shows_on_get_and_ends_letters_on_post(
    anna: Person, client: Client
) -> None:
    made = post(anna)
    path = f"/community/quiet/{links.quiet_token(made, anna)}/"
    client.get(path)
    assert not Hush.objects.exists()
    client.post(path)
    assert Hush.objects.get().person == anna
    client.post(path, {"back": "1"})
    assert not Hush.objects.exists()
    assert client.post(path[:-3] + "x/").status_code == 404
    refused = client.post(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, Hush.objects.count()) == (403, 0)
    shown = client.get(path)
    assert (shown["Referrer-Policy"], shown["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_the_link_of_an_old_letter_ends_those_to_who_stands_for_its_reader(
    anna: Person, grigory: Person, vera: Person, client: Client
) -> None:
    made = post(anna)
    merge_people(anna, grigory, by=vera)
    client.post(f"/community/quiet/{links.quiet_token(made, anna)}/")
    assert Hush.objects.get().person == grigory


def test_while_it_is_not_open_there_is_no_community(anna: Person, as_anna: Client) -> None:
    made = post(anna)
    opened(is_open=False)
    for path in ("/community/", "/community/new/", f"/community/{made.pk}/"):
        assert as_anna.get(path).status_code == 404
    assert as_anna.post("/community/new/", {"title": "x", "text": "x"}).status_code == 404
    assert as_anna.post(f"/community/{made.pk}/answers/", {"text": "x"}).status_code == 404
    assert "/community/" not in text_of(as_anna, "/help/")


def test_the_one_field_finds_questions_of_others_those_that_are_solved_first(
    anna: Person, boris: Person, as_grigory: Client, client: Client
) -> None:
    open_one, solved = post(boris, "Сканер молчит"), post(anna)
    accept(reply(solved, boris), by=anna)
    for reader in (as_grigory, client):
        for path in ("/help/search/?q=сканеры", "/help/search/?q=crfyth"):
            page = text_of(reader, path)
            assert 0 < page.index(solved.title) < page.index(open_one.title)
    opened(readers="customers")
    assert solved.title not in text_of(client, "/help/search/?q=сканеры")


def test_the_one_field_names_a_question_of_the_community_after_the_articles(
    anna: Person, vera: Person, as_grigory: Client
) -> None:
    answer, asked = article(vera, "Сканер кассы", "Проверьте сканер."), post(anna)
    accept(reply(asked, vera), by=anna)
    idea(anna, "Сканер без провода")
    page = text_of(as_grigory, "/help/search/?q=сканер")
    assert page.index(f"/help/{answer.pk}/") < page.index(f"/community/{asked.pk}/?q=")
    assert "Community question" in page
    assert "Community idea" in page
    assert "Solved" in page


def test_a_community_that_is_not_open_costs_the_one_field_no_statement(anna: Person, client: Client) -> None:
    made = post(anna)
    opened(is_open=False)
    access.lately.forget()
    client.get("/help/search/?q=сканер")
    with CaptureQueriesContext(connection) as seen:
        page = text_of(client, "/help/search/?q=сканер")
    assert made.title not in page
    assert not [row["sql"] for row in seen if "community_" in row["sql"]]


def test_a_community_that_is_not_open_costs_the_page_of_an_article_no_statement(
    vera: Person, client: Client
) -> None:
    answer = article(vera, "Сканер кассы")
    opened(is_open=False)
    client.get(f"/help/{answer.pk}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/help/{answer.pk}/")
    assert not [one for one in asked if "community_" in one["sql"]]


def test_the_search_of_the_community_offers_articles_that_the_reader_may_read(
    anna: Person, vera: Person, as_grigory: Client, client: Client
) -> None:
    asked = post(anna)
    public = article(vera, "Сканер молчит", "Переткните кабель сканера.")
    secret = article(vera, "Сканер склада", "Только своим", audience=Audience.CUSTOMERS)
    for reader, sees in ((as_grigory, True), (client, False)):
        page = text_of(reader, "/community/?q=сканер")
        assert page.index(f"/help/{public.pk}/") < page.index(f"/community/{asked.pk}/")
        assert (f"/help/{secret.pk}/" in page) == sees
    nothing = text_of(as_grigory, "/community/?q=переткните")
    assert f"/help/{public.pk}/" in nothing  # an article answers where nobody has asked


def test_while_one_writes_a_question_answers_and_questions_like_it_are_shown(
    anna: Person, vera: Person, as_grigory: Client
) -> None:
    asked, answer = post(anna), article(vera, "Сканер молчит", "Переткните кабель сканера.")
    form = text_of(as_grigory, "/community/new/")
    assert 'hx-get="/community/alike/"' in form
    for path in ("/community/alike/?title=сканеры+не+видно", "/community/new/?title=сканер"):
        page = text_of(as_grigory, path)  # the second one without a script: the words come from the search
        assert 0 < page.index(f"/help/{answer.pk}/") < page.index(f"/community/{asked.pk}/")
    assert "ask__link" not in text_of(as_grigory, "/community/alike/?title=ск")
    assert 'hx-get="/community/alike/"' not in text_of(as_grigory, f"/community/{asked.pk}/")


def test_it_helped_is_asked_below_answers_and_counted_once_a_reader(
    anna: Person, boris: Person, as_anna: Client, as_grigory: Client, as_boris: Client, client: Client
) -> None:
    made = post(anna)
    way = f"/community/{made.pk}/"
    assert 'id="helped"' not in text_of(as_grigory, way)  # nothing yet that could have helped
    reply(made, boris)
    assert 'id="helped"' in text_of(as_grigory, f"{way}?q=сканер")
    assert 'id="helped"' not in text_of(as_anna, way)  # she accepts an answer instead
    assert as_anna.post(f"{way}helped/", {"helped": "yes"}).status_code == 404
    for _time in range(2):
        assert as_grigory.post(f"{way}helped/", {"helped": "yes"})["Location"] == f"{way}?thanks=#helped"
    no = client.post(f"{way}helped/", {"helped": "no", "key": "visit-one", "q": "не видит сканер"})
    assert no["Location"].startswith("/ask/?text=")
    assert sorted(Helped.objects.values_list("is_yes", "asked")) == [(False, "не видит сканер"), (True, "")]
    page = text_of(as_boris, reverse("workspace:community_post", args=[made.pk]))
    assert "Helped 1 time" in page
    assert "did not help 1 time" in page


def test_an_article_tells_out_of_which_question_it_grew(
    anna: Person, vera: Person, as_grigory: Client
) -> None:
    made = post(anna)
    accept(reply(made, vera), by=anna)
    grown = to_article(made, by=vera)
    publish(grown, by=vera)
    assert f"/community/{made.pk}/" in text_of(as_grigory, f"/help/{grown.pk}/")
    assert f"/help/{grown.pk}/" in text_of(as_grigory, f"/community/{made.pk}/")
    hide(made, "Устарело", by=vera)
    assert f"/community/{made.pk}/" not in text_of(as_grigory, f"/help/{grown.pk}/")


def test_the_same_form_sent_twice_is_one_post_and_one_answer(as_anna: Client) -> None:
    said = {"title": "Касса", "text": "Молчит"}
    assert len({as_anna.post("/community/new/", said)["Location"] for _twice in range(2)}) == 1
    made = Post.objects.get()
    for _twice in range(2):
        as_anna.post(f"/community/{made.pk}/answers/", {"text": "Сама нашла"})
    assert Answer.objects.count() == 1


def test_what_one_has_written_is_among_ones_own_data(anna: Person, as_anna: Client, grigory: Person) -> None:
    made = post(anna)
    reply(made, anna, "Сама нашла")
    reply(made, grigory, "Чужое")
    known = as_anna.get("/my/data.json").json()
    assert [one["title"] for one in known["posts"]] == [made.title]
    assert [one["text"] for one in known["answers"]] == ["Сама нашла"]
