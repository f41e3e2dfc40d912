"""Articles out of files and into one: what others wrote is read, what is hostile is refused, what went out comes in the same."""

import base64
import io
import zipfile
from pathlib import Path

import pytest

from okno.knowledge import access
from okno.knowledge.actions.bring_in import bring_in, looked_at
from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.actions.publish import archive, publish
from okno.knowledge.actions.write import write
from okno.knowledge.models import Article, Audience, Picture
from okno.knowledge.papers import front, reading, writing
from okno.knowledge.papers.converting import NotADocument, from_docx, from_html
from okno.knowledge.papers.reading import (
    ArchiveTooLarge,
    Folder,
    NotAnArchive,
    NothingToRead,
    Paper,
    opened,
    papers,
)
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article, draft
from tests.portal.canary import PICTURE

WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Чистка принтера</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>Снимите </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>крышку</w:t></w:r></w:p></w:body></w:document>"
)
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
)


def zipped(**files: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
    return stream.getvalue()


def docx(document: str = WORD) -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    return zipped(**{"_rels/.rels": relations, "word/document.xml": document, "word/styles.xml": STYLES})


def read(**files: str | bytes) -> list[Paper]:
    return list(papers(opened("all.zip", zipped(**files))))


def test_front_matter_is_understood_as_others_write_it_and_written_as_it_is_read() -> None:
    known, text = front.parted(
        "---\ntitle: \"Касса: чек\"\nTags: [чек, \"лента, узкая\"]\ncategories:\n  - Кассы\nx: 'it''s'\n---\n\nТекст"
    )
    assert known == {
        "title": "Касса: чек", "tags": ["чек", "лента, узкая"], "categories": ["Кассы"], "x": "it's",
    }  # fmt: skip
    assert text == "Текст"
    hard = {"title": '"[a]: #', "tags": ["- b", "в, г", "просто"], "section": "Кассы и чеки"}
    assert front.parted(front.joined(hard, "Текст")) == (hard, "Текст\n")


@pytest.mark.parametrize("text", ["", "---", "---\nбез конца", "--- \n", "Текст\n---\na: b\n---"])
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert front.parted(text) == ({}, text)


def test_folders_are_sections_and_headings_are_titles() -> None:
    first, second, third = read(
        **{
            "base/Кассы/check.md": "# Чек не выходит\n\nВставьте ленту.",
            "base/Кассы/page.html": "<title>Терминал &amp; карта</title><p>Нажмите <b>Пуск</b></p>",
            "base/Почта/out-of_office.txt": "Текст",
            "base/__MACOSX/x.md": "мусор",
            "base/.git/y.md": "мусор",
        }
    )
    assert (first.title, first.section, first.text) == ("Чек не выходит", "Кассы", "Вставьте ленту.")
    assert (second.title, second.text) == ("Терминал & карта", "Нажмите **Пуск**")
    assert (third.title, third.section) == ("out of office", "Почта")


def test_pictures_come_along_and_those_of_the_net_become_links() -> None:
    (paper,) = read(
        **{
            "a/one.md": "![экран](../img/%D1%8D.png) ![сеть](https://far.test/x.png) ![нет](nowhere.png)",
            "img/э.png": PICTURE,
        }
    )
    assert paper.text == "![экран](picture:1) [сеть](https://far.test/x.png) нет"
    assert paper.pictures == {"picture:1": ("э.png", PICTURE)}
    assert len(paper.problems) == 1


def test_a_page_is_read_with_the_pictures_inside_and_without_what_harms() -> None:
    inside = base64.b64encode(PICTURE).decode()
    made = from_html(
        f'<h2>Шаги</h2><ul><li>Раз</li><li>Два</li></ul><script>alert(1)</script><img src="data:image/png;base64,{inside}">'
        '<a href="javascript:alert(1)">сюда</a><a href="data:text/html,x">туда</a>'
        "<table><tr><th>А</th></tr><tr><td>Б</td></tr></table>"
    )
    assert made.text.startswith("## Шаги\n\n- Раз\n- Два")
    assert "alert" not in made.text
    assert "data:" not in made.text
    assert "| А |" in made.text
    assert made.pictures == {"inside-1": PICTURE}


def test_a_document_of_word_is_read() -> None:
    made = from_docx(docx())
    assert made.text == "# Чистка принтера\n\nСнимите **крышку**"
    (paper,) = papers(opened("памятка.docx", docx()))
    assert (paper.title, paper.text) == ("Чистка принтера", "Снимите **крышку**")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        zipped(x="y"),
        docx("<broken"),
        docx('<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>' + WORD),
        zipped(**{"word/document.xml": b"0" * (61 * 2**20)}),
    ],
)
def test_sec_52_a_broken_or_hostile_document_is_refused(content: bytes) -> None:
    with pytest.raises(NotADocument):
        from_docx(content)


def test_sec_52_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ALL_BYTES", 1000)
    with pytest.raises(ArchiveTooLarge):
        read(**{"a.md": "а" * 1000})
    with pytest.raises(NotAnArchive):
        list(papers(opened("a.zip", b"PK\x05\x06broken")))
    with pytest.raises(NothingToRead):
        read(**{"a.exe": b"MZ"})
    with pytest.raises(ArchiveTooLarge):
        list(papers(opened("a.zip", zipped(**{"a.md": "1", "b.md": "2"})), at_most=1))


def test_a_name_that_climbs_out_of_the_archive_stays_in_it() -> None:
    (paper,) = read(**{"../../etc/a.md": "![x](../../../../etc/passwd)"})
    assert paper.path == "etc/a.md"
    assert paper.pictures == {}


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("тайна", encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_bytes("Привет".encode("cp1251"))
    (tmp_path / "in" / "b.md").symlink_to(tmp_path / "secret.md")
    assert [paper.text for paper in papers(Folder(tmp_path / "in"))] == ["Привет"]


@pytest.mark.django_db
def test_files_become_drafts_and_what_is_there_already_stays_as_it_is(vera: Person) -> None:
    article(vera, "Принтер")
    nowhere = "---\naudience: organisation\norganisation: Нет такой\n---\nТекст"
    files = {"a.md": "# принтер\nДругое", "b.md": "# Касса\n![э](c.png)", "c.png": PICTURE, "d.md": nowhere}
    come = read(**files)
    assert [bool(one.why_not) for one in looked_at(come)] == [True, False, False]
    assert Article.objects.count() == 1
    told = bring_in(come, by=vera, audience=Audience.CUSTOMERS)
    made = [one.article for one in told if one.article]
    assert [(one.draft.title, one.audience, one.version) for one in made] == [
        ("Касса", "customers", None),
        ("d", "staff", None),
    ]
    picture = Picture.objects.get()
    assert (picture.article, made[0].draft.text) == (made[0], f"![э](/help/pictures/{picture.pk}/)")
    assert told[2].problems


@pytest.mark.django_db
def test_why_a_file_cannot_be_read_is_told_once() -> None:
    (one,) = looked_at(read(**{"a.docx": b"PK no document"}))
    assert one.why_not
    assert one.problems == ()


@pytest.mark.django_db
def test_what_is_no_picture_leaves_its_words(vera: Person) -> None:
    (one,) = bring_in(read(**{"b.md": "# Касса\n![схема](c.png)", "c.png": b"<svg>"}), by=vera)
    assert one.article is not None
    assert one.article.draft.text == "![схема]()"
    assert one.problems


@pytest.mark.django_db
def test_what_went_out_comes_in_the_same(vera: Person) -> None:
    firm = make.organisation("ООО «Ромашка»")
    about = {"audience": "organisation", "organisation": firm, "tags": ["чек", "лента"]}
    made = article(vera, "Касса: чек / лента", new_section="Кассы, терминалы", **about)
    shown = illustrate(made, "э к.png", PICTURE)
    text = f"## Шаги\n\n1. Раз\n2. Два\n\n![э](/help/pictures/{shown.pk}/)\n\n    код"
    write(made, "Касса: чек / лента", text, by=vera, seen=0)
    publish(made, by=vera)
    draft(vera, "# Черновик", "    код сначала", language="en")
    archive(article(vera, "Убрана"), by=vera)
    stream = io.BytesIO()
    assert writing.write(access.articles_to_take(vera), stream) == 2
    Article.objects.update(version=None)
    Article.objects.all().delete()
    come = [one.article for one in bring_in(papers(opened("a.zip", stream.getvalue())), by=vera)]
    by_title = {one.draft.title: one for one in come if one}
    again, other = by_title["Касса: чек / лента"], by_title["# Черновик"]
    new = again.pictures.get()
    assert again.draft.text == text.replace(f"/{shown.pk}/", f"/{new.pk}/")
    assert (str(again.section), again.tags, again.audience, again.organisation) == (
        "Кассы, терминалы", ["лента", "чек"], "organisation", firm,
    )  # fmt: skip
    assert (other.draft.text, other.language, other.section) == ("    код сначала", "en", None)
