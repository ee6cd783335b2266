"""Reads HTML for tests."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["Reader"]

VOID = {"br", "hr", "img", "input"}


class Reader(HTMLParser):
    """Read HTML as a browser does, and refuse what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.selections: list[tuple[str, str, str]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "button":
            self._read_selection(attributes)
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def _read_selection(self, attributes: dict[str, str]) -> None:
        """Note what a button selects, as the front end finds it: in itself and in its list."""
        lists = [of_list for tag, of_list in self.open if tag == "ul"]
        data = {name: value for each in [*lists, attributes] for name, value in each.items()}
        selection = [data.get(f"data-{kind}", "") for kind in ("operation", "code", "exception")]
        if any(selection):
            operation, code, exception = selection
            self.selections.append((operation, code, exception))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def having(self, attribute: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if attribute in attributes]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for attributes in self.having(attribute)]

    def tags(self, *names: str) -> list[str]:
        return [tag for tag, _ in self.elements if tag in names]
