"""Measure the chat through the whole server: which rate of messages holds, then 500 of them within 5 s. `bin/bench chat`

Each visitor has a window that listens, each colleague too, and all do what the pages do in a browser: what they fetch at which
nudge, what they gather, what they skip (`browsers.py`). Half of the messages go from visitors to colleagues, half back; the time
ends when the words stand in what the other screen has fetched. The clients run on the same machine and share its processors.
CHATS=100 SECONDS=5 MESSAGES=500 RATES=10,20,40 (none: RATES=) change what is measured.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import browsers, tree  # noqa: E402

CHATS = int(os.environ.get("CHATS", "500"))
MESSAGES = int(os.environ.get("MESSAGES", str(CHATS)))
RATES = [int(rate) for rate in os.environ.get("RATES", "10,20,30,40,50,60").split(",") if rate]
AGENTS = 25
SECONDS = float(os.environ.get("SECONDS", "5"))
PROMISED = 300  # milliseconds
REST = 5.0


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
            parts = json.loads((Path(folder) / "var" / "run.json").read_text())["parts"]
            asyncio.run(play(browsers.Stage(port, **json.loads(made.stdout)), folder, parts))
        finally:
            tree.stop(server)


async def play(stage: browsers.Stage, folder: str, parts: dict[str, int]) -> None:
    """Open all windows, then send: at each rate until it does not hold any more, then as promised."""
    await stage.open()
    await asyncio.sleep(REST)  # what the windows asked for when they began is over
    before = spent(folder, parts)
    await asyncio.sleep(2 * REST)
    idle = {name: (used - before[name]) / (2 * REST) for name, used in spent(folder, parts).items()}
    print(f"\n{len(stage.chats)} chats before {AGENTS} colleagues are open; load {os.getloadavg()[0]:.1f}")
    print(
        "  processor a second, ms: " + ", ".join(f"{name} {used * 1000:.0f}" for name, used in idle.items())
    )
    for rate in RATES:
        if await told(stage, folder, parts, idle, int(rate * SECONDS), SECONDS) > PROMISED:
            break
    await told(stage, folder, parts, idle, MESSAGES, SECONDS)
    await stage.close()


async def told(
    stage: browsers.Stage,
    folder: str,
    parts: dict[str, int],
    idle: dict[str, float],
    messages: int,
    seconds: float,
) -> float:
    """Send so many messages in so many seconds and tell how it went; returns the 95th percentile in milliseconds."""
    before, asked, began = spent(folder, parts), stage.asked.copy(), time.monotonic()
    taken = await stage.send(messages, seconds)
    await asyncio.sleep(2 * REST)  # what follows from them is done too
    after, took = spent(folder, parts), time.monotonic() - began
    own = {name: (after[name] - before[name] - idle[name] * took) / messages * 1000 for name in before}
    both = [*taken["to the colleague"], *taken["to the visitor"]]
    print(
        f"\n{messages / seconds:.0f} messages a second for {seconds:.0f} s: {len(both)} of {messages} arrived"
    )
    for name, ms in (*taken.items(), ("both", both)):
        if len(ms) > 1:
            print(f"  {name:16} median {median(ms):6.0f} ms   p95 {quantiles(ms, n=20)[-1]:6.0f} ms")
    print("  processor a message, ms: " + ", ".join(f"{name} {ms:.1f}" for name, ms in own.items()))
    print("  asked: " + ", ".join(f"{name} {n - asked[name]}" for name, n in stage.asked.items()))
    return quantiles(both, n=20)[-1] if len(both) == messages else float("inf")


def spent(folder: str, parts: dict[str, int]) -> dict[str, float]:
    """Return the seconds of processor that each part has used until now."""
    return {
        "web": sum(tree.used(pid) for name, pid in parts.items() if name.startswith("web")),
        "workers": sum(tree.used(pid) for name, pid in parts.items() if name.startswith("worker")),
        "database": sum(tree.used(pid) for pid in tree.postgres(folder)),
        "our clients": time.process_time(),
    }


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


if __name__ == "__main__":
    prepare() if "--prepare" in sys.argv else main()
