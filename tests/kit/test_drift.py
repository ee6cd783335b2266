"""The tool that compares the catalogue with the page and with botocore's model."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from hypothesis import given
from hypothesis import strategies as st

import sgwlib.simulation.api
from sgwlib import load_catalogue
from tools.drift import api_differences, differences, main
from tools.page import Page, PageError, page_of, read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

PAGE = page_of(load_catalogue())
EXCEPTION_HEADINGS = ("Exception", "Message", "HTTP Status Code")
CODE_HEADINGS = ("Operation Error Code", "Message", "Operations That Return this Error Code")
LINK = "https://docs.aws.amazon.com/storagegateway/latest/APIReference/API_{}.html"


# --- the page in three formats ---------------------------------------------------------------


def as_html(page: Page) -> str:
    """Render a page as the AWS documentation does, with tables that don't count around it."""

    def table(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
        head = "".join(f"<th>{each}</th>" for each in headings)
        body = "".join(
            "<tr>\n" + "".join(f'<td tabindex="-1">{cell}</td>\n' for cell in row) + "</tr>\n"
            for row in rows
        )
        return (
            '<div class="table-container"><table id="w1"><thead>\n'
            f"<tr>{head}</tr></thead>\n{body}</table></div>"
        )

    def wrapped(message: str) -> str:
        return escape(message).replace(" ", "\n      ", 1).replace(" ", "&nbsp; ", 1) + " "

    def listed(operations: Sequence[str]) -> str:
        links = [f'<a href="{LINK.format(each)}">{each}</a>' for each in operations]
        if len(links) > 3:
            return "<ul>" + "".join(f"<li>{each}</li>" for each in links) + "</ul>"
        return "".join(f"<p>{each}</p>" for each in links)

    exceptions = [
        (f"<code>{name}</code>", wrapped(message), f"<p>{status} {reason}</p>")
        for name, (status, reason, message) in page.exceptions.items()
    ]
    codes = [
        (f'<code class="code">{name}</code>', f"<p>{wrapped(message)}</p>", listed(operations))
        for name, (message, operations) in page.codes.items()
    ]
    return f"""<!DOCTYPE html>
<!-- saved from url=(0014)about:internet -->
<html><head><title>Error Responses</title><script>if (1 < 2) "<table>";</script></head><body>
{table(("Header", "Description"), [("Host", table(("One", "Two"), [("1", "2")]))])}
<p>The following table lists exceptions<br>
{table(EXCEPTION_HEADINGS, exceptions)}
{table(EXCEPTION_HEADINGS, [("An operation", "fails.", "or not")])}
{table(CODE_HEADINGS, codes)}
<table><tr><td>a cell and a table that nothing closes
</body></html>"""


def as_markdown(page: Page, *, html_tables: bool = False) -> str:
    """Render a page as its Markdown twin on GitHub, with pipe tables or tables in HTML."""

    def text(message: str) -> str:
        return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", message)

    def table(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
        if html_tables:
            lines = ["<table>"]
            for row in [headings, *rows]:
                lines += ["<tr>", *(f"<td>\n\n{cell}\n</td>" for cell in row), "</tr>"]
            return "\n".join([*lines, "</table>"])
        lines = [f"| {' | '.join(row)} | " for row in [headings, ("---",) * 3, *rows]]
        return "\n".join(lines)

    exceptions = [
        (f"`{name}`" if number % 2 else name, text(message) + " ", f"{status} {reason}")
        for number, (name, (status, reason, message)) in enumerate(page.exceptions.items())
    ]
    codes = [
        (
            name,
            f" {text(message)}",
            ("<br/>" if len(operations) % 2 else " ").join(
                f"[{each}]({LINK.format(each)})" for each in operations
            ),
        )
        for name, (message, operations) in page.codes.items()
    ]
    headers = table(("Header", "Description", ""), [("Host", "<pre>Host: <br />x</pre> `4xx`", "")])
    fenced = f"```\n{table(EXCEPTION_HEADINGS, [('InCode', 'Not a row.', '200 OK')])}\n```"
    return f"""# Error Responses<a name="APIErrorResponses"></a>

This section is about AWS Storage Gateway errors\\.

{headers}

{fenced}

### Exceptions<a name="APIGeneralExceptions"></a>


{table(EXCEPTION_HEADINGS, exceptions)}

**Note**
See the `<table>` of [Operation Error Codes](#APIOperationErrorCodes)\\.

{table(CODE_HEADINGS, codes)}

+ An appropriate `4xx` or `5xx` HTTP status code
"""


def as_plain_text(page: Page) -> str:
    """Render a page as text that was copied from a browser: cells are glued together."""

    def listed(operations: Sequence[str]) -> str:
        if len(operations) == 2:
            return "\n\n".join(operations)
        return operations[0] if len(operations) == 1 else "".join(f"\n\n{e}" for e in operations)

    exceptions = [
        f"{name}{message}{' ' * (number % 2)}{status} {reason}"
        for number, (name, (status, reason, message)) in enumerate(page.exceptions.items())
    ]
    codes = [
        f"{name}{message}{listed(operations)}\n"
        for name, (message, operations) in page.codes.items()
    ]
    return "\n".join(
        [
            "AWS Storage Gateway",
            "User Guide (API Version 2012-06-30)",
            "The InternalServerError and InvalidGatewayRequestException return one of them.",
            "",
            "ExceptionMessage HTTP Status Code",
            *exceptions,
            "",
            "Operation Error Codes",
            "",
            "The following table shows the mapping between codes and APIs.",
            "",
            "Operation Error CodeMessageOperations That Return this Error Code",
            *codes,
            "Error Responses",
            "",
            "When there is an error, the response header information contains:",
            '{ "__type": "InternalServerError" }',
            "",
        ]
    )


FORMATS: dict[str, Callable[[Page], str]] = {
    "HTML": as_html,
    "Markdown": as_markdown,
    "Markdown with HTML": lambda page: as_markdown(page, html_tables=True),
    "plain text": as_plain_text,
}
in_each_format = pytest.mark.parametrize("render", FORMATS.values(), ids=FORMATS)


@in_each_format
@pytest.mark.parametrize("edition", load_catalogue().editions)
def test_the_page_of_an_edition_does_not_differ_from_it(
    edition: str, render: Callable[[Page], str]
) -> None:
    page = page_of(load_catalogue(edition=edition))
    read = read_page(render(page))
    assert read == page
    assert differences(page, read) == []


PARTS = st.sampled_from(["Volume", "Disk2", "LUN", "iSCSI", "A", "X509", "Exception", "In"])
NAMES = st.lists(PARTS, min_size=1, max_size=4).map(lambda parts: "Add" + "".join(parts))
SIGNS = st.characters(categories=["L", "N", "P", "S"])
# A word begins with a letter, since white space before a period doesn't count.
WORDS = st.builds(str.__add__, st.sampled_from("aZé文7"), st.text(SIGNS, max_size=5))
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
REASONS = st.sampled_from(["Bad Request", "I'm a Teapot", "Non-Authoritative Information"])
EXCEPTION_ROWS = st.tuples(st.integers(100, 599), REASONS, SENTENCES)
CODE_ROWS = st.tuples(SENTENCES, st.lists(NAMES, max_size=5).map(tuple))
PAGES = st.builds(
    Page,
    st.dictionaries(NAMES, EXCEPTION_ROWS, min_size=1, max_size=4),
    st.dictionaries(NAMES, CODE_ROWS, min_size=1, max_size=4),
)


@given(PAGES)
def test_any_page_is_read_as_it_was_rendered(page: Page) -> None:
    assert read_page(as_html(page)) == page
    assert read_page(as_markdown(page)) == page


MARKS = (
    *("<html>", "<table>", "<tr>", "<td>", "</table>", "<![x[", "|---|", "|", "\n", "\t"),
    *("AnError", "Bad things.", "400 Bad Request", "AddCache"),
)


@given(
    st.text(st.sampled_from("<>![]()|-`*\\\n\t .AazZ1&;#"))
    | st.lists(st.sampled_from([*MARKS, *EXCEPTION_HEADINGS, *CODE_HEADINGS])).map("".join)
)
def test_any_text_is_a_page_or_an_error(text: str) -> None:
    try:
        read_page(text)
    except PageError as error:
        assert str(error).startswith("Expected ")  # noqa: PT017 - a page is fine, too


# --- what differs ----------------------------------------------------------------------------


def with_code(name: str, message: str | None = None, operations: Sequence[str] = ()) -> Page:
    """Return the page with another message or other operations, or with a new code at the end."""
    was = PAGE.codes.get(name, ("", ()))
    return replace(
        PAGE, codes={**PAGE.codes, name: (message or was[0], tuple(operations) or was[1])}
    )


def with_exception(name: str, **changes: Any) -> Page:
    status, reason, message = PAGE.exceptions[name]
    values = {"status": status, "reason": reason, "message": message, **changes}
    row = (values["status"], values["reason"], values["message"])
    return replace(PAGE, exceptions={**PAGE.exceptions, name: row})


def renamed(rows: Any, old: str, new: str) -> dict[str, Any]:
    return {new if name == old else name: row for name, row in rows.items()}


def without(rows: Any, gone: str) -> dict[str, Any]:
    return {name: row for name, row in rows.items() if name != gone}


def moved_to_the_end(rows: Any, name: str) -> dict[str, Any]:
    return {**without(rows, name), name: rows[name]}


TARGETS = PAGE.codes["TargetInvalid"][1]
CHANGES: dict[str, tuple[Page, list[str]]] = {
    "a pair gone": (
        with_code("TargetInvalid", operations=TARGETS[:-1]),
        ["Pair UpdateChapCredentials / TargetInvalid is gone."],
    ),
    "a pair added": (
        with_code("TargetInvalid", operations=[*TARGETS, "DeleteVolume"]),
        ["Pair DeleteVolume / TargetInvalid is new."],
    ),
    "a code renamed": (
        replace(PAGE, codes=renamed(PAGE.codes, "VolumeInUse", "VolumeBusy")),
        ["Code VolumeInUse renamed to VolumeBusy? The message is the same."],
    ),
    "a code renamed and reworded": (
        replace(
            PAGE,
            codes=renamed(
                with_code("VolumeInUse", "A volume is busy.").codes, "VolumeInUse", "VolumeBusy"
            ),
        ),
        [
            "Code VolumeInUse renamed to VolumeBusy? The operations are the same.",
            (
                "Code VolumeBusy: the message has changed.\n"
                "  was: The specified volume is already in use.\n"
                "  now: A volume is busy."
            ),
        ],
    ),
    "a code removed": (
        replace(PAGE, codes=without(PAGE.codes, "OutdatedGateway")),
        [
            (
                "Code OutdatedGateway is gone: The specified gateway is out of date. "
                "Operations: ActivateGateway."
            )
        ],
    ),
    "a code added": (
        with_code("InvalidLUN", "A LUN is odd. Use another one.", ["AddCache", "JoinDomain"]),
        [
            (
                "Code InvalidLUN is new: A LUN is odd. Use another one. "
                "Operations: AddCache, JoinDomain."
            ),
            "Operation JoinDomain is new. Codes: InvalidLUN.",
        ],
    ),
    "a code's only pair gone": (
        replace(PAGE, codes={**PAGE.codes, "VolumeInUse": (PAGE.codes["VolumeInUse"][0], ())}),
        ["Pair DeleteVolume / VolumeInUse is gone."],
    ),
    "a message reworded": (
        with_code("VolumeNotReady", "The volume is not ready. Retry later."),
        [
            (
                "Code VolumeNotReady: the message has changed.\n"
                "  was: The specified volume is not ready.\n"
                "  now: The volume is not ready. Retry later."
            )
        ],
    ),
    "a message without its period": (
        with_code("VolumeInUse", "The specified volume is already in use"),
        [
            (
                "Code VolumeInUse: the message has changed.\n"
                "  was: The specified volume is already in use.\n"
                "  now: The specified volume is already in use"
            )
        ],
    ),
    "a row moved": (
        replace(PAGE, codes=moved_to_the_end(PAGE.codes, "VolumeIdInvalid")),
        [
            (
                "Code VolumeIdInvalid has moved.\n"
                "  was: after VolumeAlreadyExists\n"
                "  now: after VolumeNotReady"
            )
        ],
    ),
    "an operation moved under a code": (
        with_code("TargetInvalid", operations=[*TARGETS[1:], TARGETS[0]]),
        [
            (
                "Code TargetInvalid: operation CreateCachediSCSIVolume has moved.\n"
                "  was: first\n"
                "  now: after UpdateChapCredentials"
            )
        ],
    ),
    "an operation listed twice": (
        with_code("TargetInvalid", operations=[*TARGETS, TARGETS[0]]),
        ["Pair CreateCachediSCSIVolume / TargetInvalid is listed more than once."],
    ),
    "an exception's status changed": (
        with_exception("ThrottlingException", status=429, reason="Too Many Requests"),
        [
            "Exception ThrottlingException: the status has changed.\n  was: 400\n  now: 429",
            (
                "Exception ThrottlingException: the reason has changed.\n"
                "  was: Bad Request\n"
                "  now: Too Many Requests"
            ),
        ],
    ),
    "an exception renamed": (
        replace(PAGE, exceptions=renamed(PAGE.exceptions, "InvalidAction", "UnknownAction")),
        ["Exception InvalidAction renamed to UnknownAction? The message is the same."],
    ),
    "an exception's message reworded": (
        with_exception("ThrottlingException", message="AWS says: rate exceeded."),
        [
            (
                "Exception ThrottlingException: the message has changed.\n"
                "  was: Rate exceeded.\n"
                "  now: AWS says: rate exceeded."
            )
        ],
    ),
    "an exception removed": (
        replace(PAGE, exceptions=without(PAGE.exceptions, "ThrottlingException")),
        ["Exception ThrottlingException is gone (400 Bad Request): Rate exceeded."],
    ),
    "an exception added": (
        replace(PAGE, exceptions={**PAGE.exceptions, "NotAuthorized": (400, "Bad Request", "No.")}),
        ["Exception NotAuthorized is new (400 Bad Request): No."],
    ),
    "an exception moved": (
        replace(PAGE, exceptions=moved_to_the_end(PAGE.exceptions, "MissingAction")),
        [
            (
                "Exception MissingAction has moved.\n"
                "  was: after InvalidSignatureException\n"
                "  now: after ValidationException"
            )
        ],
    ),
}


@in_each_format
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named(change: str, render: Callable[[Page], str]) -> None:
    page, expected = CHANGES[change]
    assert differences(PAGE, read_page(render(page))) == expected


@in_each_format
def test_a_repeated_row_is_named(render: Callable[[Page], str]) -> None:
    # The name of the last row becomes that of the first one.
    text = render(PAGE).replace("VolumeNotReady", "ActivationKeyExpired")
    text = text.replace("ValidationException", "InternalFailure")
    first, second, *others = differences(PAGE, read_page(text))
    assert first == "Exception InternalFailure has more than one row."
    assert second == "Code ActivationKeyExpired has more than one row."
    assert [each.partition(" is gone")[0] for each in others] == [
        "Exception ValidationException",
        "Code VolumeNotReady",
    ]


def test_an_operation_that_no_code_lists_any_more_is_named_once() -> None:
    codes = {
        name: (message, tuple(each for each in operations if each != "DeleteGateway"))
        for name, (message, operations) in PAGE.codes.items()
    }
    assert differences(PAGE, replace(PAGE, codes=codes)) == [
        (
            "Operation DeleteGateway is gone. "
            "Codes: GatewayNotFound, InternalError, InvalidParameters, NotSupported."
        )
    ]


@given(st.sampled_from(list(PAGE.codes)), st.integers(0, len(PAGE.codes) - 1))
def test_one_moved_row_is_one_difference(name: str, place: int) -> None:
    names = [each for each in PAGE.codes if each != name]
    names.insert(place, name)
    moved = differences(PAGE, replace(PAGE, codes={each: PAGE.codes[each] for each in names}))
    assert len(moved) == (names != list(PAGE.codes))


# --- plain text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("past the expiration date", "past the\nexpiration date"),
        ("than the volume size.Create", "than the volume\nsize.Create"),
        ("VolumeInUseThe specified", "VolumeInUse\tThe specified"),
        ("in use.DeleteVolume", "in use.\tDeleteVolume"),
        ("exceeded. 400", "exceeded.\t400"),
        ("AddCache\n\nAddUploadBuffer", "AddCache AddUploadBuffer"),
        ("The specified volume is", "The\u00a0specified   volume is"),
        ("\n", "\r\n"),
    ],
)
def test_the_layout_of_plain_text_does_not_matter(old: str, new: str) -> None:
    text = as_plain_text(PAGE)
    assert old in text
    assert read_page(text.replace(old, new)) == PAGE


@pytest.mark.parametrize(
    "after", ["", "Error Responses", "Error Responses\n\nWhen there is an error"]
)
def test_what_follows_the_tables_does_not_matter(after: str) -> None:
    assert read_page(as_plain_text(PAGE).partition("Error Responses\n")[0] + after) == PAGE


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "exceeded. 400 Bad Request",
            "exceeded.",
            "Expected a row that ends like \"400 Bad Request\", got 'ThrottlingExceptionRate exceeded.'.",
        ),
        (
            "VolumeInUseThe specified",
            "The specified",
            (
                "Expected a code with its message, or an operation, "
                "got 'The specified volume is already in use.DeleteVolume'."
            ),
        ),
    ],
)
def test_a_row_of_plain_text_that_cannot_be_split_is_an_error(
    old: str, new: str, message: str
) -> None:
    with pytest.raises(PageError) as caught:
        read_page(as_plain_text(PAGE).replace(old, new))
    assert str(caught.value) == message


@pytest.mark.parametrize("render", [as_html, as_markdown])
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "429 Slow Down",
            "Slow Down",
            "Expected a status like \"400 Bad Request\" for ThrottlingException, got 'Slow Down'.",
        ),
        (
            "ThrottlingException",
            "Rate limit",
            'got "Rate limit", "Rate exceeded.", "429 Slow Down"',
        ),
    ],
)
def test_a_row_of_a_table_that_cannot_be_read_is_an_error(
    old: str, new: str, message: str, render: Callable[[Page], str]
) -> None:
    page = with_exception("ThrottlingException", status=429, reason="Slow Down")
    with pytest.raises(PageError, match=re.escape(message)):
        read_page(render(page).replace(old, new))


# --- the command -----------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(each) for each in arguments])
    return status, *capsys.readouterr()


def test_the_command_agrees_with_the_same_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    file.write_text(as_html(page_of(load_catalogue(edition="file-2023"))), encoding="utf-8-sig")
    expected = "No difference from edition file-2023.\n"
    assert run(capsys, file, "--edition", "file-2023") == (0, expected, "")


def test_the_command_prints_each_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.md"
    page, (difference,) = CHANGES["a pair gone"]
    file.write_text(as_markdown(page), encoding="utf-8")
    expected = f"{difference}\n1 difference from edition 2012-06-30.\n"
    assert run(capsys, file) == (1, expected, "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", 'Expected the page "Error Responses". It has no table with the headings "Exception"'),
        (as_html(PAGE).replace(CODE_HEADINGS[0], "Code").encode(), 'headings "Operation Error'),
        (as_plain_text(PAGE).replace(CODE_HEADINGS[0], "Code").encode(), 'headings "Operation Err'),
        (b"<html><![x[", "Expected "),  # newer parsers accept it
        (b"%PDF-1.7 \xff", "Expected text in UTF-8. Save the page as HTML or text."),
        (None, "Expected a file that can be read: No such file or directory."),
    ],
)
def test_a_file_that_is_not_the_page_is_refused(
    content: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page"
    if content is not None:
        file.write_bytes(content)
    status, out, err = run(capsys, file)
    assert (status, out) == (2, "")
    assert err.startswith(f"{file}: Expected ")
    assert message in err
    assert err.count("\n") == 1


def test_a_wrong_edition_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--api", "--edition", "file-2032")
    assert (status, out) == (2, "")
    assert "file-2032" in err


# --- the model -------------------------------------------------------------------------------


def changed_model() -> ServiceModel:
    """Return botocore's model with a change of each kind."""
    loader = Loader(
        extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False
    )
    description: dict[str, Any] = deepcopy(loader.load_service_model("storagegateway", "service-2"))
    operations, shapes = description["operations"], description["shapes"]
    operations["AddDisk"] = {**operations.pop("AddCache"), "name": "AddDisk"}
    errors = operations["DeleteVolume"]["errors"]
    errors[:] = [*errors[1:], {"shape": "ServiceUnavailableError"}]
    values = shapes["ErrorCode"]["enum"]
    values.remove("VolumeInUse")
    values.append("VolumeBusy")
    values[values.index("LunAlreadyAllocated ")] = "LunAlreadyAllocated"
    return ServiceModel(description, "storagegateway")


MODEL_CHANGES = [
    "Operation AddCache is gone.",
    "Operation DeleteVolume no longer declares InvalidGatewayRequestException.",
    "Operation DeleteVolume now declares ServiceUnavailableError.",
    "Operation AddDisk is new. It declares InternalServerError, InvalidGatewayRequestException.",
    "ErrorCode 'LunAlreadyAllocated ' is now 'LunAlreadyAllocated'. Only white space differs.",
    "ErrorCode 'VolumeInUse' is gone.",
    "ErrorCode 'VolumeBusy' is new.",
]


def test_each_change_of_the_model_is_named() -> None:
    assert sorted(api_differences(load_catalogue(), changed_model())) == sorted(MODEL_CHANGES)


def test_a_model_without_the_enumeration_lacks_its_values() -> None:
    model = changed_model()
    del model._shape_resolver._shape_map["ErrorCode"]  # type: ignore[attr-defined]
    gone = api_differences(load_catalogue(), model)
    assert "ErrorCode 'LunAlreadyAllocated ' is gone." in gone


def test_the_command_compares_the_installed_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--api") == (0, "No difference from the model of the API.\n", "")


def test_the_command_names_what_a_new_model_changes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sgwlib.simulation.api, "api_model", changed_model)
    status, out, _ = run(capsys, "--api")
    assert status == 1
    assert out.endswith("\n7 differences from the model of the API.\n")
