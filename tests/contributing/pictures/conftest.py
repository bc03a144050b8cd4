"""Pictures as forms send them."""

from __future__ import annotations

import io

from flask.testing import FlaskClient
from lxml import html as lxml_html
from PIL import Image
from werkzeug.test import TestResponse

UPLOAD, CHANGE = "/contributions/pictures", "/contributions/pictures/change"


def drawing(colour: str = "red", size: tuple[int, int] = (400, 200)) -> bytes:
    """A photo whose left half has a colour, and whose right half is white."""
    image = Image.new("RGB", size, "white")
    image.paste(colour, (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def upload(browser: FlaskClient, data: bytes, number: int = 0, **more: str) -> TestResponse:
    fields = {"picture": (io.BytesIO(data), "IMG_1.JPG"), "number": str(number), **more}
    return browser.post(UPLOAD, data=fields)


def fragment(answer: TestResponse) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(answer.get_data(as_text=True))


def token_of(answer: TestResponse, name: str = "cards-0-token") -> str:
    """The words that name a picture in the part of a page that was answered."""
    (field,) = fragment(answer).xpath(f'//input[@name="{name}"]')
    return str(field.value)


def sent(browser: FlaskClient, data: bytes) -> str:
    """Send a picture, and give the words that name it."""
    return token_of(upload(browser, data))


def card(number: int, token: str, **more: str) -> dict[str, str]:
    """The fields of a card, as a form sends them."""
    fields = {"token": token, "alt": "A bowl", "by": "Ana Duarte", "place": "headnote", **more}
    return {f"cards-{number}-{name}": value for name, value in fields.items()}


def look(browser: FlaskClient, token: str, query: str = "") -> Image.Image:
    """Look at a picture that is not saved yet."""
    answer = browser.get(f"{UPLOAD}/{token}{query}")
    assert answer.status_code == 200
    image = Image.open(io.BytesIO(answer.data))
    image.load()
    return image
