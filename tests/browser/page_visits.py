"""What a person does with the pages, and what the browser noticed meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

ROOT = Path(__file__).parents[2]
#: Pictures of what the tests saw, for people to look at.
ARTEFACTS = Path(__file__).parent / "artefacts"

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

#: Machines that run the tests are slow: how long a page takes says nothing about it.
LONGEST = 60_000
expect.set_options(timeout=LONGEST)

_HARMLESS = ("data", "blob", "about")

#: Counts the pixels of the map that are about as red, green and blue as asked.
_PIXELS = """([red, green, blue]) => {
  const drawn = document.querySelector('.map-holder canvas');
  const copy = document.createElement('canvas');
  copy.width = drawn.width; copy.height = drawn.height;
  const context = copy.getContext('2d');
  context.drawImage(drawn, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 12) count += 1;
  return count;
}"""


class Visit:
    """One person's browser window."""

    def __init__(self, browser: Browser, name: str) -> None:
        self.name = name
        self.context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", color_scheme="light")  # type: ignore[arg-type]
        self.context.set_default_timeout(LONGEST)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self._asked: list[str] = []
        self._home = ""
        self.page.on("request", lambda request: self._asked.append(request.url))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def go(self, served: str, path: str) -> Page:
        """Open a page and wait until it has what it asked for."""
        self._home = urlsplit(served).netloc
        self.page.goto(served + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def strangers(self) -> list[str]:
        """Return what was asked of any other address than the server's own."""
        return [
            url for url in self._asked if urlsplit(url).scheme not in _HARMLESS and urlsplit(url).netloc != self._home
        ]

    def picture(self, name: str, *, full: bool = False) -> None:
        """Keep what is seen."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=full)

    def signs_in_with(self, token: str) -> None:
        """Sign in at the head of the page."""
        self.page.locator(".masthead").get_by_role("button", name="Sign in").click()
        self.page.get_by_label("Token").fill(token)
        self.page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def map_is_drawn(self) -> None:
        """Wait until the map stands with what was found."""
        expect(self.page.locator(".map-holder[data-state=there][data-settled=yes]")).to_be_visible()

    def pixels(self, colour: str) -> int:
        """Return how many pixels of the map have a colour, written as six hexadecimal digits."""
        parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
        return int(self.page.evaluate(_PIXELS, parts))

    def end(self) -> None:
        """Close the window."""
        self.context.close()


def asked(served: str, path: str) -> Any:
    """Return what the API answers."""
    with urlopen(f"{served}/api/v1/{path}", timeout=60) as answer:
        return json.load(answer)


def cards(page: Page) -> Locator:
    """Return the incidents of the list."""
    return page.locator(".list .card")


def violations(page: Page) -> list[str]:
    """Return what an accessibility checker finds wrong with the page, one line each."""
    page.evaluate((ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
