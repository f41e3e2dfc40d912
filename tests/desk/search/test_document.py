import pytest

from okno.desk.actions.index import index, index_all, index_if_changed, index_missing, index_oldest
from okno.desk.actions.merge_people import merge_people, undo_merge_people
from okno.desk.jobs import renew_search
from okno.desk.models import Message, SearchDocument, Ticket
from okno.desk.search import document
from tests import make

pytestmark = pytest.mark.django_db


def test_tickets_from_before_the_search_get_their_documents_by_and_by():
    tickets = [make.ticket() for _ in range(3)]
    assert index_missing(2) == 2
    assert set(SearchDocument.objects.values_list("pk", flat=True)) == {tickets[1].pk, tickets[2].pk}
    renew_search(0)
    assert SearchDocument.objects.count() == 3
    assert index_missing(10) == 0


def test_the_oldest_documents_are_read_anew_so_a_new_name_is_found():
    ticket = make.ticket(by=(asker := make.person("Анна Белова")))
    index([ticket.pk])
    asker.name = "Анна Жаворонкова"
    asker.save()
    assert not SearchDocument.objects.filter(exact="жаворонкова").exists()
    assert index_oldest(10) == 1
    assert SearchDocument.objects.filter(exact="жаворонкова").exists()


def test_tickets_of_two_people_who_are_one_are_found_by_the_name_that_stands(numbers, boris):
    one, other = make.person("Зоя Ежова"), make.person("Зоя Жаворонкова")
    ticket = make.ticket(by=one)
    row = merge_people(one, other, by=boris)
    assert numbers("жаворонкова") == [ticket.number]
    undo_merge_people(row, by=boris)
    assert numbers("жаворонкова") == []
    assert numbers("ежова") == [ticket.number]


def test_reindexing_makes_all_documents_and_counts_them():
    for _ in range(3):
        make.ticket()
    assert list(index_all()) == [(3, 3)]
    assert SearchDocument.objects.count() == 3


def test_a_document_of_an_older_reading_covers_no_newer_one(monkeypatch):
    ticket = make.ticket(text="Старое")
    read = document.read([ticket.pk])
    make.message(ticket=ticket, by=ticket.requester, text="Новое")
    index([ticket.pk])
    monkeypatch.setattr(document, "read", lambda _tickets: read)
    index([ticket.pk])
    assert SearchDocument.objects.filter(exact="новое").exists()


def test_nothing_is_read_where_nothing_has_changed(django_assert_num_queries):
    ticket = make.ticket()
    index([ticket.pk])
    ticket.refresh_from_db()
    with django_assert_num_queries(1):
        index_if_changed(ticket)


def test_many_tickets_need_no_more_statements_than_one(django_assert_max_num_queries):
    tickets = [make.ticket().pk for _ in range(12)]
    with django_assert_max_num_queries(9):
        index(tickets)


def test_a_flood_of_letters_is_bounded():
    """A tsvector ends at a megabyte; a document ends long before, and the ticket is found by its newest words."""
    ticket = make.ticket()
    words = " ".join(f"слово{number}" for number in range(20_000))
    Message.objects.bulk_create(
        Message(
            ticket=ticket, kind="heard", author=ticket.requester, at=ticket.created_at, text=f"{words}{turn}"
        )
        for turn in range(10)
    )
    make.message(ticket=ticket, by=ticket.requester, text="Последнее")
    index([ticket.pk])
    assert SearchDocument.objects.filter(exact="последнее").exists()
    (texts,) = document.read([ticket.pk])
    assert all(len(text) <= document.SIGNS_OF_TICKET for text in texts.as_words())


def test_a_ticket_that_is_gone_is_no_error():
    index([987_654])
    assert Ticket.objects.count() == SearchDocument.objects.count() == 0
