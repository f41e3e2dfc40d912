import pytest

from okno.desk.thanks import is_only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо!",
        "Спасибо большое, всё работает",
        "ок, спс",
        "Благодарю за помощь.",
        "Thank you very much!",
        "Ок",
        "Заработало, спасибо",
    ],
)
def test_thanks_alone(text: str) -> None:
    assert is_only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "Спасибо, но не работает",
        "Спасибо. А когда приедет мастер?",
        "Да",
        "Всё хорошо, только звук пропал",
        "Thanks, it does not work",
        "спасибо " * 40,
        "Не помогло",
        "Решение не работает",
    ],
)
def test_more_than_thanks(text: str) -> None:
    assert not is_only_thanks(text)
