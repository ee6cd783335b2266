"""What a page of the site says, and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Html:
    """A page, parsed."""

    title: str = ""
    description: str = ""
    text: str = ""
    """The text of the article, with single blanks."""
    blocks: list[str] = field(default_factory=list)
    """The texts of the `pre` elements, as they are."""
    links: list[str] = field(default_factory=list)
    """The links of the whole page, and the scripts, styles and pictures that it loads."""
    own: list[str] = field(default_factory=list)
    """The links of the article alone."""
    ids: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> Html:
        """Read a page."""
        parser = _Parser()
        parser.feed(path.read_text("utf-8"))
        page = parser.page
        page.text = " ".join("".join(parser.texts).split())
        return page


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Html()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.page.ids.add(given["id"])
        if given.get("name") == "description":
            self.page.description = given["content"]
        for name in ("href", "src"):
            if name in given and given.get("rel") != "canonical":
                self.page.links.append(given[name])
                if tag == "a" and "article" in self._inside and "headerlink" not in str(given):
                    self.page.own.append(given[name])
        if tag == "pre":
            self.page.blocks.append("")
        if tag in {"article", "pre", "script", "style", "title"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)
        elif tag in {"p", "td", "li", "h1", "h2", "h3", "dd", "dt"}:
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        if "title" in self._inside:
            self.page.title += data
        if "script" in self._inside or "style" in self._inside:
            return
        if "pre" in self._inside:
            self.page.blocks[-1] += data
        if "article" in self._inside:
            self.texts.append(data)
