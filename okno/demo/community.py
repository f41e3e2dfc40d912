"""What customers of the demo write to each other: questions with answers, ideas with votes, one that was reported."""

from datetime import timedelta
from typing import Final

from okno.community.actions.accept import accept
from okno.community.actions.answer import answer
from okno.community.actions.ask import ask
from okno.community.actions.feature import feature
from okno.community.actions.report import report
from okno.community.actions.set_up import plan_of_the_community, set_up_community
from okno.community.actions.stage import stage
from okno.community.actions.vote import vote
from okno.community.models import Kind, Moderation
from okno.community.said import Said
from okno.core import clock
from okno.people.models import Person

# Who asks, the title, the text, tags; the answers with their authors, the accepted one marked by «+».
QUESTIONS: Final = (
    ("pavel", "Сканер штрихкодов перестал читать мелкие коды",
     "Крупные коды читает, мелкие на косметике — **нет**. Что проверить, пока ждём мастера?",
     "касса сканер", (("marina", "У нас помогло протереть окошко сухой салфеткой: оно было в пыли."),
                      ("boris", "+Отсканируйте код «High density» из памятки к сканеру; не поможет — напишите нам."))),
    ("irina", "Как отправить новому сотруднику доступы в первый день?",
     "Каждый раз собираем список заново. У кого есть удобный порядок?",
     "доступ новичок", (("lunina",
      "+Заводим заявку «Новый сотрудник» за три дня: доступы приходят сами, остаётся сменить пароль."),
                        ("denis", "И проверьте, что почта на телефоне работает, это забывают чаще всего."))),
    ("fadeev", "Рация склада мешает терминалу сбора данных?", "Как только включаем рацию, терминал теряет сеть. Совпадение?",
     "склад терминал", (("pavel", "У нас так было. Переставили базу рации на два метра — и всё."),)),
    ("marina", "Можно ли печатать ценники с телефона?", "Хочется пройти по залу и сразу печатать, не возвращаясь к кассе.",
     "ценники", (("boris", "+Да, если принтер в одной сети с телефоном. В приложении откройте «Печать» → «Добавить принтер»."),)),
    ("denis", "VPN отваливается ровно через час", "Ровно 60 минут — и переподключение. Это так задумано?",
     "vpn удалёнка", ()),
    ("lunina", "Где посмотреть прошлые акты сверки?", "Искала в кабинете, не нашла. Или их присылают только письмом?",
     "документы", (("sergey", "Нам присылают письмом в начале квартала."),)),
    ("anna", "Как перенести отпуск в календаре, чтобы автоответ тоже сдвинулся?",
     "Отпуск перенесли на неделю, а автоответ остался на старых датах.",
     "почта отпуск", (("irina", "+Автоответ — отдельно: «Почта» → «Автоответ» → даты. Я каждый раз меняю в двух местах."),)),
)  # fmt: skip
# Who suggests, the title, the text; who else is for it; how far it is, with the official words.
IDEAS: Final = (
    ("pavel", "Показывать на портале, какие кассы сейчас не работают", "Чтобы сразу видеть: сломалось у всех или только у нас.",
     ("marina", "anna", "fadeev", "lunina", "sergey"), "planned",
      "Делаем. Первая версия — к весне: магазины, где сейчас идут работы."),
    ("irina", "Тёмная тема в личном кабинете", "Вечером глаза устают.", ("denis", "marina"), "done",
     "Готово: тема следует за настройкой устройства."),
    ("sergey", "Отчёт по обращениям за квартал одним файлом", "Собираю вручную перед каждым совещанием.",
     ("lunina", "fadeev", "anna"), "new", ""),
    ("denis", "Поддержка в Telegram вместо почты", "Почту читаю раз в день.", ("pavel",), "declined",
     "Пока нет: по почте и в чате на сайте отвечаем так же быстро, а переписка остаётся у вас."),
)  # fmt: skip
FREQUENT: Final = (QUESTIONS[0][1], QUESTIONS[1][1], QUESTIONS[3][1])
SPAM: Final = ("Продам принтер, почти новый", "Недорого, самовывоз. Пишите в личку.")
WAITS: Final = ("Почему заявка закрылась сама?", "Я просто долго не отвечал. Можно открыть её снова?")


def write(people: dict[str, Person]) -> None:
    """Open the community and let customers write there in the last weeks."""
    _set_up(Moderation.AFTER)
    now = clock.now()
    for number, (who, title, text, tags, answers) in enumerate(QUESTIONS):
        at = now - timedelta(days=20 - 2 * number, hours=3 * number)
        with clock.moved_to(at):
            made = ask(Kind.QUESTION, Said(title=title, text=text, tags=tags.split()), by=people[who])
        for later, (by, words) in enumerate(answers, 1):
            with clock.moved_to(at + timedelta(hours=5 * later)):
                said = answer(made, words.removeprefix("+"), by=people[by])
                vote(said, by=people["sergey"])
                if words.startswith("+"):
                    accept(said, by=people[who])
        if made.title in FREQUENT:
            feature(made, by=people["vera"])
    for number, (who, title, text, voters, how_far, official) in enumerate(IDEAS):
        with clock.moved_to(now - timedelta(days=15 - 3 * number)):
            made = ask(Kind.IDEA, Said(title=title, text=text), by=people[who])
            for voter in voters:
                vote(made, by=people[voter])
            if official:
                stage(made, how_far, official, by=people["vera"])
    spam = ask(Kind.QUESTION, Said(title=SPAM[0], text=SPAM[1]), by=people["fadeev"])
    report(spam, "Это объявление, а не вопрос", by=people["anna"])
    _set_up(Moderation.BEFORE)
    ask(Kind.QUESTION, Said(title=WAITS[0], text=WAITS[1]), by=people["denis"])
    _set_up(Moderation.NEWCOMERS)


def _set_up(moderation: Moderation) -> None:
    plan = plan_of_the_community().get()
    plan.is_open, plan.moderation = True, moderation
    set_up_community(plan)
