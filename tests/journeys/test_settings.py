"""An administrator sets the desk up without reading code: by keyboard alone, and with another administrator at it."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, entered, opened, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def office(stage: Stage, browser: Browser) -> Iterator[Page]:
    """A browser window in which the administrator works, in Russian."""
    context = opened(browser, stage)
    yield entered(context, stage, "gleb@okno.test")
    context.close()


def test_a_team_is_added_found_changed_and_undone_by_keyboard_alone(office: Page) -> None:
    office.goto("/settings/teams/")
    ready(office)
    office.keyboard.press("c")
    expect(office.locator("#id_name")).to_be_visible()
    office.locator("#id_name").focus()
    office.keyboard.type("Ночная смена")
    for key in ("Tab", "ArrowDown", "Tab", "Tab", "Space", "Enter"):
        office.keyboard.press(key)
    expect(office.get_by_role("link", name="Ночная смена")).to_be_visible()
    ready(office)
    office.keyboard.press("/")
    office.keyboard.type("ночная")
    office.keyboard.press("Enter")
    expect(office.locator("a.settings__row")).to_have_count(1)
    office.locator("a.settings__row").focus()
    office.keyboard.press("Enter")
    expect(office.locator("#id_line")).to_have_value("2")
    office.locator("#id_name").focus()
    office.keyboard.press("End")
    office.keyboard.type(" и выходные")
    office.keyboard.press("Enter")
    expect(office.get_by_role("link", name="Ночная смена и выходные")).to_be_visible()
    office.goto("/settings/changes/")
    refetch = "document.getElementById('queues').dispatchEvent(new CustomEvent('refetch'))"
    with office.expect_request(lambda one: one.headers.get("desk-refetch") == "yes"):
        office.evaluate(refetch)  # which takes no sentence that is meant for a page
    undo = office.get_by_role("button", name="Отменить").first
    undo.focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("Отменено.")).to_be_visible()
    expect(office.locator(".change").first).to_contain_text("отменяет изменение")
    office.keyboard.press("Escape")
    office.goto("/settings/teams/")
    expect(office.get_by_role("link", name="Ночная смена", exact=True)).to_be_visible()


def test_two_administrators_at_one_row_lose_nothing(office: Page) -> None:
    office.goto("/settings/services/")
    office.locator("a.settings__row").first.click()
    expect(office.locator("#id_description")).to_be_visible()
    other = office.context.new_page()
    other.goto(office.url)
    other.locator("#id_description").fill("Так решил другой.")
    other.get_by_role("button", name="Сохранить").click()
    expect(other.get_by_text("Сохранено.")).to_be_visible()
    office.locator("#id_description").fill("А так решил я.")
    office.get_by_role("button", name="Сохранить").click()
    expect(office.get_by_role("alert")).to_contain_text("Так решил другой.")
    expect(office.locator("#id_description")).to_have_value("А так решил я.")
    office.get_by_role("button", name="Всё равно сохранить").click()
    expect(
        office.get_by_role("link")
        .filter(has_text="А так")
        .or_(office.locator("td", has_text="А так решил я."))
    ).to_be_visible()


def test_the_settings_go_out_as_a_file_and_in_again(office: Page, stage: Stage) -> None:
    office.goto("/settings/configuration/")
    with office.expect_download() as download:
        office.get_by_role("link", name="Скачать настройки").click()
    file = json.loads(download.value.path().read_text(encoding="utf-8"))
    file["settings"]["organisations"][0]["note"] = "Из файла"
    path = stage.var / "settings.json"
    path.write_text(json.dumps(file), encoding="utf-8")
    office.locator("input[type=file]").set_input_files(path)
    office.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(office.locator(".change")).to_have_count(1)
    expect(office.locator(".change")).to_contain_text("Из файла")
    office.get_by_role("button", name="Загрузить").click()
    expect(office.get_by_text("Загружена 1 строка.")).to_be_visible()


def test_days_of_a_region_come_from_a_file_and_stand_on_the_page_of_the_year(
    office: Page, stage: Stage
) -> None:
    office.goto("/settings/calendars/")
    office.get_by_role("link", name="Рабочие часы").click()
    office.get_by_role("link", name="Дни из файла").click()
    path = stage.var / "days.csv"
    path.write_text("20.03.2026;выходной;;Ураза-байрам\n", encoding="cp1251")
    office.locator("input[type=file]").set_input_files(path)
    office.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(office.get_by_role("cell", name="выходной, Ураза-байрам")).to_be_visible()
    office.get_by_role("button", name="Внести в календарь").click()
    expect(office.get_by_text("Сохранено.")).to_be_visible()
    office.goto(f"{office.url}year/2026/")
    ready(office)
    day = office.get_by_role("button", name="20, праздник, Ураза-байрам")
    day.focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("пятница, 20 марта")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.get_by_text("пятница, 20 марта")).to_be_hidden()
    assert office.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_mailbox_is_checked_and_the_letter_comes(office: Page, stage: Stage) -> None:
    office.goto("/settings/mailboxes/")
    office.locator("a.settings__row").first.click()
    office.get_by_role("button", name="Проверить").click()
    expect(office.get_by_role("img", name="получилось")).to_be_visible()
    assert stage.caught("gleb@okno.test", "кнопкой «Проверить»")


def test_a_sentence_stays_until_it_could_be_read(office: Page) -> None:
    office.clock.install()
    office.goto("/settings/services/")
    office.locator("a.settings__row").first.click()
    office.locator("#id_description").fill("Бумага, порошок, застрявшие листы.")
    office.get_by_role("button", name="Сохранить").click()
    said = office.get_by_text("Сохранено.")
    expect(said).to_be_visible()
    office.clock.fast_forward(60_000)  # the lid of the notebook was closed
    expect(said).to_be_visible()
    office.clock.run_for(6_500)
    expect(said).to_have_count(0)
