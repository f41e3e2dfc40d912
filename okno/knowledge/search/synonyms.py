"""Words of every help desk that mean the same, by their stems, Russian and English. Pure but for the stems, asked once.

The list is general on purpose: what people ask a help desk about, whatever the desk. What means the same in this desk alone
its editors set up; each process reads it every few seconds, so that a search costs no statement more.
"""

from functools import lru_cache

from okno.core.remembered import remembered
from okno.desk.search.words import spoken
from okno.knowledge.models import Synonyms
from okno.knowledge.search.lexis import stems

_GROUPS = """
авторизация аутентификация вход логин войти зайти залогиниться login signin
аккаунт учётка учётная account
антивирус antivirus вирус virus
архив архивировать zip archive
аудио звук звуковой audio sound
бэкап резервная копия backup
браузер обозреватель browser
брандмауэр межсетевой файрвол firewall
версия релиз version release
видео video
видеокарта видеоадаптер графика gpu graphics
включить активировать запустить enable activate start
время часы time clock
выключить отключить деактивировать disable
график расписание schedule
диск накопитель винчестер disk drive
договор контракт contract
документ document
доступ права разрешение access permission
жёсткий hdd
журнал лог log
завершить остановить закрыть stop quit
загрузка загрузчик старт boot
зависает тормозит медленно виснет подвисает slow hang freeze
заявка обращение тикет запрос ticket request
изображение картинка фото image picture
исправить починить устранить fix repair
календарь calendar
камера вебка webcam camera
каталог папка директория folder directory
клавиатура keyboard
ключ key
компьютер пк комп системник pc computer
консоль терминал terminal console
корзина trash
мессенджер чат chat
микрофон гарнитура наушники microphone headset
монитор экран дисплей display screen monitor
мышь мышка mouse
настройка параметр конфигурация settings config options setup
ноутбук лэптоп laptop notebook
обновление апдейт update upgrade обновить
окно window
отпуск vacation
отчёт report
ошибка сбой баг error failure bug
память озу memory ram
пароль password passwd
перезагрузка рестарт reboot restart перезапуск
печать распечатать принтер print printer
письмо почта email mail letter
подключение соединение connection connect
подкачка swap
подпись эцп signature
пользователь юзер user
порт port
права привилегии privileges
приложение программа софт app application software program
процессор cpu
раздел partition
резервный запасной backup
сайт страница site page
сброс сбросить reset
сервер server
сертификат certificate
сеть сетевой network
скачать загрузить download
служба сервис service daemon
смартфон телефон мобильный phone mobile
создать завести добавить create add
сотрудник работник коллега employee
ссылка link
счёт оплата платёж invoice payment
таблица table spreadsheet
тема оформление theme
удаление деинсталляция uninstall remove delete удалить
установка инсталляция install установить поставить
файл file
флешка usb
формат format
шифрование encryption зашифровать
шрифт font
экспорт выгрузка export
импорт import
ядро kernel
язык language
"""


SECONDS = 10.0  # so long another process may search with the words of before
MOST = 1000  # groups of the desk's own


@remembered(SECONDS)
def synonyms() -> dict[str, frozenset[str]]:
    """Return for each stem the stems that mean the same."""
    own = Synonyms.objects.filter(is_active=True).values_list("words", flat=True)[:MOST]
    return _grouped((*_GROUPS.split("\n"), *own))


@lru_cache(maxsize=1)
def _grouped(lines: tuple[str, ...]) -> dict[str, frozenset[str]]:
    groups = [spoken(line) for line in lines if line]
    known = stems({word for group in groups for word in group})
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        same = frozenset(known[word] for word in group if known[word])
        for stem in same:
            found[stem] = found.get(stem, frozenset()) | same
    return found
