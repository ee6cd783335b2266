"""``sgw editions``, and the option ``--edition`` of the other commands."""

from __future__ import annotations

import csv
import io
import json

from sgwlib import load_catalogue
from tests.cli.running import cells, refused, sgw

PAGE, FILE = load_catalogue(), load_catalogue(edition="file-2023")


def test_all_editions_are_listed_with_their_counts() -> None:
    rows = cells(sgw("editions").out)
    assert [row[0] for row in rows] == list(PAGE.editions)
    assert rows[-1] == ["file-2023", "file", "2023-02-03", "17", "41", "39", "296"]
    listed = json.loads(sgw("editions", "--json").out)
    assert [(it["name"], it["pairs"]) for it in listed] == [
        (it.name, it.pairs) for it in PAGE.editions.values()
    ]
    table = list(csv.DictReader(io.StringIO(sgw("editions", "--csv").out)))
    assert [row["source"] for row in table] == [it.source for it in PAGE.editions.values()]


def test_two_editions_are_compared() -> None:
    names = ("editions", "2012-06-30", "file-2023")
    found = PAGE.compare(FILE)
    assert len(cells(sgw(*names).out)) == len(found.changes)
    assert json.loads(sgw(*names, "--json").out) == found.to_dict()
    table = list(csv.DictReader(io.StringIO(sgw(*names, "--csv").out)))
    assert [row["name"] for row in table] == [it.name for it in found.changes]
    assert sgw("editions", "volume-2022", "tape-2023").out == ""


def test_a_wrong_number_or_name_is_refused() -> None:
    assert "expected no name or two" in refused(sgw("editions", "file-2023"))
    assert "expected no name or two" in refused(sgw("editions", *PAGE.editions))
    assert "did you mean file-2023" in refused(sgw("editions", "file-2032", "2012-06-30"))
    assert "unknown edition" in refused(sgw("codes", "--edition", "file-2032"))


def test_other_commands_take_an_edition() -> None:
    edition = ("--edition", "file-2023")
    assert len(cells(sgw("operations", *edition).out)) == 39
    assert len(cells(sgw("codes", *edition).out)) == 41
    rows = cells(sgw("show", "AssociateFileSystem", *edition).out)
    assert [row[1] for row in rows if row[0] == "error code"] == [
        *FILE.codes_of("AssociateFileSystem")
    ]
    assert not any("does not list it" in cell for row in rows for cell in row)
    covered = [row[0] for row in cells(sgw("cover", *edition).out)]
    assert "AssociateFileSystem" in covered
    response = sgw("simulate", "AssociateFileSystem", "FileSystemNotFound", *edition).out
    assert '"errorCode": "FileSystemNotFound"' in response
