"""What the pages of a chat do in a browser, without a screen: for the benchmark of the chat.

Waits and skips are those of `look/js/refetch.js`, `portal/chat.js` and `portal/chat_way.js`; a window that is not here any more
is as honest as these files are alike. Every request has a connection of its own, as behind a proxy.
"""

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode

PATIENCE = 60.0
AT_ONCE, GATHER, ON_THE_WAY = 0.04, 0.12, 1.0
LISTS_EVERY, COUNTERS_EVERY, SHOWN_EVERY, SLOW_EVERY = 1.5, 3.0, 4.0, 45.0
VISITOR_SAYS, COLLEAGUE_SAYS = 20.0, 10.0  # how often a window says that somebody is there
CSRF = "a" * 32
WORD = re.compile(r'name="news" value="([^"]*)"')
FACT = re.compile(r'data-fact="(\d+)"')


class Stage:
    """All windows at once."""

    def __init__(self, port: int, chats: list, sessions: list[str]) -> None:
        self.port, self.chats = port, chats
        self.asked: Counter[str] = Counter()
        self.connections, self.opened = asyncio.Semaphore(200), asyncio.Semaphore(0)
        self.awaited: dict[str, asyncio.Future[None]] = {}
        self.tasks: set[asyncio.Task] = set()
        self.colleagues = [Colleague(self, session) for session in sessions]
        self.pages = {number: Page(self.colleagues[agent], number) for number, _secret, agent in chats}
        self.visitors = {number: Visitor(self, secret) for number, secret, _agent in chats}
        self.next = 0

    async def open(self) -> None:
        """Open the pages, then let all of them listen."""
        await asyncio.gather(*(page.whole() for page in self.pages.values()))
        await asyncio.gather(*(visitor.ask() for visitor in self.visitors.values()))
        for place, window in enumerate((*self.colleagues, *self.visitors.values())):
            self.begin(window.listen())
            self.begin(window.stay(place))
        for _window in (*self.colleagues, *self.visitors):
            await self.opened.acquire()

    async def close(self) -> None:
        """Close all windows."""
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def begin(self, work: object) -> None:
        """Let it go on beside."""
        task = asyncio.ensure_future(work)  # type: ignore[arg-type]
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def send(self, messages: int, seconds: float) -> dict[str, list[float]]:
        """Send so many messages at equal distances, each in the next chat; returns how long each took."""
        taken: dict[str, list[float]] = {"to the colleague": [], "to the visitor": []}
        began, sent = time.perf_counter(), []
        for place in range(messages):
            await asyncio.sleep(max(0.0, began + place * seconds / messages - time.perf_counter()))
            number = self.chats[self.next % len(self.chats)][0]
            self.next += 1
            is_answer = (place + self.next // len(self.chats)) % 2 == 1
            name = "to the visitor" if is_answer else "to the colleague"
            sent.append(asyncio.create_task(self._one(number, is_answer, f"word{self.next}end", taken[name])))
        await asyncio.gather(*sent)
        return taken

    async def _one(self, number: int, is_answer: bool, words: str, taken: list[float]) -> None:  # noqa: FBT001
        arrived = self.awaited[words] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        say = self.pages[number].answer if is_answer else self.visitors[number].say
        self.begin(say(words))
        with suppress(TimeoutError):
            await asyncio.wait_for(arrived, PATIENCE)
            taken.append((time.perf_counter() - began) * 1000)
        del self.awaited[words]

    def drawn(self, text: str) -> None:
        """What a window has fetched from the other side is before the eyes."""
        for words in re.findall(r"word\d+end", text):
            arrived = self.awaited.get(words)
            if arrived is not None and not arrived.done():
                arrived.set_result(None)

    async def request(self, name: str, method: str, path: str, head: str, body: str = "") -> str:
        """Ask the desk; returns head and body of the answer."""
        self.asked[name] += 1
        async with self.connections:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
            try:
                writer.write(self._head(method, path, head, len(body.encode()), "close") + body.encode())
                return (await reader.read()).decode("utf-8", "replace")
            finally:
                writer.close()

    async def hear(self, path: str, head: str, heard: Callable[[dict], None]) -> None:
        """Listen for ever."""
        async with self.connections:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(self._head("GET", path, head, 0, "keep-alive"))
            await reader.readuntil(b"\r\n\r\n")
        self.opened.release()
        while line := await reader.readline():
            if line.startswith(b"data: "):
                heard(json.loads(line.removeprefix(b"data: ")))

    def _head(self, method: str, path: str, head: str, length: int, connection: str) -> bytes:
        told = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: {connection}\r\n{head}"
        )
        return f"{told}Content-Length: {length}\r\n\r\n".encode()


class Visitor:
    """The window of `/chat/`."""

    def __init__(self, stage: Stage, secret: str) -> None:
        self.stage, self.upto = stage, 0
        self.head = f"Authorization: Bearer {secret}\r\nAccept: application/json\r\n"
        self.saying = asyncio.Lock()
        self.is_asking = self.again = False

    async def listen(self) -> None:
        """Hear the nudges of the conversation."""
        await self.stage.hear("/chat/live/", self.head, lambda told: self.stage.begin(self._heard(told)))

    async def stay(self, place: int) -> None:
        """Ask every now and then, which says that somebody is there."""
        await asyncio.sleep(place % 100 / 100 * VISITOR_SAYS)
        while True:
            await self.ask()
            await asyncio.sleep(VISITOR_SAYS)

    async def say(self, words: str) -> None:
        """Say something; what is new comes with the answer."""
        async with self.saying:
            given = json.dumps({"words": words, "key": words, "after": self.upto})
            head = self.head + "Content-Type: application/json\r\n"
            self._take(await self.stage.request("say", "POST", "/chat/say/", head, given))

    async def ask(self) -> None:
        """Ask what is new; one question at a time."""
        if self.is_asking:
            self.again = True
            return
        self.is_asking = True
        try:
            path = f"/chat/since/?after={self.upto}&seen"
            answer = await self.stage.request("since", "GET", path, self.head)
        finally:
            self.is_asking = False
        self.stage.drawn(answer)
        self._take(answer)
        if self.again:
            self.again = False
            await self.ask()

    async def _heard(self, told: dict) -> None:
        async with self.saying:
            pass  # one's own nudge is often faster than the answer
        if not told.get("said") or told["said"] > self.upto:
            await self.ask()

    def _take(self, answer: str) -> None:
        with suppress(ValueError):
            self.upto = max(self.upto, json.loads(answer.partition("\r\n\r\n")[2]).get("upto", 0))


class Colleague:
    """The browser of one who works here: the stream, the list and the queues beside the open tickets."""

    def __init__(self, stage: Stage, session: str) -> None:
        self.stage = stage
        self.head = f"Cookie: okno={session}; okno-csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\nHX-Request: true\r\n"
        self.pages: dict[int, Page] = {}
        self.waiting: dict[str, asyncio.TimerHandle] = {}
        self.rested: dict[str, float] = {}

    async def listen(self) -> None:
        """Hear what colleagues may hear."""
        await self.stage.hear("/live/", self.head, self._heard)

    async def stay(self, place: int) -> None:
        """Say every ten seconds that one is at the ticket."""
        await asyncio.sleep(place % 25 / 25 * COLLEAGUE_SAYS)
        while True:
            path = f"/tickets/{next(iter(self.pages))}/presence/"
            head = self.head + "Content-Type: application/x-www-form-urlencoded\r\n"
            await self.stage.request("presence", "POST", path, head, "writes=")
            await asyncio.sleep(COLLEAGUE_SAYS)

    def _heard(self, told: dict) -> None:
        if "read" in told:
            return  # the marks below the answers say so by themselves
        if page := self.pages.get(told.get("ticket") or told.get("talk") or told.get("letters") or 0):
            wait = ON_THE_WAY if "letters" in told else AT_ONCE
            self.stage.begin(page.hear(told.get("fact", float("inf")), wait))
        if "ticket" in told:
            self._draw("list", "/queues/mine/", LISTS_EVERY)
        if "ticket" in told or "bell" in told:
            self._draw("queues", "/queues/", COUNTERS_EVERY)
        if "talk" in told:
            if told["talk"] in self.pages:
                self._draw("list", "/queues/mine/", SHOWN_EVERY)
            else:
                self._draw("list", "/queues/mine/", SLOW_EVERY, random.random() * SLOW_EVERY)
            self._draw("queues", "/queues/", SLOW_EVERY, random.random() * SLOW_EVERY)

    def _draw(self, name: str, path: str, every: float, wait: float = 0.0) -> None:
        """Draw a list anew, not oftener than every so many seconds."""
        loop, known = asyncio.get_running_loop(), self.waiting.get(name)
        at = max(loop.time() + GATHER + wait, self.rested.get(name, 0.0) + every)
        if known is not None and known.when() <= at:
            return
        if known is not None:
            known.cancel()
        self.waiting[name] = loop.call_at(at, self._drawn, name, path)

    def _drawn(self, name: str, path: str) -> None:
        self.waiting.pop(name, None)
        self.rested[name] = asyncio.get_running_loop().time()
        of_list = "HX-Target: section#list\r\n" if name == "list" else ""
        self.stage.begin(self.stage.request(name, "GET", path, self.head + of_list))


class Page:
    """The page of one ticket."""

    def __init__(self, colleague: Colleague, number: int) -> None:
        self.colleague, self.number, self.word, self.fact = colleague, number, "", 0
        self.due: dict[float, float] = {}
        self.sending = asyncio.Lock()
        colleague.pages[number] = self

    async def whole(self) -> None:
        """Fetch the whole page and what stands around the ticket."""
        head = self.colleague.head + "HX-Target: main#main\r\n"
        self._take(await self._get("page", "", head))
        await self._get("around", "around/", self.colleague.head)

    async def answer(self, words: str) -> None:
        """Answer; what is new comes with it."""
        form = urlencode({"text": words, "key": words, "news": self.word})
        head = self.colleague.head + "Content-Type: application/x-www-form-urlencoded\r\n"
        path = f"/tickets/{self.number}/replies/"
        async with self.sending:
            answer = await self.colleague.stage.request("reply", "POST", path, head, form)
            if " 302 " in answer[:20]:
                await self.whole()
            else:
                self._take(answer)

    async def hear(self, fact: float, wait: float) -> None:
        """Fetch what is new a little later, unless it is known by then."""
        now = time.monotonic()
        if any(due > now for due in self.due.values() if due <= now + wait):
            self.due[fact] = max(self.due.values())
            return
        self.due[fact] = now + wait
        await asyncio.sleep(wait)
        wanted, self.due = max(self.due, default=0.0), {}
        async with self.sending:
            pass  # mostly the answer to what one sends brings them
        if wanted <= self.fact:
            return
        answer = await self._get("talk", f"talk/?news={self.word}", self.colleague.head)
        if "desk:whole" in answer[:2000]:
            await self.whole()
        else:
            self._take(answer)

    async def _get(self, name: str, path: str, head: str) -> str:
        answer = await self.colleague.stage.request(name, "GET", f"/tickets/{self.number}/{path}", head)
        self.colleague.stage.drawn(answer)
        return answer

    def _take(self, answer: str) -> None:
        if (word := WORD.search(answer)) and (fact := FACT.search(answer)):
            self.word, self.fact = word[1], int(fact[1])
