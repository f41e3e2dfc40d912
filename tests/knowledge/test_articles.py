import pytest

from okno.core.refusals import NotAllowed, NotFound
from okno.knowledge import access
from okno.knowledge.actions.describe import About, describe
from okno.knowledge.actions.publish import archive, bring_back, publish
from okno.knowledge.actions.review import ask_review, send_back
from okno.knowledge.actions.tell_helped import tell_helped
from okno.knowledge.actions.write import drop, write
from okno.knowledge.markdown import html, plain
from okno.knowledge.models import Article, Draft, Helped, Version
from okno.knowledge.refusals import NoText, NothingNew, NoTitle, WrittenOtherwise
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article, draft


def test_readers_see_the_published_version_while_the_next_one_is_written(vera: Person, anna: Person) -> None:
    made = article(vera, text="Первый")
    write(made, "Иначе", "Второй", by=vera, seen=0)
    assert access.article_for(anna, made.pk).version.text == "Первый"
    publish(made, by=vera)
    assert access.article_for(anna, made.pk).version.text == "Второй"
    assert [version.number for version in access.versions_of(made)] == [2, 1]
    assert list(Version.objects.filter(number=1).values_list("text", flat=True)) == ["Первый"]


def test_two_editors_do_not_lose_each_others_words(vera: Person, boris: Person) -> None:
    made = draft(vera)
    write(made, "Мой", "текст Бориса", by=boris, seen=1)
    with pytest.raises(WrittenOtherwise):
        write(made, "Мой", "текст Веры", by=vera, seen=1)
    assert Draft.objects.get().text == "текст Бориса"
    write(made, "Мой", "текст Бориса", by=vera, seen=1)  # the same words are no conflict


def test_the_road_of_a_draft_is_its_history(vera: Person, boris: Person) -> None:
    made = draft(boris)
    ask_review(made, by=boris)
    ask_review(made, by=boris)
    send_back(made, "А где картинка?", by=vera)
    write(made, "Принтер", "С картинкой", by=boris, seen=1)
    publish(made, by=vera)
    archive(made, by=vera)
    archive(made, by=vera)
    bring_back(made, by=vera)
    kinds = list(made.happenings.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        "started", "review_asked", "sent_back", "written", "published", "archived", "brought_back",
    ]  # fmt: skip
    with pytest.raises(NothingNew):
        publish(made, by=vera)


def test_nothing_is_published_without_words(vera: Person) -> None:
    with pytest.raises(NoText):
        publish(draft(vera, text="  \n"), by=vera)
    with pytest.raises(NoTitle):
        draft(vera, title=" ")


def test_a_dropped_draft_leaves_what_readers_see(vera: Person) -> None:
    made = article(vera, text="Старый")
    write(made, "Новый", "Новый", by=vera, seen=0)
    drop(made, by=vera)
    assert not Draft.objects.exists()
    never = draft(vera)
    drop(never, by=vera)
    assert Draft.objects.filter(article=never).exists(), "what was never published has nothing else"


def test_sec_14_what_one_may_not_read_does_not_exist(vera: Person, anna: Person, grigory: Person) -> None:
    mine = make.organisation()
    Person.objects.filter(pk=anna.pk).update(organisation=mine)
    anna.refresh_from_db()
    made = article(vera, audience="organisation", organisation=mine)
    assert access.article_for(anna, made.pk) == made
    for stranger in (grigory, None):
        with pytest.raises(NotFound):
            access.article_for(stranger or make.person(), made.pk)
    describe(made, About(owner=vera, audience="staff"), by=vera)
    with pytest.raises(NotFound):
        access.article_for(anna, made.pk)
    with pytest.raises(NotFound):
        access.article_of_editor(anna, made.pk)


def test_whoever_writes_does_not_publish_unless_a_lead(vera: Person, boris: Person) -> None:
    made = draft(boris)
    assert access.article_of_editor(vera, made.pk, to="publish") == made
    with pytest.raises(NotAllowed):
        access.article_of_editor(boris, made.pk, to="publish")


def test_one_visit_has_one_answer(vera: Person, anna: Person) -> None:
    made = article(vera)
    tell_helped(made, is_yes=False, key="visit", by=anna, asked="принтер")
    tell_helped(made, is_yes=True, key="visit", by=anna)
    assert list(Helped.objects.values_list("is_yes", flat=True)) == [True]
    assert Article.objects.get().answers.count() == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,1)",
        "[x](//evil.test/)",
        "![x](https://evil.test/t.gif)",
        "![x](//evil.test/t.gif)",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:1">x</a>',
        ">" * 5000 + " глубоко",
    ],
)
def test_sec_10_a_text_harms_nobody(hostile: str) -> None:
    made = html(hostile)
    assert "<script" not in made
    assert "<img" not in made or "src" not in made
    assert '<a href="j' not in made
    assert '<a href="d' not in made
    assert 'href="//' not in made


def test_a_text_looks_as_it_is_meant() -> None:
    made = html(
        "# Раз\n\nДва **три** [четыре](https://a.test/)\n\n![Кнопка](/help/pictures/7/)\n\n| а | б |\n|--|--|\n| в | г |"
    )
    assert "<h2>Раз</h2>" in made, "the title of the page is the first heading"
    assert '<img src="/help/pictures/7/" alt="Кнопка"' in made
    assert 'rel="noopener noreferrer nofollow"' in made
    assert "<td>в</td>" in made
    assert plain("# Раз\n\nДва **три** `a<b`") == "Раз\nДва три a<b"
