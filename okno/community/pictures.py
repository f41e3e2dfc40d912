"""The pictures of the community as they stand in texts. Pure."""

import re

_PICTURE = re.compile(r"/community/pictures/(\d{1,18})/")


def address_of(picture: int) -> str:
    """Return the address by which a picture stands in a text."""
    return f"/community/pictures/{picture}/"


def pictures(text: str) -> list[int]:
    """Return the numbers of the community's pictures that stand in a text."""
    return [int(number) for number in _PICTURE.findall(text)]
