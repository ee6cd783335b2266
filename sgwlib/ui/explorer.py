"""The explorer as a widget: it gives the page its document, and does what only Python can do."""

from __future__ import annotations

import gzip
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets as t

from sgwlib.catalogue import Catalogue, Pair, load_catalogue
from sgwlib.coverage import ClientCoverage, load_coverage
from sgwlib.errors import ExplorerError, SgwError, UnknownNameError
from sgwlib.files import reason_of, write_atomically
from sgwlib.filters import Filter
from sgwlib.ui.document import as_json, editions_of
from sgwlib.ui.frontend import module, style
from sgwlib.ui.page import fragment, page
from sgwlib.ui.services import SERVICES
from sgwlib.ui.state import State, as_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sgwlib.plot import StillFigure

__all__ = ["Explorer", "explorer"]


class Explorer(anywidget.AnyWidget):
    """The widget that :func:`explorer` opens.

    The page answers every gesture by itself, and tells Python afterwards. A field of
    :class:`~sgwlib.ui.state.State` can be read, set and observed as an attribute of the explorer,
    and so can ``selection`` and ``filters``. Observe ``now`` to follow all of them.

    Attributes
    ----------
    catalogue : Catalogue
        What is shown.
    now : State
        Everything that is selected and filtered. Setting it changes the page.
    coverage : ClientCoverage or None
        What a client has met.

    Examples
    --------
    >>> opened = explorer("DeleteVolume")
    >>> opened.codes = "VolumeInUse"
    >>> opened.now.line()
    "sgwlib.explorer('DeleteVolume', 'VolumeInUse')"
    >>> opened.close()
    """

    _esm = module("explorer.js")
    _css = style("explorer.css")

    document = t.Bytes().tag(sync=True)  # JSON, compressed: the way to the page can be a slow line
    state = t.Dict().tag(sync=True)
    report = t.Dict().tag(sync=True)
    now: t.Instance[State] = t.Instance(State, ())
    coverage: t.Instance[ClientCoverage | None] = t.Instance(ClientCoverage, allow_none=True)

    def __init__(self, catalogue: Catalogue, now: State, coverage: ClientCoverage | None) -> None:
        self.catalogue = catalogue
        now.checked(catalogue)
        super().__init__(
            document=gzip.compress(as_json(catalogue).encode(), mtime=0),
            state=now.to_page(catalogue),
            now=now,
            coverage=coverage,
        )
        self.on_msg(self._answer)

    @property
    def shown(self) -> Catalogue:
        """The catalogue of the edition that is shown."""
        return editions_of(self.catalogue).get(self.now.edition, self.catalogue)

    @property
    def filters(self) -> Filter:
        """The filters as one condition on pairs."""
        return self.now.filters

    @filters.setter
    def filters(self, new: Filter) -> None:
        if not isinstance(new, Filter):
            raise ExplorerError(f"filters must be a sgwlib.filters.Filter. Got {new!r}.")
        values = asdict(new)
        self.set(only_operation=values.pop("operation"), only_code=values.pop("code"), **values)

    @property
    def selection(self) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """The selected operations, codes and exception."""
        return self.now.selection

    @selection.setter
    def selection(self, new: Any) -> None:
        if not isinstance(new, tuple) or len(new) != len(self.selection):
            raise ExplorerError(
                "selection must be operations, codes and an exception, such as "
                f"('DeleteVolume', 'VolumeInUse', ''). Got {new!r}."
            )
        self.set(operations=new[0], codes=new[1], exception=new[2])

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that the filters leave, in the page's order."""
        try:
            return self.filters.pairs(self.shown)
        except UnknownNameError:  # a filter has a name of another edition
            return ()

    def set(self, **changes: Any) -> None:
        """Change several fields of the state at once. None stands for what a new explorer has.

        Raises
        ------
        UnknownNameError, CarrierError, ExplorerError
            As from :func:`explorer`. The state stays as it was.
        """
        unknown = sorted(set(changes).difference(_FIELDS))
        if unknown:
            raise UnknownNameError("field of the explorer", unknown[0], _FIELDS)
        new = State()
        changes = {k: getattr(new, k) if v is None else v for k, v in changes.items()}
        for name in {"operations", "codes"}.intersection(changes):
            changes[name] = as_names(changes[name])
        if type(outcome := changes.get("outcome")) is int:
            changes["outcome"] = str(outcome)
        self.now = replace(self.now, **changes)

    def save(self, path: str | Path) -> None:
        """Write the explorer, as it is now, to one HTML file that needs no kernel and no network.

        Parameters
        ----------
        path
            The file to write.

        Raises
        ------
        ExplorerError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "explorer.html"
        >>> explorer("DeleteVolume").save(path)
        >>> path.stat().st_size < 400_000  # bytes
        True
        """
        content = page(self.catalogue, self.state, self.report).encode()
        try:
            write_atomically(path, content)
        except OSError as error:
            raise ExplorerError(f"{path} cannot be written: {reason_of(error)}") from None

    def figure(self) -> StillFigure:
        """Return the visible matrix as a still figure, with the client's coverage if shown."""
        from sgwlib.graph import error_graph
        from sgwlib.plot import matrix

        how: Any = "page" if self.now.order == "meaning" else self.now.order
        graph = error_graph(self.shown, self.pairs)
        return matrix(graph, coverage=self.coverage, order=how, folded=bool(self.now.folded))

    def close(self) -> None:
        """Remove the explorer from every page, and free what it needs in Python."""
        self.layout.close()
        super().close()

    def __setattr__(self, name: str, value: Any) -> None:
        # What is misspelt would be set without any effect, such as `operation`.
        if not (name.startswith("_") or name == "catalogue" or hasattr(type(self), name)):
            raise UnknownNameError("field of the explorer", name, _FIELDS)
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return self.now.line()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Add the page itself, which is alive in a notebook's HTML export."""
        if self.comm is None:  # closed
            return {"text/plain": repr(self)}, {}
        live = super()._repr_mimebundle_(**kwargs)
        if live is None:
            return None
        data, metadata = live
        part = fragment(self.catalogue, self.state, self.report)
        return {**data, "text/plain": repr(self), "text/html": part}, metadata

    @t.validate("now")
    def _known(self, proposal: Mapping[str, Any]) -> State:
        now: State = proposal["value"]
        return now.checked(self.catalogue)

    @t.observe("now")
    def _to_page(self, change: Mapping[str, Any]) -> None:
        self.state = self.now.to_page(self.catalogue)
        for name in (*_FIELDS, "selection", "filters"):
            old, new = (getattr(change[each], name, None) for each in ("old", "new"))
            if old != new:
                event = {"name": name, "old": old, "new": new, "owner": self, "type": "change"}
                self.notify_change(t.Bunch(event))

    @t.observe("state")
    def _from_page(self, _change: Mapping[str, Any]) -> None:
        self.now = State.from_page(self.state, self.catalogue)

    @t.observe("coverage")
    def _reported(self, _change: Mapping[str, Any]) -> None:
        coverage = self.coverage
        if coverage is None:
            self.report = {}
            return
        total = coverage.total(self.catalogue)
        lines = [f"Met: {total.met} of {total.pairs} documented pairs, {total.percent}%."]
        lines += [
            f"{name.capitalize()}: {text}." for name, text in coverage.remarks(self.catalogue)
        ]
        met = [[" ".join(pair), count] for pair, count in coverage.pairs().items()]
        self.report = {"met": met, "lines": lines}

    def _answer(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        service = SERVICES.get(content.get("ask", ""))
        if service is None:
            return
        try:
            answer = service(self, content)
        except SgwError as error:
            answer = {"text": str(error), "problem": str(error)}
        self.send({"number": content.get("number"), **answer})


_FIELDS = tuple(State.__dataclass_fields__)


def _field(name: str) -> property:
    """Return a property that reads and sets one field of the state."""
    return property(
        lambda self: getattr(self.now, name),
        lambda self, value: self.set(**{name: value}),
        doc=f"The field ``{name}`` of the state.",
    )


for _name in _FIELDS:
    setattr(Explorer, _name, _field(_name))


def explorer(  # noqa: PLR0913 - each is one thing on the screen, and most are given by name
    operation: str | Iterable[str] | None = None,
    code: str | Iterable[str] | None = None,
    *,
    exception: str = "",
    only_operation: str = "",
    only_code: str = "",
    resource: str = "",
    family: str = "",
    outcome: str | int = "",
    text: str = "",
    order: str = "meaning",
    folded: bool | None = None,
    view: str = "matrix",
    tab: str = "response",
    edition: str = "",
    coverage: ClientCoverage | str | Path | None = None,
    catalogue: Catalogue | None = None,
) -> Explorer:
    """Open the explorer. In a notebook, put the call on the last line of a cell.

    ``operation``, ``code`` and ``exception`` select something; everything stays visible. The
    filters from ``only_operation`` to ``text`` hide the pairs that do not match all of them.

    Parameters
    ----------
    operation, code
        What to select: an operation, an error code, both for a pair, or a list of one kind to
        compare.
    exception
        An exception to select: alone, with an operation, or as the carrier of the code.
    only_operation, only_code
        Show only the pairs of this operation, or of this error code.
    resource
        Show only the pairs of operations on this resource, such as ``"volume"``.
    family
        Show only the pairs of codes of this family, such as ``"disk and buffer"``.
    outcome
        Show only the pairs whose code comes by default with this exception or HTTP status,
        such as ``400``.
    text
        Show only the pairs with all these words in their names, resource, gateway types, family,
        message or cause, or as their exception or HTTP status.
    order
        ``"meaning"``: by resource and family. Or one of :data:`sgwlib.graph.ORDERS`.
    folded
        Whether to combine equal rows, and equal columns, into one; by default only if they do
        not fit the screen. By meaning, only those of one resource or family are combined.
    view
        What to show on the left: ``"matrix"``, ``"drawing"``, ``"table"``, ``"coverage"`` or
        ``"explain"``.
    tab
        What the detail shows of an error: ``"response"``, ``"handle"``, ``"provoke"`` or
        ``"evidence"``.
    edition
        The edition of the page, such as ``"file-2023"``.
    coverage
        A client's coverage, or the path of its report, to show in the matrix.
    catalogue
        The bundled one by default.

    Returns
    -------
    Explorer
        Its attributes have the state. Its ``save`` writes it to an HTML file.

    Raises
    ------
    UnknownNameError
        If the catalogue has no such name.
    CarrierError
        If the exception cannot carry the code.
    CoverageError
        If the report cannot be read.
    ExplorerError
        If an argument has a wrong type.

    Examples
    --------
    >>> opened = explorer("DeleteVolume", "VolumeInUse", resource="volume")
    >>> len(opened.pairs)
    79
    >>> opened.close()
    """
    catalogue = load_catalogue() if catalogue is None else catalogue
    if not isinstance(catalogue, Catalogue):
        raise ExplorerError(f"catalogue must be a Catalogue. Got {catalogue!r}.")
    if isinstance(coverage, str | Path):
        coverage = load_coverage(coverage)
    if not isinstance(coverage, ClientCoverage | None):
        raise ExplorerError(
            "coverage must be a ClientCoverage, the path of a coverage report, or None. "
            f"Got {coverage!r}."
        )
    values: dict[str, Any] = {
        "operations": as_names(operation),
        "codes": as_names(code),
        "exception": exception,
        "only_operation": only_operation,
        "only_code": only_code,
        "resource": resource,
        "family": family,
        "outcome": str(outcome) if type(outcome) is int else outcome,
        "text": text,
        "order": order,
        "folded": folded,
        "view": view,
        "tab": tab,
        "edition": "" if edition == catalogue.edition else edition,
    }
    return Explorer(catalogue, State(**values), coverage)
