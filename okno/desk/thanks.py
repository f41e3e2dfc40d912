"""«Спасибо» alone is no reason to reopen a ticket. Pure."""

import re

_words = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST = 12  # words; who writes more has something to say

# Every word of the message must be one of these; a question mark or an unknown word is something to read.
_POLITE = frozenset(
    """
    спасибо спс благодарю благодарим большое огромное вам тебе вас всем за помощь оперативность ответ быстро быстрый
    решение проблема вопрос решён решен решена решилась решился всё все работает заработало помогло получилось ура отлично
    супер хорошо ок окей да понял поняла понятно принято ясно теперь и уже очень с уважением добрый день здравствуйте
    хорошего дня вечера
    thanks thank you very much a lot many so for your the help quick reply answer it works now working all good great
    perfect ok okay fine solved resolved got understood best regards cheers dear hi hello
    """.split()
)
_CORE = frozenset(
    "спасибо спс благодарю благодарим thanks thank ок окей ok okay работает заработало помогло works".split()
)


def is_only_thanks(text: str) -> bool:
    """True when the message says thank-you and nothing else."""
    words = [word.casefold() for word in _words.findall(text)]
    if not words or len(words) > _LONGEST or "?" in text or "не" in words or "not" in words or "но" in words:
        return False
    return all(word in _POLITE for word in words) and any(word in _CORE for word in words)
