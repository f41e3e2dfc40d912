"""The provider's sign: whatever picture comes is made small, whatever else comes is refused."""

import base64
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from okno.people import provider
from okno.people.logos import BOX, BYTES_AT_MOST, NotALogo, bytes_of, drawn, right_logo
from okno.people.models import Person, Provider
from okno.setup import setups
from okno.setup.actions.save import save

LIE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def picture(form: str = "PNG", size: tuple[int, int] = (1200, 300)) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_of_any_kind_becomes_a_small_one(form: str) -> None:
    logo = drawn(picture(form))
    right_logo(logo)
    with Image.open(BytesIO(bytes_of(logo))) as made:
        assert made.format == "PNG"
        assert made.width <= BOX[0]
        assert made.height <= BOX[1]
    assert len(bytes_of(logo)) <= BYTES_AT_MOST


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", LIE, b"GIF89a\xff\xff\xff\xff"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotALogo):
        drawn(content)


@pytest.mark.parametrize("text", ["", "юю", "PHN2Zz4=", base64.b64encode(picture()).decode()])
def test_a_file_of_settings_brings_no_other_bytes(text: str) -> None:
    with pytest.raises(ValidationError):
        right_logo(text)


@pytest.mark.django_db
def test_an_administrator_puts_it_up_and_takes_it_down_and_everybody_sees_it(
    client: Client, gleb: Person
) -> None:
    client.force_login(gleb)
    row = reverse("workspace:settings_row", args=["provider", 1])

    def send(**more: object) -> None:
        form = client.get(row).context
        told = {
            name: form["form"][name].value() or ""
            for name in ("name", "accent", "language", "zone", "registration", "second_step")
        }
        assert client.post(row, told | {"seen": form["seen"]} | more).status_code == 302
        provider.ours.forget()  # as after a commit

    send(logo=BytesIO(picture("JPEG")))
    logo = Provider.objects.get().logo
    stranger = Client()
    page = stranger.get("/login/").content.decode()
    answer = stranger.get(page.partition('class="plain__logo" src="')[2].partition('"')[0])
    assert (answer["Content-Type"], answer.content) == ("image/png", bytes_of(logo))
    assert stranger.get("/brand/logo-0123456789abcdef.png").status_code == 404
    send(name="Другое имя")
    assert Provider.objects.get().logo == logo  # nothing was said about it
    assert logo not in client.get("/settings/changes/").content.decode()  # history tells it in words
    send(**{"logo-clear": "on"})
    assert Provider.objects.get().logo == ""


@pytest.mark.django_db
def test_the_file_of_the_configuration_carries_it(gleb: Person) -> None:
    logo = drawn(picture())
    save(setups.PROVIDER, Provider.objects.get(), {"logo": logo}, by=gleb)
    assert setups.PROVIDER.shape.plain(Provider.objects.get())["logo"] == logo
