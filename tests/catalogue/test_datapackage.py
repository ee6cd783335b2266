from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib.catalogue.datapackage import DESCRIPTOR, Row, read_descriptor, read_tables
from sgwlib.errors import CatalogueError

if TYPE_CHECKING:
    from pathlib import Path

SHAPE: dict[str, Any] = {
    "resources": [
        {
            "name": "colours",
            "path": "colours.csv",
            "schema": {
                "fields": [
                    {
                        "name": "colour",
                        "type": "string",
                        "constraints": {"required": True, "pattern": "[a-z]+"},
                    },
                    {"name": "wave", "type": "integer", "constraints": {"enum": [450, 700]}},
                    {"name": "warm", "type": "boolean"},
                ],
                "primaryKey": "colour",
            },
        },
        {
            "name": "uses",
            "path": "uses.csv",
            "schema": {
                "fields": [{"name": "use", "type": "string"}, {"name": "colour", "type": "string"}],
                "primaryKey": ["use", "colour"],
                "foreignKeys": [
                    {"fields": "colour", "reference": {"resource": "colours", "fields": "colour"}}
                ],
            },
        },
    ]
}
COLOURS = "colour,wave,warm\nred,700,true\nblue,450,\n"
USES = "use,colour\nsign,red\n"


def read(
    folder: Path, colours: str | bytes = COLOURS, uses: str = USES, **changes: Any
) -> dict[str, list[Row]]:
    """Read a package of two tables, the first with another content or description."""
    content = colours.encode() if isinstance(colours, str) else colours
    (folder / "colours.csv").write_bytes(content)
    (folder / "uses.csv").write_bytes(uses.encode())
    first = {"name": "colours", "path": "colours.csv", **changes}
    return read_tables(folder, {"resources": [first, SHAPE["resources"][1]]}, SHAPE)


def refusal(folder: Path, *tables: str | bytes, **changes: Any) -> tuple[str, int | None, str]:
    with pytest.raises(CatalogueError) as caught:
        read(folder, *tables, **changes)  # type: ignore[arg-type]
    return caught.value.file, caught.value.line, caught.value.reason


def test_cells_become_values_of_the_type_of_their_field(tmp_path: Path) -> None:
    assert read(tmp_path)["colours"] == [
        Row("colours.csv", 2, {"colour": "red", "wave": 700, "warm": True}),
        Row("colours.csv", 3, {"colour": "blue", "wave": 450, "warm": None}),
    ]


def test_what_does_not_matter_does_not_matter(tmp_path: Path, subtests: pytest.Subtests) -> None:
    texts: list[str] = [
        "warm,colour,wave\ntrue,red,700\n,blue,450\n",
        "\ufeff" + COLOURS,
        COLOURS.replace("\n", "\r\n"),
        COLOURS.rstrip("\n"),
    ]
    for text in texts:
        with subtests.test(text=text):
            values = [row.values for row in read(tmp_path, text)["colours"]]
            assert values == [
                {"colour": "red", "wave": 700, "warm": True},
                {"colour": "blue", "wave": 450, "warm": None},
            ]


def test_a_row_knows_the_line_it_starts_on_after_cells_that_span_lines(tmp_path: Path) -> None:
    uses = 'use,colour\n"two\nlines",red\nsign,blue\n'
    assert [row.line for row in read(tmp_path, COLOURS, uses)["uses"]] == [2, 4]


def test_a_damaged_table_is_refused_with_its_line(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    cases: list[tuple[str, int | None, str]] = [
        ("", 1, "is empty; expected the columns colour, wave, warm"),
        ("colour,wave,warm\n", None, "has no rows"),
        ("colour,wave,hot\n", 1, "unknown column 'hot'; expected colour, wave, warm"),
        ("colour,wave\n", 1, "column 'warm' is missing"),
        ("colour,wave,wave,warm\n", 1, "column 'wave' is repeated"),
        (COLOURS + "green,700\n", 4, "expected 3 cells, found 2"),
        (COLOURS + "green,700,,\n", 4, "expected 3 cells, found 4"),
        (COLOURS + "\n", 4, "expected 3 cells, found 0"),
        (COLOURS + ",700,\n", 4, "colour is empty"),
        (COLOURS + "Green,700,\n", 4, "colour is 'Green'; expected the pattern [a-z]+"),
        (COLOURS + "green!,700,\n", 4, "colour is 'green!'; expected the pattern [a-z]+"),
        (COLOURS + "green,999,\n", 4, "wave is '999'; expected one of 450, 700"),
        (COLOURS + "green,many,\n", 4, "wave is 'many'; expected type integer"),
        (COLOURS + "green, 700,\n", 4, "wave is ' 700'; expected type integer"),
        (COLOURS + "green,7_00,\n", 4, "wave is '7_00'; expected type integer"),
        (
            COLOURS + "green,\N{ARABIC-INDIC DIGIT SEVEN}00,\n",
            4,
            "wave is '\N{ARABIC-INDIC DIGIT SEVEN}00'; expected type integer",
        ),
        (COLOURS + "green,700,True\n", 4, "warm is 'True'; expected type boolean"),
        (COLOURS + "red,450,\n", 4, "duplicate of line 2: red"),
        (COLOURS + '"green,700,\nand,more,\n', 4, "not CSV: unexpected end of data"),
    ]
    for text, line, reason in cases:
        with subtests.test(text=text, line=line, reason=reason):
            assert refusal(tmp_path, text) == ("colours.csv", line, reason)


def test_a_line_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file, line, reason = refusal(tmp_path, COLOURS.encode() + b"gr\xfcn,700,\n")
    assert (file, line) == ("colours.csv", 4)
    assert reason.startswith("not UTF-8")


def test_a_foreign_key_to_nowhere_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, COLOURS, USES + "lamp,green\n") == (
        "uses.csv",
        3,
        "colour 'green' is not in the table colours",
    )


def test_a_path_out_of_the_package_is_refused(tmp_path: Path, subtests: pytest.Subtests) -> None:
    paths: list[str] = [
        "../colours.csv",
        "/etc/hosts",
        "a/../../b.csv",
        "\\\\host\\b.csv",
        "C:\\b.csv",
        "http://b/c",
    ]
    for path in paths:
        with subtests.test(path=path):
            file, line, reason = refusal(tmp_path, path=path)
            assert (file, line) == (DESCRIPTOR, None)
            assert reason == f"path {path!r} is outside the package"


def test_a_table_without_a_file_is_refused(tmp_path: Path, subtests: pytest.Subtests) -> None:
    paths: list[object] = [None, "", 7, ["colours.csv"], {}]
    for path in paths:
        with subtests.test(path=path):
            assert refusal(tmp_path, path=path)[2] == "expected a resource 'colours' with a path"


def test_a_missing_table_is_refused(tmp_path: Path, subtests: pytest.Subtests) -> None:
    names: list[object] = ["colour", None, 7, ["colours"], {}]
    for name in names:
        with subtests.test(name=name):
            assert refusal(tmp_path, name=name)[2] == "expected a resource 'colours' with a path"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, subtests: pytest.Subtests) -> None:
    paths: list[str] = ["gone.csv", "sub/gone.csv", ".", "nul\0.csv", "x" * 999]
    for path in paths:
        with subtests.test(path=path):
            file, line, reason = refusal(tmp_path, path=path)
            assert (file, line) == (path, None)
            assert reason.startswith("cannot be read")


def test_a_pipe_and_a_link_to_a_device_are_refused_instead_of_read_without_end(
    tmp_path: Path,
) -> None:
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.csv")
    for path in ("endless.csv", "pipe.csv"):
        file, _, reason = refusal(tmp_path, path=path)
        assert file == path
        assert reason.startswith("cannot be read: not a regular file")


def test_a_damaged_descriptor_is_refused(tmp_path: Path, subtests: pytest.Subtests) -> None:
    cases: list[tuple[str, int | None, str]] = [
        ("", 1, "not JSON"),
        ('{\n"resources": [\n', 3, "not JSON"),
        ("[]", None, "expected an object with a list of resources"),
        ('{"resources": {}}', None, "expected an object with a list of resources"),
        ('{"resources": ["a"]}', None, "expected an object with a list of resources"),
        ("[" * 100_000, None, "not a descriptor: nested too deeply"),
        ('{"resources": [], "size": ' + "9" * 5000 + "}", None, "not a descriptor"),
    ]
    for text, line, reason in cases:
        with subtests.test(text=text, line=line, reason=reason):
            (tmp_path / DESCRIPTOR).write_text(text, encoding="utf-8")
            with pytest.raises(CatalogueError) as caught:
                read_descriptor(tmp_path)
            assert (caught.value.file, caught.value.line) == (DESCRIPTOR, line)
            assert caught.value.reason.startswith(reason)


@given(content=st.binary() | st.text().map(str.encode))
def test_no_content_of_a_table_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for colours in (content, COLOURS.encode() + content):
        try:
            tables = read(folder, colours)
        except CatalogueError:
            continue
        assert all(row.values["colour"].isalpha() for row in tables["colours"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["resources", "name"]), inner),
)


@given(content=st.binary() | json_values.map(json.dumps).map(str.encode))
def test_no_content_of_a_descriptor_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / DESCRIPTOR).write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_tables(folder, read_descriptor(folder), SHAPE)
    assert caught.value.file == DESCRIPTOR
