"""What is new in an answer: the text without the letters that it quotes, without losing what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from okno.channels.mail.parsing import attributions, marks, quote_heads, signatures
from okno.channels.mail.parsing.limits import MAX_NEW_TEXT_LINES

_PREFIX = re.compile(r"^(?: ?>)+")
_CODE_FENCE = re.compile(r"^\s*(?:```|~~~)")
_YOU_WROTE = re.compile(r"^\s*(?:Вы писали|You wrote)\b")
_GREETING = re.compile(r"^\s*(?:Здравствуйте|Hello),? [^.?!]{1,60}[.,!]\s*$")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class NewText:
    """`cut` says what was found: empty when the whole text is new."""

    text: str
    signature: str
    cut: str


def find_new(text: str, *, forwarded: bool = False) -> NewText:
    """The new part of a text (with marks or without). A forwarded letter is what the person wants to say: it stays."""
    lines = text.split("\n")
    lines, beyond = lines[:MAX_NEW_TEXT_LINES], lines[MAX_NEW_TEXT_LINES:]
    walk = _Walk(lines, forwarded=forwarded)
    walk.run()
    if beyond and not walk.ended:
        walk.segments.append([_FORWARD, *(marks.without(line) for line in beyond)])
    segments, signature = walk.result()
    new = _EMPTY_LINES.sub("\n\n", "\n".join(line for part in segments for line in part)).strip("\n ")
    if not new.strip() and (not walk.cut or walk.unsure):
        new = marks.without(text).strip("\n ")  # nothing but a quote: better too much than nothing
        return NewText(new, "", "")
    return NewText(new.rstrip(), "\n".join(signature).strip("\n "), walk.cut)


class _Walk:
    """Goes down the lines once and sorts them into kept segments; between them were quotes."""

    def __init__(self, lines: list[str], *, forwarded: bool) -> None:
        self.lines = lines
        marked = any(mark in line for line in lines for mark in marks.ALL)
        self.bare = [marks.without(line) for line in lines] if marked else list(lines)
        self.ends: dict[int, bool] = {}
        self.forwarded = forwarded
        self.segments: list[list[str]] = [[]]
        self.signed: list[str] = []
        self.cut = ""
        self.unsure = False
        self.in_code = False
        self.has_text = False
        self.ended = False
        self.kinds = quote_heads.Kinds(self.bare)

    def run(self) -> None:
        place = 0
        while 0 <= place < len(self.lines):
            place = self._step(place)

    def result(self) -> tuple[list[list[str]], list[str]]:
        """The kept segments without their signatures, and the signatures."""
        kept: list[list[str]] = []
        gone: list[str] = list(self.signed)
        for segment in self.segments:
            text, signature = (
                (segment, []) if segment and segment[0] == _FORWARD else signatures.split(segment)
            )
            text = [line for line in text if line != _FORWARD]
            if signature and any(line.strip() for line in signature):
                gone = [*gone, *signature]
            kept.append(_trim(text))
        return [[*part, ""] for part in kept if part], gone

    def _step(self, place: int) -> int:  # noqa: PLR0911 (one way out per kind of line)
        line, bare = self.lines[place], self.bare[place]
        if _CODE_FENCE.match(bare):
            self.in_code = not self.in_code and any(
                _CODE_FENCE.match(later) for later in self.bare[place + 1 : place + 400]
            )
        if self.in_code:
            self._keep(bare)
            return place + 1
        if quote_heads.is_forward_line(bare):
            return self._keep_rest(place)
        if marks.SIGNATURE in line:
            return self._marked_signature(place)
        if marks.QUOTE in line or quote_heads.is_reply_above_line(bare):
            return self._cut_rest(place, "quote")
        if _PREFIX.match(bare):
            return self._skip_quoted(place)
        if self._heads_quote(place):
            return self._cut_rest(place, "fields")
        width = self._attribution(place)
        if width:
            return self._after_attribution(place, width)
        if marks.ATTRIBUTION in line and (after := self._marked_attribution(place)) is not None:
            return after
        self._keep(bare)
        return place + 1

    def _keep(self, line: str) -> None:
        self.segments[-1].append(line)
        self.has_text = self.has_text or bool(line.strip())

    def _new_segment(self) -> None:
        if self.segments[-1]:
            self.segments.append([])

    def _keep_rest(self, place: int) -> int:
        self.segments.append([_FORWARD, *self.bare[place:]])
        return -1

    def _cut_rest(self, place: int, reason: str) -> int:
        """All below is quoted, unless the letter is forwarded or nothing stands above."""
        if self.forwarded:
            return self._keep_rest(place)
        if not self.has_text:
            self.unsure = True
        if reason == "fields":
            self._drop_title()
        self.cut = self.cut or reason
        self.ended = True
        return -1

    def _skip_quoted(self, place: int) -> int:
        """Lines with `>`; empty lines between them belong to them."""
        first = place
        end = place
        while place < len(self.lines):
            if _PREFIX.match(self.bare[place]):
                end = place = place + 1
            elif not self.bare[place].strip():
                place += 1
            else:
                break
        if not self.cut and all(line.startswith(">>>") for line in self.bare[first:end]):
            for line in self.bare[first:end]:
                self._keep(line)  # the prompt of a program, not a quote
            return end
        content = [_PREFIX.sub("", line).strip() for line in self.bare[first:end]]
        if self.forwarded or any(quote_heads.is_forward_line(line) for line in [c for c in content if c][:1]):
            self.segments.append([_FORWARD, *self.bare[first:end]])
            self.segments.append([])
            return end
        if not self.has_text and not self.cut and not any(self.bare[end:]) and not _introduced(content):
            self.unsure = True
        self.cut = self.cut or "marks"
        self._new_segment()
        return end

    def _heads_quote(self, place: int) -> bool:
        bare = self.bare[place]
        if quote_heads.is_original_line(bare):
            return True
        if quote_heads.is_rule(bare):
            following = self._next_text(place + 1)
            return following < len(self.bare) and self.kinds.is_field_block(following)
        return (":" in bare[:80] and self.kinds.is_field_block(place)) or (
            "：" in bare[:80] and self.kinds.is_field_block(place)
        )

    def _next_text(self, place: int) -> int:
        while place < len(self.bare) and not self.bare[place].strip():
            place += 1
        return place

    def _attribution(self, place: int) -> int:
        """How many lines «so-and-so wrote» takes here; 0 when it is not one."""
        first = self.bare[place]
        if not first.strip() or len(first) > 1000:  # noqa: PLR2004
            return 0
        joined = ""
        for width in range(1, attributions.MAX_LINES + 1):
            if place + width > len(self.bare) or not self.bare[place + width - 1].strip():
                return 0
            if width == 2 and not self._may_go_on(place):  # noqa: PLR2004
                return 0
            last = self.bare[place + width - 1]
            if _PREFIX.match(last) or (width > 1 and attributions.has_second_date(first, last)):
                return 0  # a quote, or lines of a log with a date of their own
            joined = f"{joined} {self.bare[place + width - 1].strip()}".strip()
            following = self._next_text(place + width)
            quoted_next = following < len(self.bare) and bool(_PREFIX.match(self.bare[following]))
            if not quoted_next and not self._may_end(place + width - 1):
                continue
            if attributions.is_attribution(joined, before_quote=quoted_next):
                return 0 if self._begins_later(place, width, quoted_next=quoted_next) else width
        return 0

    def _may_end(self, place: int) -> bool:
        if place not in self.ends:
            self.ends[place] = attributions.may_end(self.bare[place])
        return self.ends[place]

    def _may_go_on(self, place: int) -> bool:
        """True when the next lines could complete an attribution that begins here."""
        last = min(place + attributions.MAX_LINES, len(self.bare))
        for ahead in range(place + 1, last):
            quoted_next = ahead + 1 < len(self.bare) and self.bare[ahead + 1].lstrip().startswith(">")
            if quoted_next or self._may_end(ahead):
                return attributions.may_start(self.bare[place])
        return False

    def _begins_later(self, place: int, width: int, *, quoted_next: bool) -> bool:
        """True when the first of the joined lines is the person's own and the attribution starts below it."""
        return any(
            attributions.starts_dated(self.bare[start])
            and attributions.is_attribution(
                " ".join(self.bare[start : place + width]), before_quote=quoted_next
            )
            for start in range(place + 1, place + width)
        )

    def _after_attribution(self, place: int, width: int) -> int:
        if _YOU_WROTE.match(self.bare[place]):
            self._drop_greeting()
        following = self._next_text(place + width)
        if following < len(self.bare) and (_PREFIX.match(self.bare[following]) or not self.has_text):
            self._new_segment()
            self.cut = self.cut or "attribution"
            if not _PREFIX.match(self.bare[following]):
                self.unsure = True
            return following
        return self._cut_rest(place, "attribution")

    def _drop_title(self) -> None:
        """«---- Původní e-mail ----» above the fields, in whatever language."""
        segment = self.segments[-1]
        while segment and not segment[-1].strip():
            segment.pop()
        if segment and quote_heads.is_title(segment[-1]):
            segment.pop()

    def _drop_greeting(self) -> None:
        """The Bat puts «Здравствуйте, Имя.» above «Вы писали»: its words, not the person's."""
        segment = self.segments[-1]
        while segment and not segment[-1].strip():
            segment.pop()
        if segment and _GREETING.match(segment[-1]):
            segment.pop()
            self.has_text = any(line.strip() for part in self.segments for line in part)

    def _marked_attribution(self, place: int) -> int | None:
        """A quote container whose first line we could not read: up to four lines before the quoted ones."""
        following = self._next_text(place)
        for ahead in range(following, min(following + 5, len(self.bare))):
            if quote_heads.is_forward_line(self.bare[ahead]):
                return None
            if _PREFIX.match(self.bare[ahead]):
                if ahead > following and not self.forwarded:
                    self._new_segment()
                    return ahead
                return None
        return None

    def _marked_signature(self, place: int) -> int:
        end = place
        while end < len(self.lines) and end - place < 40:  # noqa: PLR2004 (a longer one is not a signature)
            if marks.SIGNATURE_END in self.lines[end]:
                break
            if end > place and (marks.QUOTE in self.lines[end] or _PREFIX.match(self.bare[end])):
                break
            end += 1
        else:
            self._keep(self.bare[place])
            return place + 1
        before = self.lines[place].partition(marks.SIGNATURE)[0]
        self._keep(marks.without(before))
        self.signed.extend(self.bare[place:end])
        if marks.SIGNATURE_END in self.lines[end]:
            self.lines[end] = self.lines[end].rpartition(marks.SIGNATURE_END)[2]
            self.bare[end] = marks.without(self.lines[end])
        if end == place:
            self.lines[end] = self.bare[end] = ""
        return end


_FORWARD = "\ue0f8"  # first line of a segment that is kept as it is


def _introduced(content: list[str]) -> bool:
    """True when quoted lines begin with «so-and-so wrote» themselves."""
    lines = [line for line in content if line][:3]
    return any(
        attributions.is_attribution(" ".join(lines[: count + 1]), before_quote=True)
        for count in range(len(lines))
    )


def _trim(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and (not lines[end - 1].strip() or quote_heads.is_rule(lines[end - 1])):
        end -= 1
    return lines[start:end]
