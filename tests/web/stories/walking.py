"""How somebody walks through the site in their own browser: they read labels and press what they can see."""

from typing import Any

from tests.web.stories.conftest import Site

CALLED = """() => {
    const one = document.activeElement;
    return one.getAttribute('aria-label') ?? (one.labels?.[0] ?? one).innerText ?? '';
}"""
"""What the element is called that has the focus."""


class Walker:
    """One person of the example at their own browser."""

    def __init__(self, site: Site, who: str, **how: Any) -> None:
        """Open a browser for `who`; `how` goes to its context."""
        self.site, self.who = site, who
        self.page = site.browser(who, **how)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda one: self.complaints.append(str(one)))

    def goes(self, path: str) -> int:
        """Go to a page; return the status of its answer."""
        answer = self.page.goto(self.site.address + path)
        return int(answer.status)

    def writes(self, label: str, words: str, **within: Any) -> None:
        """Fill the field with this label."""
        self.part(**within).get_by_label(label).first.fill(words)

    def chooses(self, label: str, option: str, **within: Any) -> None:
        """Choose an option, by its words, of the list with this label."""
        self.part(**within).get_by_label(label).first.select_option(label=option)

    def ticks(self, label: str, **within: Any) -> None:
        """Tick a box or choose one of several."""
        self.part(**within).get_by_label(label).first.check()

    def presses(self, name: str, **within: Any) -> None:
        """Press a button or follow a link by its name."""
        here = self.part(**within)
        button = here.get_by_role("button", name=name, exact=True)
        button.or_(here.get_by_role("link", name=name, exact=True)).first.click()

    def opens(self, summary: str, **within: Any) -> None:
        """Unfold what stands under this heading."""
        self.part(**within).locator("summary", has_text=summary).first.click()

    def sees(self, words: str, **within: Any) -> None:
        """Wait until these words can be read."""
        self.part(**within).get_by_text(words).locator("visible=true").first.wait_for()

    def part(self, under: str = "") -> Any:
        """Return the part of the page with this selector; the whole page without one."""
        return self.page.locator(under or "body").first

    def tabs_to(self, name: str) -> None:
        """Press the tab key until what is called `name` has the focus."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if str(self.page.evaluate(CALLED)).strip().startswith(name):
                return
        raise AssertionError(f"{name} is not reached with the tab key on {self.page.url}")
