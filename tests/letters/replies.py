"""Answers as Russian and other mail programs write them, written by us: (client, how it quotes) and what people say.

`clients` gives for each program the text of an answer above a quote; `SAYINGS` are the new texts.
"""

from __future__ import annotations

QUOTED = ["Добрый день!", "Ваша заявка принята, мы уже чиним.", "", "Окно, служба поддержки"]


def marked(lines: list[str] = QUOTED) -> str:
    return "\n".join(f"> {line}".rstrip() for line in lines)


def bare(lines: list[str] = QUOTED) -> str:
    return "\n".join(lines)


CLIENTS: dict[str, str] = {
    "gmail_ru": f"пн, 16 нояб. 2026 г. в 14:30, Служба поддержки <help@okno.example>:\n\n{marked()}",
    "gmail_ru_long": f"понедельник, 16 ноября 2026 г. пользователь Служба поддержки <help@okno.example>\nнаписал:\n\n{marked()}",
    "gmail_en": f"On Mon, 16 Nov 2026 at 14:30, Okno Help <help@okno.example> wrote:\n\n{marked()}",
    "yandex_web": f'16.11.2026, 14:30, "Служба поддержки" <help@okno.example>:\n{marked()}',
    "yandex_web_unmarked": f'16.11.2026, 14:30, "Служба поддержки" <help@okno.example>:\n{bare()}',
    "mail_ru": f"Понедельник, 16 ноября 2026, 14:30 +03:00 от Служба поддержки <help@okno.example>:\n{marked()}",
    "mail_ru_unmarked": f"Понедельник, 16 ноября 2026, 14:30 +03:00 от Служба поддержки <help@okno.example>:\n \n{bare()}",
    "mail_ru_short": f">Понедельник, 16 ноября 2026, 14:30 +03:00 от help@okno.example:\n>\n{marked()}",
    "outlook_ru": "От: Служба поддержки <help@okno.example>\nОтправлено: 16 ноября 2026 г. 14:30\nКому: Иван Петров "
    f"<ivan@zavod.example>\nТема: Re: Не печатает принтер\n\n{bare()}",
    "outlook_ru_rule": "________________________________\nОт: Служба поддержки <help@okno.example>\nОтправлено: понедельник, "
    f"16 ноября 2026 г. 14:30:12\nКому: Иван Петров\nТема: Re: Не печатает принтер\n \n{bare()}",
    "outlook_ru_old": "-----Исходное сообщение-----\nОт: Служба поддержки [mailto:help@okno.example]\nОтправлено: 16 ноября "
    f"2026 г. 14:30\nКому: 'Иван Петров'\nТема: Re: Не печатает принтер\n\n{bare()}",
    "outlook_en": "From: Okno Help <help@okno.example>\nSent: Monday, November 16, 2026 2:30 PM\nTo: Ivan Petrov\nCc: Boss\n"
    f"Subject: Re: printer\n\n{bare()}",
    "outlook_web": "________________________________________\nFrom: Okno Help <help@okno.example>\nSent: Monday, November 16, 2026"
    f"\nTo: Ivan Petrov\nSubject: Re: printer\n\n{bare()}",
    "apple_ru": f"> 16 нояб. 2026 г., в 14:30, Служба поддержки <help@okno.example> написал(а):\n> \n{marked()}",
    "apple_ru_outside": f"16 нояб. 2026 г., в 14:30, Служба поддержки <help@okno.example> написал(а):\n\n{marked()}",
    "apple_en": f"> On 16 Nov 2026, at 14:30, Okno Help <help@okno.example> wrote:\n> \n{marked()}",
    "thunderbird_ru": f"16.11.2026 14:30, Служба поддержки пишет:\n{marked()}",
    "thunderbird_old": f"16.11.2026 14:30, Служба поддержки написал(а):\n{marked()}",
    "thunderbird_en": f"On 11/16/26 14:30, Okno Help wrote:\n{marked()}",
    "the_bat": f"Здравствуйте, Служба.\n\nВы писали 16 ноября 2026 г., 14:30:\n\n{marked()}",
    "the_bat_header": f"Вы писали 16 ноября 2026 г., 14:30:49:\n\n{marked()}",
    "rambler": f'16 ноября 2026 г., 14:30, "Служба поддержки" <help@okno.example> написал(а):\n{marked()}',
    "evolution": f"В Пн, 16/11/2026 в 14:30 +0300, Служба поддержки пишет:\n{marked()}",
    "roundcube": f"Служба поддержки писал 2026-11-16 14:30:\n{marked()}",
    "zimbra": '----- Исходное сообщение -----\nОт: "Служба поддержки" <help@okno.example>\nКому: "Иван" <ivan@zavod.example>'
    f"\nОтправленные: Понедельник, 16 Ноябрь 2026 г 14:30:00\nТема: Re: принтер\n\n{bare()}",
    "k9": f"16 ноября 2026 г. 14:30:00 GMT+03:00, Служба поддержки <help@okno.example> пишет:\n{marked()}",
    "samsung": "-------- Исходное сообщение --------\nОт: Служба поддержки <help@okno.example>\nДата: 16.11.2026 14:30 (GMT+03:00)\n"
    f"Кому: ivan@zavod.example\nТема: Re: принтер\n\n{bare()}",
    "ukrainian": f"пн, 16 лист. 2026 р. о 14:30 Служба <help@okno.example> пише:\n\n{marked()}",
    "german": f"Am 16.11.2026 um 14:30 schrieb Okno Help:\n{marked()}",
    "french": f"Le lun. 16 nov. 2026 à 14:30, Okno Help <help@okno.example> a\nécrit :\n\n{marked()}",
}

SAYINGS: dict[str, str] = {
    "short": "Спасибо, заработало!",
    "two_paragraphs": "Добрый день.\n\nПринтер опять молчит: код 0x0000011b. Перезагрузка в 12:30 не помогла.",
    "dates_inside": "Сломалось 14.11.2026 в 9:15:\n- принтер\n- сканер\n\nПисал об этом Ивану <ivan@zavod.example> вчера.",
}

# (name, whole text, what must be the new text)
WHOLE: list[tuple[str, str, str]] = [
    (
        "interleaved",
        "16.11.2026 14:30, Служба пишет:\n> Какая модель?\n\nHP 1020.\n\n> Когда началось?\n\nВчера в 10:00.",
        "HP 1020.\n\nВчера в 10:00.",
    ),
    ("bottom_posting", "> Попробуйте ещё раз.\n\nПопробовал, не помогло.", "Попробовал, не помогло."),
    ("iphone", "Не работает почта\n\nОтправлено с iPhone", "Не работает почта"),
    (
        "iphone_before_quote",
        "Ок\n\nОтправлено с iPhone\n\n> 16 нояб. 2026 г., в 14:30, Окно <h@o.example> написал(а):\n> \n> Да?",
        "Ок",
    ),
    (
        "yandex_mobile",
        "Ок, жду\n\n-- \nОтправлено из мобильной Яндекс.Почты\nhttp://m.ya.ru/ymail",
        "Ок, жду",
    ),
    ("yandex_mobile_2", "Жду.\n\nОтправлено из мобильного приложения Яндекс.Почты", "Жду."),
    ("mail_ru_android", "Да, помогло.\n\n--\nОтправлено из Mail.ru для Android", "Да, помогло."),
    ("mail_ru_app", "Да.\n\nОтправлено из мобильной Почты Mail.ru", "Да."),
    ("signature_dashes", "Прошу помочь.\n\n-- \nИван Петров\nинженер\n+7 900 000-00-00", "Прошу помочь."),
    (
        "parting",
        "Прошу помочь.\n\nС уважением,\nИван Петров\nООО «Завод»\nтел. +7 900 000-00-00",
        "Прошу помочь.",
    ),
    ("parting_line", "Прошу помочь.\n\nС уважением, Иван", "Прошу помочь."),
    (
        "parting_with_more",
        "Прошу помочь.\n\nС уважением, Иван\n\nP.S. И ещё не работает сканер в бухгалтерии.",
        "Прошу помочь.\n\nС уважением, Иван\n\nP.S. И ещё не работает сканер в бухгалтерии.",
    ),
    (
        "parting_inside_sentence",
        "С уважением отношусь к вашей работе, но принтер не печатает уже третий день, и никто не пришёл.",
        "С уважением отношусь к вашей работе, но принтер не печатает уже третий день, и никто не пришёл.",
    ),
    (
        "forwarded_gmail",
        "Посмотрите, пожалуйста.\n\n---------- Forwarded message ---------\nОт: Банк <bank@b.example>\nDate: пн, 16 нояб. 2026 г."
        "\nSubject: Счёт\nTo: <ivan@z.example>\n\nСчёт не прошёл.",
        "Посмотрите, пожалуйста.\n\n---------- Forwarded message ---------\nОт: Банк <bank@b.example>\nDate: пн, 16 нояб. 2026 г."
        "\nSubject: Счёт\nTo: <ivan@z.example>\n\nСчёт не прошёл.",
    ),
    (
        "forwarded_thunderbird",
        "См. ниже\n\n-------- Пересылаемое сообщение --------\nТема: Счёт\nДата: 16.11.2026\nОт: bank@b.example\n\nСчёт не прошёл.",
        "См. ниже\n\n-------- Пересылаемое сообщение --------\nТема: Счёт\nДата: 16.11.2026\nОт: bank@b.example\n\nСчёт не прошёл.",
    ),
    (
        "fields_that_are_content",
        "Нужен доступ:\nОт: 1 января\nДо: 5 января\nКому: Петрову",
        "Нужен доступ:\nОт: 1 января\nДо: 5 января\nКому: Петрову",
    ),
    (
        "greater_than_in_text",
        "Ошибка при x > 5 и y -> 3.\n>>> print(1)\nчто это?",
        "Ошибка при x > 5 и y -> 3.\n>>> print(1)\nчто это?",
    ),
    ("reply_above", "Да, решено.\n\n--- Пишите ответ выше этой строки ---\nЗаявка №5", "Да, решено."),
    (
        "two_quotes",
        "Верно.\n\nOn Mon, 16 Nov 2026 at 14:30, A <a@b.example> wrote:\n> x\n>\n> On Sun, 15 Nov 2026, B <b@b.example> wrote:\n>> y",
        "Верно.",
    ),
    ("only_new", "Просто новый вопрос: когда откроют доступ?", "Просто новый вопрос: когда откроют доступ?"),
    (
        "list_with_dashes",
        "Не работают:\n- почта\n- сайт\n--- срочно ---\nЖду ответа сегодня, пожалуйста!",
        "Не работают:\n- почта\n- сайт\n--- срочно ---\nЖду ответа сегодня, пожалуйста!",
    ),
    (
        "colon_line_with_address",
        "Заведите почту для сотрудника ivan@zavod.example:\nФИО: Иван Петров\nОтдел: сбыт",
        "Заведите почту для сотрудника ivan@zavod.example:\nФИО: Иван Петров\nОтдел: сбыт",
    ),
    (
        "code",
        "Вот код:\n```\n> не цитата\n-- \nкомментарий\n```\nПочему так?",
        "Вот код:\n```\n> не цитата\n-- \nкомментарий\n```\nПочему так?",
    ),
    (
        "author_wrote_story",
        "Директор написал:\nсрочно почините принтер!",
        "Директор написал:\nсрочно почините принтер!",
    ),
]

_QUOTED_HTML = "<p>Добрый день!</p><p>Ваша заявка принята.</p>"

# (name, HTML of the answer, what must be the new text)
HTML: list[tuple[str, str, str]] = [
    (
        "gmail",
        '<div dir="ltr">Спасибо!</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">пн, 16 нояб. 2026 г. в 14:30, '
        f'Окно &lt;<a href="mailto:h@o.example">h@o.example</a>&gt;:<br></div><blockquote class="gmail_quote">{_QUOTED_HTML}'
        "</blockquote></div>",
        "Спасибо!",
    ),
    (
        "gmail_interleaved",
        '<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">пн, 16 нояб. 2026 г. в 14:30, Окно &lt;h@o.example&gt;:</div>'
        "<blockquote>Какая модель?</blockquote><div>HP 1020</div><blockquote>Когда?</blockquote><div>Вчера</div></div></div>",
        "HP 1020\n\nВчера",
    ),
    (
        "gmail_unknown_language",
        f'<div>Thanks</div><div class="gmail_quote"><div class="gmail_attr">quodam die Okno scripsit</div><blockquote>{_QUOTED_HTML}'
        "</blockquote></div>",
        "Thanks",
    ),
    (
        "gmail_forward",
        '<div>Смотрите</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>От: <b>Банк</b>'
        "<br></div><p>Счёт не прошёл.</p></div>",
        "Смотрите\n\n---------- Forwarded message ---------\nОт: Банк\n\nСчёт не прошёл.",
    ),
    (
        "yandex",
        '<div>Спасибо!</div><div><br></div><div>16.11.2026, 14:30, "Окно" &lt;h@o.example&gt;:</div>'
        f"<blockquote>{_QUOTED_HTML}</blockquote>",
        "Спасибо!",
    ),
    (
        "mail_ru",
        '<HTML><BODY>Спасибо!<br><br><blockquote style="border-left:1px solid #0857A6;">Понедельник, 16 ноября 2026, 14:30 +03:00 от Окно '
        f"&lt;h@o.example&gt;:<br>{_QUOTED_HTML}</blockquote></BODY></HTML>",
        "Спасибо!",
    ),
    (
        "outlook_desktop",
        "<p class=MsoNormal>Спасибо!<o:p></o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        "<p class=MsoNormal><b>Отправитель:</b> Окно<br><b>Время:</b> сегодня</p></div></div>" + _QUOTED_HTML,
        "Спасибо!",
    ),
    (
        "outlook_web",
        '<div>Спасибо!</div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>От:</b> Окно<br><b>Отправлено:</b> сегодня<br>'
        f"<b>Тема:</b> Re</div>{_QUOTED_HTML}",
        "Спасибо!",
    ),
    (
        "thunderbird",
        f'<p>Спасибо!</p><div class="moz-cite-prefix">16.11.2026 14:30, Окно пишет:<br></div><blockquote type="cite">{_QUOTED_HTML}'
        "</blockquote>",
        "Спасибо!",
    ),
    (
        "apple",
        '<div>Спасибо!<br><div><br><blockquote type="cite"><div>16 нояб. 2026 г., в 14:30, Окно &lt;h@o.example&gt; написал(а):</div><br>'
        f"{_QUOTED_HTML}</blockquote></div></div>",
        "Спасибо!",
    ),
    (
        "gmail_signature",
        '<div>Помогите</div><div>-- <br><div class="gmail_signature">Иван<br>инженер</div></div>',
        "Помогите",
    ),
    ("only_new", "<p>Просто <b>вопрос</b>: где кнопка?</p>", "Просто вопрос: где кнопка?"),
    ("iphone", "Не работает почта<br><br><div>Отправлено с iPhone</div>", "Не работает почта"),
]

# How programs of many languages introduce a quote.
INTRODUCTIONS: list[str] = [
    "W dniu 2016-05-24 14:30, Jan Kowalski pisze:",
    "W dniu 24 maja 2016 14:30 użytkownik Jan <x@b.example> napisał:",
    "2017年4月8日(土) 12:34 John <x@b.example>:",
    "2017年4月8日 12:34 John <x@b.example> のメール:",
    'Den 8 jan 2016 12:34 skrev "X Y" <x@b.example>:',
    "Den fre 8 jan. 2016 kl 12:34 skrev X Y <x@b.example>:",
    "El 16 de febrero de 2016, 4:37, X<x@b.example> escribió:",
    "El mar., 16 feb. 2016 a las 4:37, X (<x@b.example>) escribió:",
    "Dne 10. 5. 2016 v 12:00 X Y napsal(a):",
    "út 10. 5. 2016 v 12:00 odesílatel X <x@b.example> napsal:",
    "Am Donnerstag, 5. Mai 2016 schrieb X <x@b.example>:",
    "X <x@b.example> schrieb am Do., 5. Mai 2016, 12:00:",
    "Am Do., 5. Mai 2016 um 12:00 Uhr schrieb X <x@b.example>:",
    "12 May 2016 Per, 10:00 tarihinde, X <x@b.example> şunu yazdı:",
    "X <x@b.example>, 12 May 2016 Per, 10:00 tarihinde şunu yazdı:",
    "2016년 5월 5일 (목) 오후 3:00, X <x@b.example>님이 작성:",
    "X <x@b.example> 于2018年5月5日周四 下午3:00写道：",
    "Op do 5 mei 2016 om 12:00 schreef X <x@b.example>:",
    'Op 5 mei 2016 12:00 schreef "X" <x@b.example>:',
    'On 5/5/16, 3:00 PM, "X Y" <x@b.example> wrote:',
    "X Y <x@b.example> wrote on 05/05/2016 03:00:00 PM:",
    "Il giorno gio 5 mag 2016 alle ore 12:00 X <x@b.example> ha scritto:",
    "Il 5 maggio 2016 12:00, X <x@b.example> ha scritto:",
    "Em qui., 5 de mai. de 2016 às 12:00, X <x@b.example> escreveu:",
    "Em 5 de maio de 2016 12:00, X <x@b.example> escreveu:",
    "чт, 5 мая 2016 г., 12:00 X <x@b.example>:",
    "чт, 5 мая 2016 г. в 12:00, <x@b.example>:",
    "5 мая 2016 г., 12:00 пользователь X <x@b.example> написал:",
    '05.05.2016, 12:00, "x@b.example" <x@b.example>:',
    "05.05.2016 12:00, X написал:",
    'Четверг, 5 мая 2016, 12:00 +03:00 от "X" <x@b.example>:',
    "-------- Original message --------",
    "---- X <x@b.example> wrote ----",
    "On Thu, May 5, 2016 at 12:00 PM X Y <x@b.example> wrote:",
    "On Thu, May 5, 2016 at 12:00 PM, X Y via Support <x@b.example> wrote:",
    "On 2016-05-05 12:00, X Y wrote:",
    "On 05 May 2016, at 12:00, X wrote:",
    "On Thursday, May 5, 2016 12:00 PM, X Y <x@b.example> wrote:",
    "On Thursday, May 5, 2016, X Y <x@b.example> wrote:",
    "to. 5. toukok. 2016 klo 12.00 X Y (x@b.example) kirjoitti:",
    "X Y (<x@b.example>) ezt írta (időpont: 2016. máj. 5., Cs, 12:00):",
    "În joi, 5 mai 2016, 12:00 X <x@b.example> a scris:",
    "Le 05/05/2016 12:00, X Y a écrit :",
    "Le jeu. 5 mai 2016 à 12:00, X <x@b.example> a écrit :",
    "В сообщении от 5 мая 2016 12:00:00 X написал:",
    "5/5/2016 12:00 PM, X Y пишет:",
    "At 12:00 PM 5/5/2016, you wrote:",
]

# Lines that programs put under the text by themselves.
MOBILE: list[str] = [
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Mail for Windows 10",
    "Sent from Yahoo Mail on Android",
    "Sent from Outlook for iOS",
    "Get Outlook for Android<https://aka.ms/x>",
    "Отправлено из Mail для Windows",
    "Отправлено с устройства Samsung",
    "Отправлено с моего Samsung",
    "Отправлено из Outlook для Android",
    "Отправлено от Blue",
    "Отправлено из Почты Mail.ru для Android",
    "Отправлено через Proton Mail",
    "Sent with Proton Mail secure email.",
    "Envoyé de mon iPhone",
    "Von meinem iPhone gesendet",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Sendt fra min iPad",
    "iPhoneから送信",
    "发自我的 iPhone",
    "Sent via BlackBerry",
    "Sent by mobile",
    "Gesendet von Mail für Windows 10",
    "Skickat från min iPhone",
    "Enviado do meu iPhone",
    "Wysłane z iPhone'a",
    "Отправлено с планшета",
]

# Texts of people that only look like signatures or quotes.
KEPT: list[str] = [
    "Sent from my house, the parcel never arrived. Please check where it went, order 55.",
    "Отправлено с опозданием письмо от клиента, прошу учесть это при расчёте сроков по договору.",
    "Best wishes to the team, and thanks for the fix, but the printer is still broken. What now?",
    "С уважением к вам, но почему заявка закрыта без решения? Прошу открыть заново.",
    "From: paris\nthis is a poem",
    "Тема: принтер\nКабинет: 5",
    "Кому: Иванову\nОт: Петрова\nПросьба: выдать ноутбук",
    "On Monday we wrote: the printer is broken.\nPlease fix",
    "Вчера в 12:30 Иван написал:\nсервер упал, помогите",
]
