"""More answers as programs and companies write them, written by us: (name, whole text, what must be the new text)."""

from __future__ import annotations

_SAID = "Спасибо, помогло."
_OLD = "Здравствуйте!\n\nВаша заявка принята."
_LEGAL = (
    "Внимание!\nДанное электронное сообщение и приложения к нему являются конфиденциальными и предназначены исключительно для "
    "адресата. Если Вы получили это сообщение по ошибке, удалите его."
)
_LEGAL_EN = (
    "This e-mail is confidential and intended solely for the use of the individual to whom it is addressed. If you have received it "
    "in error, please notify the sender and delete it."
)

# What stands under the person's words and is not the person's.
BELOW: dict[str, str] = {
    "outlook_kk": f"Кімнен: Терезе <help@okno.example>\nЖіберілген күні: 2025 ж. 3 наурыз 10:12\nКімге: Иван\nТақырыбы: Re: принтер\n\n{_OLD}",
    "gmail_be": f"пн, 3 сак 2025 г. у 10:12 Акно <help@okno.example> піша:\n\n{_OLD}",
    "bat_unmarked": f"Здравствуйте, Окно.\n\nВы писали понедельник, 3 марта 2025 г., 10:12:\n\n{_OLD}",
    "line_above": f"##- Пожалуйста, введите свой ответ выше этой строки -##\n\n{_OLD}",
    "line_above_dashes": f"———— Напишите ответ выше этой линии ————\n\n{_OLD}",
    "outlook_app_ru": "Получить Outlook для iOS",
    "outlook_app_link": "Скачайте Outlook для Android<https://aka.ms/x>",
    "outlook_app_de": "Outlook für iOS beziehen",
    "outlook_app_fr": "Télécharger Outlook pour iOS",
    "antivirus": "---\nЭто сообщение проверено на вирусы антивирусом Avast.\nhttps://www.avast.example/antivirus",
    "environment": "Пожалуйста, подумайте об окружающей среде, прежде чем распечатать это письмо.",
    "legal": f"С уважением,\nМария Сидорова\nООО «Ромашка»\n\n{_LEGAL}",
    "legal_without_name": _LEGAL,
    "legal_en": f"Best regards,\nJohn Smith\nACME Ltd.\n\n{_LEGAL_EN}",
    "legal_twice": f"С уважением,\nМария Сидорова\n\n{_LEGAL}\n\n{_LEGAL_EN}",
    "parting_kk": "Құрметпен,\nАсан Үсенов\nтел. +7 727 000 00 00",
    "parting_short": "С ув., Иван",
    "title_of_any_language": f"-------- Původní e-mail --------\nOd: D <d@c.example>\nKomu: a@c.example\nDatum: 4. 3. 2025 9:05\nPředmět: Re: x\n\n{_OLD}",
    "parting_and": "С уважением и благодарностью,\nАнна",
    "parting_lg": "LG\nHans",
    "parting_fr": "Bien à vous,\nJean Dupont",
    "k9": "Простите за краткость, создано в K-9 Mail.",
    "a_quote_of_an_answer_to_a_forward": "> Приняли.\n> ---------- Forwarded message ---------\n> From: q\n>\n> старое",
    "parting_br": "BR,\nJohn",
}
ANSWERS = [(name, f"{_SAID}\n\n{below}", _SAID) for name, below in BELOW.items()]

# Texts of people that must stay whole.
WHOLE: dict[str, str] = {
    "thunderbird_forward": "Разберитесь.\n\n-------- Перенаправленное сообщение --------\nТема: Счёт\nДата: Mon, 3 Mar 2025 10:12:00 +0300\n"
    "От: Банк <bank@b.example>\n\nСчёт не прошёл.",
    "table_of_a_person": "Заведите сотрудника:\n\nДата: 03.03.2025\nКому: Иванову\nТема: ноутбук\nОтдел: сбыт",
    "log": "Ошибка:\n2025-03-03 10:12:00 user@host: failed\n2025-03-03 10:13:00 error code 5:\nstack\nПомогите",
    "prose_with_an_address": "3 марта 2025 в 10:12 писал вам на help@okno.example, вот текст того письма:\nне работает принтер",
    "told_with_a_date_and_an_address": "Добрый день! 3 марта 2025 в 10:12 мы получили письмо от bank@b.example:\nв нём просили денег.",
    "asked_with_a_date_and_an_address": "Пришлите отчёт за 03.03.2025 10:12 на адрес ivan@z.example:\nон нужен директору",
    "parting_in_a_sentence": "Принтер всё ещё не печатает.\nС уважением прошу ускорить.",
    "secret_contract": "Здравствуйте!\n\nПрошу прислать договор. Он конфиденциальный и предназначен для директора, по ошибке его отдали мне.",
    "only_legal": _LEGAL,
}

_QUOTE = "<div>Ваша заявка принята.</div>"

# (name, HTML of the answer); the new text is «Не помогло.»
HTML: dict[str, str] = {
    "outlook_signature": '<div>Не помогло.</div><div id="Signature"><p>С уважением,</p><p>Иван Петров. Работаю с 9 до 18 по будням, кроме среды.'
    f'</p></div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">x</div>{_QUOTE}',
    "outlook_mobile_signature": '<div>Не помогло.</div><div id="ms-outlook-mobile-signature"><div>Get <a href="https://aka.ms/x">Outlook for '
    f'iOS</a></div></div><hr><div id="divRplyFwdMsg">x</div>{_QUOTE}',
    "mail_ru_signature": '<div>Не помогло.</div><div data-signature-widget="container"><div>Иван Петров. Менеджер. Звоните в любое время!</div>'
    f"</div><blockquote>Понедельник, 3 марта 2025, 10:12 +03:00 от Окно:{_QUOTE}</blockquote>",
    "gmail_inside_outlook": '<div>Не помогло.</div><div class="x_gmail_quote"><div class="x_gmail_attr">quodam die scripsit:</div>'
    f'<blockquote class="x_gmail_quote">{_QUOTE}</blockquote></div>',
    "old_windows_mail": '<p>Не помогло.</p><div style="border-right: medium none; border-top: #B5C4DF 1pt solid; padding-top: 3pt"><p>Okno</p>'
    f"</div>{_QUOTE}",
}
