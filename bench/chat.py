"""Measure the chat through the whole server: 500 open chats, one message each within 5 s. `bin/bench chat`

Each visitor has a window that listens, each agent too. Half of the messages go from a visitor to the agent's page of the
ticket, half from the agent to the visitor's window; the time ends when the words stand in what the other screen has fetched.
The clients run on the same machine, so its processors are shared with them.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import tree  # noqa: E402

CHATS = int(os.environ.get("CHATS", "500"))
AGENTS = 25
SECONDS = 5.0
PATIENCE = 60.0
REST = 5.0
CSRF = "a" * 32


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="okno-bench-") as folder:
        Path(folder).chmod(0o711)
        port = tree.free_port()
        tree.run(folder, port, "migrate")
        server, _seconds = tree.start(folder, port)
        try:
            made = subprocess.run(
                [sys.executable, "-P", __file__, "--prepare"],
                check=True, cwd=ROOT, env=tree.environment(folder, port), stdout=subprocess.PIPE,
            )  # fmt: skip
            web = json.loads((Path(folder) / "var" / "run.json").read_text())["parts"]["web"]
            before = tree.used(web)
            taken = asyncio.run(Stage(port, json.loads(made.stdout)).play())
            busy = tree.used(web) - before
        finally:
            tree.stop(server)
    both = [*taken["to the agent"], *taken["to the visitor"]]
    print(f"\n{len(both)} of {CHATS} messages arrived; the web part worked {busy:.1f} s of processor")
    for name, spent in (*taken.items(), ("both", both)):
        if len(spent) > 1:
            print(f"  {name:16} median {median(spent):6.0f} ms   p95 {quantiles(spent, n=20)[-1]:6.0f} ms")


def prepare() -> None:
    """Make the desk, the agents and the chats, and wait until nothing waits; prints who is who as JSON."""
    from okno.cli import ground

    ground.wake()
    from django.db import connection
    from django.test import Client

    from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
    from okno.channels.chat import talk, visitors
    from okno.desk.actions.assign import take
    from okno.people.actions.hire import hire
    from okno.people.models import Role

    desk = the_chat_desk().get()
    desk.is_active = True
    set_up_chat(desk)
    agents = [hire(f"agent{number}@desk.test", f"Агент {number}", Role.AGENT) for number in range(AGENTS)]
    sessions = []
    for agent in agents:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(agent, backend="okno.login.backends.ByMailAddress")
        sessions.append(client.cookies["okno"].value)
    chats = []
    for number in range(CHATS):
        visitor, secret = visitors.welcome(f"a window of the benchmark {number}")
        ticket = talk.begin(visitor, "Здравствуйте, есть кто живой?", key="first").ticket
        take(ticket, by=agents[number % AGENTS])
        chats.append([ticket.number, secret, number % AGENTS])
    until = time.monotonic() + 300
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND scheduled_at IS NULL"
            )
            if cursor.fetchone()[0] == 0:
                break
        time.sleep(1)
    print(json.dumps({"chats": chats, "sessions": sessions}))


class Stage:
    """All windows at once."""

    def __init__(self, port: int, made: dict[str, list]) -> None:
        self.port, self.chats, self.sessions = port, made["chats"], made["sessions"]
        self.heard: dict[int, asyncio.Event] = {chat[0]: asyncio.Event() for chat in self.chats}
        self.open, self.opened = asyncio.Semaphore(100), asyncio.Semaphore(0)
        self.taken: dict[str, list[float]] = {"to the agent": [], "to the visitor": []}

    async def play(self) -> dict[str, list[float]]:
        listeners = [
            asyncio.create_task(self._listen("/live/", self._agent(n), self._of_agent)) for n in range(AGENTS)
        ]
        listeners += [
            asyncio.create_task(self._listen("/chat/live/", self._visitor(secret), self._window(number)))
            for number, secret, _agent in self.chats
        ]
        for _listener in listeners:
            await self.opened.acquire()
        await asyncio.sleep(REST)  # what the streams asked for when they began is over
        began = time.perf_counter()
        talks = []
        for place, chat in enumerate(self.chats):
            await asyncio.sleep(max(0.0, began + place * SECONDS / len(self.chats) - time.perf_counter()))
            talks.append(asyncio.create_task((self._ask, self._answer)[place % 2](*chat)))
        await asyncio.gather(*talks, return_exceptions=True)
        for task in listeners:
            task.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)
        return self.taken

    async def _ask(self, number: int, secret: str, agent: int) -> None:
        words, began = f"question {number}", time.perf_counter()
        await self._post("/chat/say/", {"words": words, "key": words}, self._visitor(secret))
        await self._until(
            "to the agent",
            number,
            words,
            began,
            f"/tickets/{number}/",
            self._agent(agent) + "HX-Target: main#main\r\n",
        )

    async def _answer(self, number: int, secret: str, agent: int) -> None:
        words, began = f"answer {number}", time.perf_counter()
        form = f"text=answer+{number}&key=k{number}"
        head = self._agent(agent) + "Content-Type: application/x-www-form-urlencoded\r\n"
        await self._request("POST", f"/tickets/{number}/replies/", head, form.encode())
        await self._until(
            "to the visitor", number, words, began, "/chat/since/?after=0", self._visitor(secret)
        )

    async def _until(self, name: str, number: int, words: str, began: float, path: str, head: str) -> None:
        """Fetch what the other screen shows, at each nudge, until the words stand there."""
        while time.perf_counter() - began < PATIENCE:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.heard[number].wait(), 5)
            self.heard[number].clear()
            if words in (await self._request("GET", path, head)).decode("utf-8", "replace"):
                self.taken[name].append((time.perf_counter() - began) * 1000)
                return

    def _of_agent(self, told: dict) -> None:
        if told.get("ticket") in self.heard:
            self.heard[told["ticket"]].set()

    def _window(self, number: int) -> Callable[[dict], None]:
        def hear(told: dict) -> None:
            if "chat" in told:
                self.heard[number].set()

        return hear

    def _visitor(self, secret: str) -> str:
        return f"Authorization: Bearer {secret}\r\nAccept: application/json\r\n"

    def _agent(self, place: int) -> str:
        return f"Cookie: okno={self.sessions[place]}; okno-csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"

    async def _post(self, path: str, given: dict, head: str) -> bytes:
        return await self._request(
            "POST", path, head + "Content-Type: application/json\r\n", json.dumps(given).encode()
        )

    async def _request(self, method: str, path: str, head: str, body: bytes = b"") -> bytes:
        async with self.open:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                writer.write(self._head(method, path, head, len(body), "close") + body)
                return await reader.read()
            finally:
                writer.close()

    async def _listen(self, path: str, head: str, hear: Callable[[dict], None]) -> None:
        async with self.open:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(self._head("GET", path, head, 0, "keep-alive"))
            await reader.readuntil(b"\r\n\r\n")
        self.opened.release()
        while line := await reader.readline():
            if line.startswith(b"data: "):
                hear(json.loads(line.removeprefix(b"data: ")))

    def _head(self, method: str, path: str, head: str, length: int, connection: str) -> bytes:
        told = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: {connection}\r\n{head}"
        )
        return f"{told}Content-Length: {length}\r\n\r\n".encode()


if __name__ == "__main__":
    prepare() if "--prepare" in sys.argv else main()
