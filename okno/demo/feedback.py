"""What customers of the demo say: ratings of some closed requests, a task for the lead, a wave of NPS that goes on."""

from datetime import timedelta
from random import Random
from typing import Final

from okno.core import clock
from okno.desk.actions.rate import GIVEN_WITHIN, rate
from okno.desk.models import State, Ticket
from okno.feedback.actions.answer import answer
from okno.feedback.actions.ask_wave import invite
from okno.feedback.actions.listen import listen
from okno.feedback.actions.look_into import look_into
from okno.feedback.actions.plan_wave import plan_wave
from okno.feedback.models import Review, Wave
from okno.people.models import Person

EVERY: Final = 4  # so many closed requests, one is rated
AT_MOST: Final = 120
STARS: Final = (5, 5, 5, 4, 5, 4, 3, 5, 2, 4, 5, 1)
WORDS: Final = {
    5: ("Быстро и по делу, спасибо!", "", "Всё объяснили, больше не боюсь этой кнопки.", "", "Спасибо, выручили перед отчётом."),
    4: ("Помогли, но пришлось дважды присылать снимок экрана.", "", "Хорошо бы видеть в письме, кто занимается."),
    3: ("Решили, но ждали до вечера.", "Ответили не на тот вопрос, потом разобрались."),
    2: ("Три раза спросили одно и то же, будто не читают переписку.", "Касса стояла полдня, а в письме — «примите к сведению»."),
    1: ("Закрыли, а на деле ничего не изменилось.", "Звонил дважды, никто не перезвонил."),
}  # fmt: skip
SCORES: Final = (9, 10, 8, 7, 10, 9, 6, 9, 4, 10, 8, 9)
WHY: Final = (
    "Отвечают живые люди и по-человечески.",
    "Хотелось бы поддержку и в субботу: магазины работают без выходных.",
    "О поломке кассы узнаём раньше вас. Предупреждайте о сбоях сами.",
    "Добавьте, пожалуйста, статью, как менять ленту в кассе.",
    "Пусть в письме будет видно, кто из специалистов приедет и когда.",
    "Удобно, что не надо нигде регистрироваться: ответил на письмо — и всё.",
)
DONE: Final = "Позвонила заявителю, извинились. В переписке потеряли письмо с фотографией; разобрали с Борисом, как её читать."
ASKED_AGO: Final = timedelta(days=5)


def write(people: dict[str, Person]) -> None:
    """Rate what was closed in the last weeks, look into one low rating, and let customers answer a wave."""
    now = clock.now()
    rows = Ticket.objects.filter(state=State.CLOSED, merged_into=None, closed_at__gt=now - GIVEN_WITHIN / 2)
    dice = Random(5)  # noqa: S311 - a story, no secret
    for number, ticket in enumerate(rows.select_related("requester").order_by("number")[::EVERY][:AT_MOST]):
        stars = STARS[number % len(STARS)]
        at = min(now, (ticket.closed_at or now) + timedelta(minutes=dice.randrange(5, 600)))
        rate(ticket, stars, by=ticket.requester, words=dice.choice(WORDS[stars]), at=at)
        listen(ticket.ratings.get())
    first = Review.objects.order_by("at").first()
    if first is not None:
        with clock.moved_to(min(now, first.at + timedelta(days=1))):
            look_into(first, DONE, by=people["vera"])
    _wave(people["gleb"])


def _wave(by: Person) -> None:
    asked_at = clock.now() - ASKED_AGO
    wave = plan_wave(Wave(name="Осенняя волна", begins_on=asked_at.date()), [], by=by)
    asked = invite(wave, at=asked_at)
    for number, row in enumerate(asked):
        if number % 3 != 1:  # one of three says nothing
            score = SCORES[number % len(SCORES)]
            with clock.moved_to(asked_at + timedelta(hours=3 + 5 * number % 70)):
                answer(row, score, WHY[number // 4 % len(WHY)] if number % 4 == 0 else "")
