"""Takes the pictures of pages in docs/images from the demonstration, published and shown for that: `make pictures`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from mapping.publishing import publish  # noqa: E402
from tests.browser.conftest import SEEN, launched, settled  # noqa: E402
from tests.serving import serving  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SCREEN, PHONE = (1920, 1080), (390, 844)
COLOURS = 256
PAGES = {
    "map": ("?area=1710&lang=en", SCREEN),
    "certainty": ("certainty?area=1710&lang=en", SCREEN),
    "execution": ("execution?area=1710&lang=en", SCREEN),
    "mahalla": ("mahalla?area=1710207044&lang=en", SCREEN),
    "present": ("present?area=1710&lang=en", SCREEN),
    "gaps": ("gaps?area=1710&lang=ru", SCREEN),
    "measures": ("measures?area=1710&lang=en", SCREEN),
    "decisions": ("decisions?area=1710&lang=en", SCREEN),
    "compare": ("compare?area=1710&lang=en", SCREEN),
    "phone": ("?area=1710&lang=uz", PHONE),
}


def take(browser: Browser, address: str, size: tuple[int, int], to: Path) -> None:
    """One page at one size, in as many colours as a picture of a page needs."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="uz-UZ")
    page.add_init_script(SEEN)
    page.goto(address)
    if "/present?" in address:
        page.wait_for_load_state("networkidle")
    else:
        settled(page)
    page.wait_for_timeout(1500)  # a map that flies to its place has arrived
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)
    page.close()


def main() -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        publish(ROOT / "geo", ROOT / "data", home)
        browser = launched(playwright)
        with serving(home) as address:
            for name, (path, size) in PAGES.items():
                take(browser, f"{address}/{path}", size, IMAGES / f"{name}.png")
                print(name)
        browser.close()


if __name__ == "__main__":
    main()
