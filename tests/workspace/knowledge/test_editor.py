"""The editors' room: writing, publishing, pictures, what two editors do to one another, what the list shows."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from okno.knowledge.actions.publish import archive, publish
from okno.knowledge.actions.review import ask_review
from okno.knowledge.actions.write import drop, write
from okno.knowledge.models import Article, Draft, Picture, Section, Version
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article, draft
from tests.portal.canary import PICTURE


@pytest.fixture
def as_vera(vera: Person) -> Client:
    client = Client(HTTP_HOST="desk.test")
    client.force_login(vera, backend="okno.login.backends.ByMailAddress")
    return client


def form(owner: Person, **other: object) -> dict[str, object]:
    """Return what the form of an editor says."""
    known = {"title": "Принтер", "text": "Проверьте кабель.", "audience": "everyone", "language": "ru"}
    return {**known, "owner": owner.pk, "seen": 0, **other}


def titles(client: Client, query: str) -> list[str]:
    page = client.get(f"/knowledge/?{query}")
    return [str(getattr(row, "draft", None) or row) for row in page.context["rows"]]


def picture(name: str = "экран.png", content: bytes = PICTURE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_agent_writes_and_a_lead_publishes(as_boris: Client, as_vera: Client, boris: Person) -> None:
    answer = as_boris.post("/knowledge/new/", form(boris, new_section="Печать", tags="принтер, Кабель"))
    made = Article.objects.get()
    assert answer["Location"] == f"/knowledge/{made.pk}/"
    assert (made.section, made.version) == (Section.objects.get(name="Печать"), None)
    assert as_boris.post(f"/knowledge/{made.pk}/publication/", form(boris, seen=1)).status_code == 403
    as_boris.post(f"/knowledge/{made.pk}/review/", form(boris, text="Иначе", seen=1))
    assert Draft.objects.get().review_asked_at is not None
    as_vera.post(f"/knowledge/{made.pk}/publication/", form(boris, text="Иначе", seen=2))
    assert Version.objects.get().text == "Иначе"
    assert not Draft.objects.exists()


def test_words_that_somebody_else_has_changed_are_not_overwritten_and_nothing_else_is(
    as_boris: Client, boris: Person, vera: Person
) -> None:
    made = draft(boris)
    write(made, "Верин", "Верин", by=vera, seen=1)
    page = as_boris.post(f"/knowledge/{made.pk}/", form(boris, text="Мой", audience="staff", seen=1))
    assert page.status_code == 422
    assert "Мой" in page.content.decode()
    made.refresh_from_db()
    assert (made.draft.text, made.audience) == ("Верин", "everyone")


def test_publishing_what_is_not_new_changes_what_stands_beside_the_text_alone(
    as_vera: Client, vera: Person
) -> None:
    made = article(vera, "Принтер", "Проверьте кабель.")
    answer = as_vera.post(f"/knowledge/{made.pk}/publication/", form(vera, audience="customers"))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.audience, made.versions.count()) == ("customers", 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"title": " "}, "title"), ({"audience": "organisation"}, "organisation"), ({"review_on": "завтра"}, "review_on")],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field(
    as_boris: Client, boris: Person, said: dict[str, str], field: str
) -> None:
    page = as_boris.post("/knowledge/new/", form(boris, **said))
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not Article.objects.exists()
    assert page.context["form"]["text"].value() == "Проверьте кабель."


def test_nothing_is_published_without_words_and_the_title_stays_as_typed(
    as_vera: Client, vera: Person
) -> None:
    made = draft(vera, text="")
    page = as_vera.post(f"/knowledge/{made.pk}/publication/", form(vera, title="Новый", text="", seen=1))
    assert page.context["form"].errors["text"]
    made.refresh_from_db()
    assert (made.draft.title, made.draft.revision) == ("Принтер не печатает", 1)


def test_a_pasted_picture_belongs_to_the_article_in_whose_text_it_stands(
    as_boris: Client, boris: Person, anna: Person
) -> None:
    mark = as_boris.post("/knowledge/pictures/", {"file": picture()}).content.decode()
    assert mark == f"![экран](/help/pictures/{Picture.objects.get().pk}/)"
    assert Client(HTTP_HOST="desk.test").get(mark.partition("(")[2].rstrip(")")).status_code == 404
    as_boris.post("/knowledge/new/", form(boris, text=f"Вот: {mark}"))
    made = Article.objects.get()
    assert made.pictures.count() == 1
    again = as_boris.post(f"/knowledge/{made.pk}/pictures/", {"file": picture()})
    assert again.status_code == 200
    assert made.pictures.count() == 2


def test_a_picture_comes_without_scripts_too_and_stands_at_the_end(as_boris: Client, boris: Person) -> None:
    as_boris.post("/knowledge/new/", form(boris, picture=picture("а]б.png")))
    assert (
        Draft.objects.get().text == f"Проверьте кабель.\n\n![аб](/help/pictures/{Picture.objects.get().pk}/)"
    )


def test_sec_04_what_is_no_picture_stands_in_no_article(as_boris: Client, boris: Person) -> None:
    page = as_boris.post("/knowledge/new/", form(boris, picture=picture("x.png", b"<svg onload=alert(1)>")))
    assert page.context["form"].errors["picture"]
    assert as_boris.post("/knowledge/pictures/", {"file": picture("x.png", b"<svg>")}).status_code == 422
    assert not Picture.objects.exists()


def test_the_preview_harms_nobody(as_boris: Client) -> None:
    page = as_boris.post("/knowledge/preview/", {"text": "**Да** <script>alert(1)</script>"}).content.decode()
    assert "<strong>Да</strong>" in page
    assert "<script" not in page
    assert as_boris.post("/knowledge/preview/", {"text": "а" * 100_001}).status_code == 413


def test_each_shelf_of_the_list_has_its_articles(as_vera: Client, vera: Person) -> None:
    old = timezone.localdate() - timedelta(days=1)
    article(vera, "Готовая", tags=["касса"])
    article(vera, "Старая", review_on=old)
    ask_review(draft(vera, "Проверить"), by=vera)
    archive(article(vera, "Убранная"), by=vera)
    assert sorted(titles(as_vera, "")) == ["Готовая", "Проверить", "Старая"]
    shelves = {"published": ["Готовая", "Старая"], "drafts": ["Проверить"], "review": ["Проверить"]}
    shelves |= {"stale": ["Старая"], "archived": ["Убранная"]}
    for state, expected in shelves.items():
        assert sorted(titles(as_vera, f"state={state}")) == expected
    assert titles(as_vera, "q=касса") == titles(as_vera, "q=готов") == ["Готовая"]


def test_the_list_costs_the_same_however_long_it_is(
    as_vera: Client, vera: Person, django_assert_max_num_queries
) -> None:
    for number in range(12):
        article(
            vera, f"Статья {number}", organisation=make.organisation(f"{number}"), audience="organisation"
        )
    as_vera.get("/knowledge/")
    with django_assert_max_num_queries(10):
        assert len(titles(as_vera, "")) == 12


def test_the_versions_tell_what_changed(as_vera: Client, vera: Person) -> None:
    made = article(vera, "Принтер", "Один\nДва")
    assert "<ins" not in as_vera.get(f"/knowledge/{made.pk}/versions/").content.decode()
    as_vera.post(f"/knowledge/{made.pk}/publication/", form(vera, text="Один\nТри"))
    page = as_vera.get(f"/knowledge/{made.pk}/versions/?version=2").content.decode()
    assert '<del class="differ__line">Два</del><ins class="differ__line">Три</ins>' in page


def test_a_lead_sends_a_draft_back_and_an_agent_may_not(
    as_boris: Client, as_vera: Client, boris: Person
) -> None:
    made = draft(boris)
    ask_review(made, by=boris)
    assert as_boris.post(f"/knowledge/{made.pk}/review/return/", {"words": "Нет"}).status_code == 403
    assert as_vera.post(f"/knowledge/{made.pk}/review/return/", {"words": " "}).status_code == 422
    made.refresh_from_db()
    assert made.draft.review_asked_at is not None
    as_vera.post(f"/knowledge/{made.pk}/review/return/", {"words": "А где картинка?"})
    assert "А где картинка?" in as_boris.get(f"/knowledge/{made.pk}/").content.decode()
    made.refresh_from_db()
    assert made.draft.review_asked_at is None


def test_the_list_is_found_by_tags_of_several_words_and_by_parts_of_them(
    as_boris: Client, vera: Person
) -> None:
    made = article(vera, "Чек", tags=["касса самообслуживания", "лента"])
    article(vera, "Отпуск", tags=["касса"])
    for words in ("касса самообслуживания", "самообслуж", "лента касса чек"):
        assert as_boris.get("/knowledge/", {"q": words}).context["rows"] == [made]


def test_an_old_version_is_a_new_draft_by_one_press_and_loses_no_words(
    as_boris: Client, as_anna: Client, vera: Person, boris: Person
) -> None:
    made = article(vera, text="Первый текст")
    write(made, "Принтер молчит", "Второй текст", by=vera, seen=0)
    publish(made, by=vera)
    place = f"/knowledge/{made.pk}/restoration/"
    page = as_boris.get(f"/knowledge/{made.pk}/versions/?version=1").content.decode()
    assert f'action="{place}"' in page
    assert place not in as_boris.get(f"/knowledge/{made.pk}/versions/?version=2").content.decode()
    for _time in range(2):
        assert as_boris.post(place, {"version": "1"})["Location"] == f"/knowledge/{made.pk}/"
    made = Article.objects.get(pk=made.pk)
    assert (made.draft.text, made.draft.by, made.version.text) == ("Первый текст", boris, "Второй текст")
    assert [one.data for one in made.happenings.filter(kind="restored")] == [{"number": 1}]
    write(made, "Принтер молчит", "Третий текст", by=vera, seen=1)
    assert as_boris.post(place, {"version": "1"}).status_code == 409
    assert Article.objects.get(pk=made.pk).draft.text == "Третий текст"
    drop(made, by=vera)
    for said, status in (("2", 409), ("7", 404), ("x", 422), ("9" * 30, 422)):
        assert as_boris.post(place, {"version": said}).status_code == status
    assert as_anna.post(place, {"version": "1"}).status_code == 404
