"""Bytes to text, whatever the letter claims about its charset. Never fails; never lets out NUL or lone surrogates."""

from __future__ import annotations

import codecs
import re
from encodings.aliases import aliases
from functools import lru_cache

from okno.channels.mail.parsing import cyrillic

_LATIN = frozenset({"ascii", "latin_1", "cp1252", "iso8859_15", "cp850", "cp437"})
_STATEFUL = frozenset({"iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2", "iso2022_jp_1", "iso2022_jp_3", "iso2022_jp_2004",
                       "iso2022_kr", "hz", "utf_7"})  # fmt: skip
_NEVER = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "rot_13",
                    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "uu_codec", "zlib_codec", "utf_32"})  # fmt: skip
_KNOWN = (
    frozenset(aliases.values())
    | {"cp1251", "cp874", "koi8_r", "koi8_u", "cp1125", "mac_cyrillic", "iso8859_5"}
) - _NEVER
_BETTER = {
    "gb2312": "gb18030", "gbk": "gb18030", "x_gbk": "gb18030", "hz_gb_2312": "hz", "euc_kr": "cp949", "johab": "johab",
    "ks_c_5601_1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "shift_jis": "cp932", "x_sjis": "cp932",
    "windows_31j": "cp932", "sjis": "cp932", "big5": "cp950", "iso_2022_jp": "iso2022_jp_ext", "cn_gb": "gb18030",
    "iso2022_jp": "iso2022_jp_ext", "unicode_1_1_utf_7": "utf_7", "unicode_2_0_utf_7": "utf_7", "x_utf_7": "utf_7",
    "utf7": "utf_7", "win_1251": "cp1251", "windows1251": "cp1251", "x_cp1251": "cp1251", "cp_1251": "cp1251",
    "1251": "cp1251", "ansi_1251": "cp1251", "koi8": "koi8_r", "koi8r": "koi8_r", "koi_8_r": "koi8_r",
    "koi8u": "koi8_u", "koi8_ru": "koi8_u", "cp_866": "cp866", "dos_866": "cp866", "x_cp866": "cp866",
    "x_mac_cyrillic": "mac_cyrillic", "maccyrillic": "mac_cyrillic", "iso_8859_8_i": "iso8859_8",
    "iso_8859_6_i": "iso8859_6", "x_mac_roman": "mac_roman", "macintosh": "mac_roman", "utf_8_bom": "utf_8",
    "unicode": "utf_8", "windows_874": "cp874", "tis_620": "cp874", "iso_8859_11": "cp874", "utf8mb4": "utf_8",
    "iso88591": "latin_1", "iso8859": "latin_1", "windows1252": "cp1252", "x_ansi": "cp1252", "windows1250": "cp1250",
    "iso_10646_ucs_2": "utf_16", "ansi_x3_4_1968": "ascii", "646": "ascii",
}  # fmt: skip
_JIS = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUSSIAN = 0.45  # from here on a text is Russian enough to overrule a missing or Latin declaration
_CLEARLY_BETTER = 0.35
_FEW = 12  # foreign bytes


def codec_for(name: str) -> str | None:
    """The Python codec for a declared charset, or None when the name says nothing."""
    return _codec_for(name.strip().lower()[:60])


@lru_cache(maxsize=256)
def _codec_for(name: str) -> str | None:
    plain = re.sub(r"[^a-z0-9]+", "_", name).strip("_")
    plain = _BETTER.get(plain, plain)
    try:
        entry = codecs.lookup(plain.removeprefix("x_")) if _may_look_up(plain) else None
    except (LookupError, UnicodeError, ValueError):
        return None
    if entry is None or not entry._is_text_encoding:  # noqa: SLF001 (the only way to tell rot13 from a charset)
        return None
    canonical = entry.name.replace("-", "_")
    canonical = {"iso8859_1": "latin_1", "utf8": "utf_8"}.get(canonical, canonical)
    canonical = _BETTER.get(canonical, canonical)
    return canonical if canonical not in _NEVER else None


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text and the charset in which it was read."""
    text, used = _decode(data, codec_for(declared) if declared else None)
    return clean(text), used


def clean(text: str) -> str:
    """The text without NUL, other control characters and lone surrogates; one kind of line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))
    return text.removeprefix("\ufeff")


def _may_look_up(plain: str) -> bool:
    bare = plain.removeprefix("x_")
    return bare in _KNOWN or aliases.get(bare) in _KNOWN or bare in aliases


def _decode(data: bytes, codec: str | None) -> tuple[str, str]:
    marked = _by_mark(data)
    if marked:
        return marked
    if data.isascii():
        return _decode_ascii(data, codec)
    if codec in (None, "utf_8", "utf_8_sig") or codec in _LATIN or codec in cyrillic.CANDIDATES:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    if (
        codec in (None, "utf_8", "utf_8_sig")
        and (few := _nearly_utf8(data, sure=codec is not None)) is not None
    ):
        return few, "utf-8 (damaged)"
    if codec and codec not in _LATIN and codec not in ("utf_8", "utf_8_sig"):
        return _decode_declared(data, codec)
    return _guess(data, codec)


def _by_mark(data: bytes) -> tuple[str, str] | None:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace"), "utf-8"
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", "replace"), "utf-16"
    name = _sixteen_bits(data[:2000])
    return (data.decode(name, "replace"), name) if name else None


def _sixteen_bits(sample: bytes) -> str:
    """UTF-16 without a mark: every second byte is that of Latin or Russian letters (0 or 4); empty for all else."""
    pairs = len(sample) // 2
    if pairs < 4 or not (b"\x00" in sample or b"\x04" in sample):  # noqa: PLR2004 (less says nothing)
        return ""
    low, high = (sum(half.count(byte) for byte in (0, 4)) for half in (sample[1::2], sample[::2]))
    if max(low, high) * 5 < pairs * 4:
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _decode_ascii(data: bytes, codec: str | None) -> tuple[str, str]:
    if b"\x1b" in data and codec not in _STATEFUL and _JIS.search(data):
        codec = "iso2022_jp_ext"
    if codec in _STATEFUL:
        return _stateful(data, codec or "")
    if codec and codec.startswith("utf_16"):
        codec = None  # sixteen bits a letter would have NULs or foreign bytes: the name is wrong
    return data.decode("ascii"), "us-ascii"


def _stateful(data: bytes, codec: str) -> tuple[str, str]:
    for name in (codec, "iso2022_jp_2", "iso2022_jp_2004") if codec.startswith("iso2022_jp") else (codec,):
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, ValueError):
            continue
    return data.decode(codec, "replace"), codec


def _nearly_utf8(data: bytes, *, sure: bool) -> str | None:
    """UTF-8 with a few broken places (a cut letter, one wrong byte); None when it is something else."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text[:20_000] if char > "\x7f" and char != "\ufffd")
    return text if bad <= max(int(sure), good // 4) else None


def _decode_declared(data: bytes, codec: str) -> tuple[str, str]:
    if codec in cyrillic.CANDIDATES or codec == "koi8_u":
        name, value = cyrillic.best(data)
        if name != codec and value > cyrillic.score_as(data, codec) + _CLEARLY_BETTER:
            return data.decode(name, "replace"), name
        return data.decode(codec, "replace"), codec
    if codec in _STATEFUL:
        return _guess(data, None) if not _JIS.search(data) and codec != "utf_7" else _stateful(data, codec)
    try:
        return data.decode(codec), codec
    except (UnicodeDecodeError, ValueError, LookupError):
        pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), codec


def _guess(data: bytes, codec: str | None) -> tuple[str, str]:
    name, value = cyrillic.best(data)
    threshold = _RUSSIAN if codec is None else _RUSSIAN + 0.1
    if value >= threshold and _whole_words(data):
        return data.decode(name, "replace"), name
    if codec in _LATIN:
        latin = "cp1252" if codec in ("ascii", "latin_1") else codec
        return data.decode(latin, "replace"), latin
    found = _last_resort(data)
    return data.decode(found, "replace"), found


def _whole_words(data: bytes) -> bool:
    """True when foreign letters make up words of their own: «Привет», not «Grüße» with one in five."""
    foreign = mixed = 0
    for word in data[: cyrillic.SAMPLE * 16].split()[:2000]:
        high = sum(1 for byte in word if byte > 127)  # noqa: PLR2004
        if not high:
            continue
        letters = high + sum(1 for byte in word if 65 <= byte <= 90 or 97 <= byte <= 122)  # noqa: PLR2004
        foreign += high
        mixed += letters - high
    return foreign > mixed


def _last_resort(data: bytes) -> str:
    if sum(1 for byte in data[: cyrillic.SAMPLE] if byte > 127) < _FEW:  # noqa: PLR2004
        return "cp1252"  # too little to measure: the usual one of the West
    from charset_normalizer import from_bytes  # slow to import, rarely needed

    best = from_bytes(data[:16_384], steps=3, chunk_size=512).best()
    name = codec_for(best.encoding) if best else None
    return name or "cp1252"
