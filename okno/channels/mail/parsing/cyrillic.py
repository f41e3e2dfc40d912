"""Which Russian single-byte charset is it? Old programs leave the name out, or lie about it."""

from __future__ import annotations

CANDIDATES = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
SAMPLE = 4096  # bytes; more text does not change the answer

# Letters of Russian text in per mille, the National Corpus' order of magnitude; the rest are neighbours' letters.
_PER_MILLE = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 43, "к": 35, "м": 32,
    "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16, "б": 16, "ч": 15, "й": 12, "х": 10,
    "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ё": 2, "ъ": 1, "і": 4, "ї": 1, "є": 1, "ў": 1, "ґ": 1,
}  # fmt: skip
_PAIRS = frozenset(
    "ст но то на ен ов ни ра во ко пр не по ро го ре ос ка ли ть ал ет ер ла ан та ло ол он ор де от ит ел ва ат ес "
    "ск ом те ви ль да ле ес ме ри ог ле пе ми за ав мо ег ак од об бо об ше же чт вс из ис до со ся ки ес ть ие ия "
    "ый ой ая ое ые ых ую ся ам ах ям ях ем им ым ей ий ще др зд су уд ав вт уш ум пи си ас аз ру ту уп ещ еч оч ра "
    "бр кр гр тр чи ча ща ши жи су вы мы ты бы".split()
)
_NEVER_FIRST = frozenset("ьъы")
_PUNCTUATION = frozenset("«»—–…№“”„’‘•·\xa0€§°±©®™")


def best(data: bytes) -> tuple[str, float]:
    """The likeliest charset and how Russian the text then looks: about 1.0 for Russian, below 0 for noise."""
    sample = _sample(data)
    scored = [(score(sample.decode(name, "replace")), -place, name) for place, name in enumerate(CANDIDATES)]
    value, _place, name = max(scored)
    return name, value


def score_as(data: bytes, charset: str) -> float:
    """How Russian the bytes look when they are read in this charset."""
    return score(_sample(data).decode(charset, "replace"))


def score(text: str) -> float:
    """How Russian a text looks, per foreign letter: frequent letters, usual pairs, sane case, no drawings."""
    total = 0.0
    seen = 0
    before = " "
    for char in text:
        if char < "\x80":
            before = char
            continue
        seen += 1
        small = char.lower()
        weight = _PER_MILLE.get(small)
        if weight is None:
            total += 0.0 if char in _PUNCTUATION else -3.0
        else:
            total += _letter(char, small, before, weight)
        before = char
    return total / seen if seen else 0.0


def _letter(char: str, small: str, before: str, weight: int) -> float:
    value = 0.3 + min(weight, 60) / 100
    if before.lower() + small in _PAIRS:
        value += 0.6
    if char != small and before.isalpha() and before == before.lower():
        value -= 2.0  # a capital inside a word: two charsets with swapped cases
    if char == small and before.isalpha() and before != before.lower() and before > "\x7f":
        value -= 0.05
    if small in _NEVER_FIRST and not before.isalpha():
        value -= 1.0
    if char != small:
        value -= 0.15
    return value


def _sample(data: bytes) -> bytes:
    """The first foreign bytes with their surroundings; the ASCII of HTML tags says nothing."""
    if len(data) <= SAMPLE:
        return data
    picked = bytearray()
    for word in data[: SAMPLE * 64].split():
        if not word.isascii():
            picked += word[:200] + b" "
            if len(picked) >= SAMPLE:
                break
    return bytes(picked)
