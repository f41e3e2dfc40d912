"""What the desk needs from a PostgreSQL, embedded or not, asked of the server itself at start (V12, V13)."""

from dataclasses import dataclass

import psycopg

from okno.core.postgres.binaries import OLDEST
from okno.core.postgres.words import _

RUSSIAN_ORDER = ["арбуз", "Егор", "ёж", "Ёлка", "ель", "Жук", "яблоко"]


@dataclass(frozen=True)
class Check:
    """One answer; a required one that failed must stop the start, another only switches a feature off."""

    name: str
    passed: bool
    required: bool
    advice: str = ""


def boot_checks(url: str) -> list[Check]:
    """Ask the server for what the desk builds on; changes nothing."""
    with psycopg.connect(url, connect_timeout=20) as connection:
        connection.execute("SET TRANSACTION READ ONLY")
        return [
            _version(connection),
            _encoding(connection),
            _letters(connection),
            _stemming(connection),
            _order(connection),
            _trigrams(connection),
        ]


def _version(connection: psycopg.Connection[tuple[object, ...]]) -> Check:
    number = connection.info.server_version // 10_000
    return Check(
        "version",
        number >= OLDEST,
        required=True,
        advice=_("PostgreSQL %(oldest)d or newer is needed, this is %(found)d.")
        % {"oldest": OLDEST, "found": number},
    )


def _encoding(connection: psycopg.Connection[tuple[object, ...]]) -> Check:
    found = _one(connection, "SELECT current_setting('server_encoding')")
    return Check(
        "encoding",
        found == "UTF8",
        required=True,
        advice=_("The database must be made with the encoding UTF8."),
    )


def _letters(connection: psycopg.Connection[tuple[object, ...]]) -> Check:
    passed = _one(
        connection, "SELECT lower('ЁЖ') = 'ёж' AND upper('щи') = 'ЩИ' AND 'ПРИНТЕР' ILIKE '%принтер%'"
    )
    return Check("letters", bool(passed), required=True, advice=_locale_advice())


def _stemming(connection: psycopg.Connection[tuple[object, ...]]) -> Check:
    passed = _one(
        connection,
        "SELECT to_tsvector('pg_catalog.russian', 'Сломались принтеры') "
        "@@ to_tsquery('pg_catalog.russian', 'принтер')",
    )
    return Check("stemming", bool(passed), required=True, advice=_locale_advice())


def _order(connection: psycopg.Connection[tuple[object, ...]]) -> Check:
    query = """
        SELECT array_agg(name ORDER BY replace(lower(name), 'ё', 'е') COLLATE "C", name COLLATE "C")
        FROM unnest(%s::text[]) AS name
    """
    found = connection.execute(query, [sorted(RUSSIAN_ORDER)]).fetchone()
    return Check(
        "order", found is not None and found[0] == RUSSIAN_ORDER, required=True, advice=_locale_advice()
    )


def _trigrams(connection: psycopg.Connection[tuple[object, ...]]) -> Check:
    """Say whether pg_trgm could be used: it exists, and the C type of letters knows Cyrillic (V13)."""
    there = _one(connection, "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
    letters = _one(
        connection,
        "SELECT datctype NOT IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database()",
    )
    return Check(
        "trigrams",
        bool(there) and bool(letters),
        required=False,
        advice=_("Search that forgives typing errors is off: there is no pg_trgm or the locale is C."),
    )


def _locale_advice() -> str:
    return _(
        "Russian letters do not work in this database; make it anew with a UTF-8 locale, for example C.UTF-8."
    )


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
