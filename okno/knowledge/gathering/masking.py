"""Personal data taken out of words that others shall read: what stood there is said in brackets. Pure.

It is a help for the editor, not a promise: nobody publishes what a machine alone has looked at. What looks like data and is
none (dates, codes of errors, versions, addresses of pages) stays.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import pgettext

SHORTEST_NAME = 3  # letters; shorter parts of names are words of every text
_ENDINGS = "а|я|у|ю|е|и|ы|о|ой|ей|ою|ею|ом|ем|ым|им|ого|его|ому|ему|ых|их|ыми|ими|ья|ье|ью|ьи|'s|s"
_VOWELS = "аяоеиыуюьй"
_CAPITAL = "[A-ZА-ЯЁ]"
_PATRONYMIC = r"[А-ЯЁ][а-яё]{1,30}(?:ович|евич|ьич|инич|овн|евн|ичн|иничн)(?:а|у|ем|ом|е|ы|ой)?"
_FAMILY = r"\b[А-ЯЁ][а-яё]{1,30}(?:[оеё]в|[иы]н|ск|цк|[иы]х|ко|ук|юк)(?:а|у|ым|ой|ого|ому|е|ий|ая|ую|им)?"
_GIVEN = r"\b[А-ЯЁ][а-яё]{2,30}"

# In this order: what comes first is looked for first at each place. Groups that begin with `keep` stay as they are.
_DATA = re.compile(
    rf"""
    (?P<keep_date>\b\d{{1,4}}[.\-/]\d{{1,2}}[.\-/]\d{{2,4}}(?:[ T,]+(?:в\s)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\b)
  | (?P<keep_code>\b0[xх][0-9a-fа-я]+\b | \b[A-Z]{{2,4}}\d{{5,}}\b)
  | (?P<page>https?://[^\s<>"]+)
  | (?P<mail>(?<![\w.+\-])[\w.+\-]{{1,64}}@[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{1,8}})
  | (?P<password_of>(?:парол[ьяею]м?|password|passwd|pwd|пин-?код|pin|код\ доступа)\s*(?:[:=—–]|\s-\s)\s*)\S+
  | (?P<password_near>(?:парол[ьяею]м?|password|passwd|pwd|пин-?код)\s+)
      (?=\S{{0,40}}[0-9])(?=\S{{0,40}}[A-Za-zА-Яа-я]|\d{{4}})\S{{4,}}
  | (?P<login_of>(?:логин[ауом]*|login|user(?:name)?|пользовател[ьяюе]м?|уч[её]тк[аиуой]+|уч[её]тн\w+\ запис\w+)
      \s*(?:[:=—–]|\s-\s)\s*)\S+
  | (?P<login_near>(?:логин[ауом]*|login)\s+)(?=[a-z])[a-z0-9._\-]{{3,}}
  | (?P<domain>(?<![\w\-])[A-Z][A-Z0-9\-]{{1,40}}\\[A-Za-z0-9._\-]+)
  | (?P<v4>\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){{3}}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:/\d{{1,2}}|:\d{{1,5}})?\b)
  | (?P<v6>(?<![\w:])(?:[0-9a-f]{{1,4}}:){{3,7}}:?[0-9a-f]{{1,4}}(?![\w:]))
  | (?P<mac>(?<![\w:])(?:[0-9a-f]{{2}}[:\-]){{5}}[0-9a-f]{{2}}(?![\w:]))
  | (?P<number_of>(?:договор\w*|контракт\w*|сч[её]т\w*|заказ\w*|накладн\w*|полис\w*|паспорт\w*|карт[аыеу]|инн|кпп|огрн|снилс
      |л/с|р/с|contract|invoice|order|passport)\s*(?:№|N[oо]?\.?|\#|:)?\s*)(?=[\w/\-]{{0,40}}\d)[\w/\-]+(?:\ \d{{2,}})*
  | (?P<phone>(?<![\w.])(?:\+\d|8|7)[\s(\-]*\d{{3}}[\s)\-]*\d{{3}}[\s\-]*\d{{2}}[\s\-]*\d{{2}}(?!\d)(?:\s*доб\.?\s*\d+)?)
  | (?P<abroad>\+\d[\d\s()\-]{{8,18}}\d)
  | (?P<extension>\b(?:доб\.?|внутр\.?|вн\.)\s*\d{{2,6}}\b)
  | (?P<card>\b\d{{4}}[\ \-]?\d{{4}}[\ \-]?\d{{4}}[\ \-]?\d{{4}}\b)
  | (?P<key>(?<![\w\-])(?=[A-Z\-]{{0,60}}\d)[A-Z0-9]{{4,8}}(?:-[A-Z0-9]{{4,8}}){{2,}}\b)
  | (?P<long>(?<![\w.\-])\d(?:[\ \-]?\d){{8,}}(?![\w.]) | (?<![\w.\-])\d{{7,}}(?![\w.]))
  | (?P<person>(?:{_FAMILY}\s+)?{_GIVEN}\s+{_PATRONYMIC}(?:\s+{_GIVEN})?
      | {_GIVEN}\s+[А-ЯЁ]\.\s?[А-ЯЁ]\. | [А-ЯЁ]\.\s?[А-ЯЁ]\.\s?{_GIVEN})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SENSITIVE = frozenset({"person", "domain", "key", "keep_code"})  # here large letters are what tells it


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Return the text without personal data; `names` are those of the people who took part, in any case and number."""
    masks = _masks()
    told = _DATA.sub(lambda found: _replaced(found, masks), text)
    name = f"[{_name()}]"
    for pattern in _named(names):
        told = pattern.sub(name, told)
    return re.sub(rf"{re.escape(name)}(?:\s+{re.escape(name)})+", name, told)


def _replaced(found: re.Match[str], masks: Mapping[str, Callable[[str], str]]) -> str:
    name = found.lastgroup or ""
    whole = found.group()
    if name.startswith("keep") or (name in _SENSITIVE and not _is_written_so(name, whole)):
        return whole
    kept = found.group(name) if name.endswith(("_of", "_near")) else ""
    return kept + masks[name.partition("_")[0]](whole)


def _is_written_so(name: str, whole: str) -> bool:
    if name == "person":
        return all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", whole))
    return whole == whole.upper() if name == "key" else whole[0].isupper()


def _masks() -> Mapping[str, Callable[[str], str]]:
    """Return what is written for each kind of data, in the language of the editor."""
    login, number = pgettext("taken out", "login"), pgettext("taken out", "number")
    phone, computer = pgettext("taken out", "phone"), pgettext("taken out", "address of a computer")
    words = {
        **dict.fromkeys(("login", "domain"), login),
        **dict.fromkeys(("number", "long", "card"), number),
        **dict.fromkeys(("phone", "abroad", "extension"), phone),
        **dict.fromkeys(("v4", "v6", "mac"), computer),
        "mail": pgettext("taken out", "mail address"),
        "password": pgettext("taken out", "password"),
        "key": pgettext("taken out", "key"),
        "person": _name(),
    }
    said: dict[str, Callable[[str], str]] = {
        name: (lambda _whole, mask=mask: f"[{mask}]")  # type: ignore[misc] # each keeps its own
        for name, mask in words.items()
    }
    return said | {"page": _bare_page}


def _bare_page(address: str) -> str:
    """Return the address of a page without what a session or a person is known by."""
    scheme, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    whole = path.rstrip(".,;:!)")
    tail = path[len(whole) :]
    bare = re.split(r"[?#]", whole)[0]
    return scheme + mark + host.rpartition("@")[2] + slash + bare + tail


def _name() -> str:
    return pgettext("taken out", "name")


def _named(names: Iterable[str]) -> list[re.Pattern[str]]:
    parts = {part for name in names for part in re.findall(r"[^\W\d_]+", name)}
    known = sorted((one for one in parts if len(one) >= SHORTEST_NAME and one[0].isupper()), reverse=True)
    return [_declined(one) for one in known]


def _declined(part: str) -> re.Pattern[str]:
    """Return the pattern of a name in any case: «Анна» is found in «Анной», and never in «анализ»."""
    stem = part[:-1] if part[-1] in _VOWELS and len(part) > SHORTEST_NAME else part
    return re.compile(rf"(?<!\w){re.escape(stem)}(?:{_ENDINGS}|{re.escape(part[len(stem) :])})?(?!\w)")
