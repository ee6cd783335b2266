"""The page gives the same answers as Python."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

from sgwlib import Catalogue, error_graph, explorer, load_catalogue, simulate
from sgwlib.filters import _WORD, Filter, _plain, families, outcomes, resources
from sgwlib.graph import ORDERS, covering_codes, covering_operations, equal_codes, equal_operations
from sgwlib.graph import order as ordered
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.ui.document import EXPLORER_ORDERS, document, editions_of
from sgwlib.ui.state import TABS, VIEWS, State
from tools.node import NODE

SCRIPT = Path(__file__).parent / "frontend/answers.mjs"
CATALOGUE = load_catalogue()
WORDS = (
    *("volume", "gateway", "iSCSI", "VOLUME in", "snap disk", "nothing of this", "İ", "ß", ""),
    *("delete_volume", "(delete-volume):", "500", "iscsi 400", "InternalServerError", "tape", "50"),
    *(
        "?",
        "---",
        "tape's",
        "doesn\u2019t",
        "e.g.",
        "(in-use)",
        "cached/stored",
        "DeleteVolume.",
        " ",
    ),
)


def answers(cases: list[tuple[str, Any]]) -> list[Any]:
    """Return what the modules of the page answer."""
    given = json.dumps({"document": document(CATALOGUE), "cases": cases})
    done = subprocess.run([NODE, SCRIPT], input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def some_state(chance: random.Random) -> tuple[Catalogue, State]:
    edition = chance.choice(["", "", "file-2023"])
    shown = editions_of(CATALOGUE).get(edition, CATALOGUE)

    def maybe(names: Any) -> str:
        return chance.choice([*names]) if chance.random() < 0.3 else ""

    return shown, State(
        operations=tuple(chance.sample([*shown.operations], chance.randint(0, 3))),
        only_operation=maybe(shown.operations),
        only_code=maybe(shown.codes),
        resource=maybe(resources(shown)),
        family=maybe(families(shown)),
        outcome=maybe([*outcomes(shown), "400", "500"]),
        text=chance.choice(WORDS) if chance.random() < 0.5 else "",
        order=chance.choice(EXPLORER_ORDERS),
        folded=chance.choice([True, False]),
        view=chance.choice(VIEWS),
        tab=chance.choice(TABS),
        edition=edition,
    )


def parts_of(group: Any, section: dict[str, str], order: str) -> list[list[str]]:
    """Return the parts of a group that are folded: by meaning, those in the same section."""
    parts: dict[str, list[str]] = {}
    for name in group:
        parts.setdefault(section[name] if order == "meaning" else "", []).append(name)
    return [*parts.values()]


def states(count: int) -> list[tuple[Catalogue, State]]:
    chance = random.Random(7)
    return [some_state(chance) for _ in range(count)]


def test_filters_folds_and_orders_are_those_of_python() -> None:
    cases = states(400)
    found = answers([("grid", state.to_page(CATALOGUE)) for _, state in cases])
    for (shown, state), grid in zip(cases, found, strict=True):
        pairs = state.filters.pairs(shown)
        assert [tuple(pair) for pair in grid["pairs"]] == list(pairs), state
        graph = error_graph(shown, pairs)
        groups = (
            (equal_operations(graph), equal_codes(graph))
            if state.folded
            else (
                [(name,) for name in {p[0] for p in pairs}],
                [(n,) for n in {p[1] for p in pairs}],
            )
        )
        sections = (
            {each.name: each.resource for each in shown.operations.values()},
            {each.name: each.family for each in shown.codes.values()},
        )
        for drawn, alike, section in zip(
            (grid["rows"], grid["columns"]), groups, sections, strict=True
        ):
            parts = [part for group in alike for part in parts_of(group, section, state.order)]
            assert {frozenset(each) for each in drawn} == {frozenset(part) for part in parts}, state
            for each in drawn:
                selected = [name for name in each if name in state.operations]
                assert each[: len(selected)] == selected, "what is selected comes first"
        if state.order != "meaning":
            order = ordered(error_graph(shown), state.order)  # type: ignore[arg-type] # one of them
            for drawn, names, everywhere in (
                (grid["rows"], order.operations, [*shown.operations]),
                (grid["columns"], order.codes, [*shown.codes]),
            ):
                # The first of a group, in the page's order, says where it is.
                places = [names.index(min(each, key=everywhere.index)) for each in drawn]
                assert places == sorted(places), state


def test_words_and_their_case_are_those_of_python() -> None:
    # Every letter, digit and sign of Latin, Greek and Cyrillic, between two letters and alone.
    signs = [chr(number) for number in range(0x530)] + [
        "İ",
        "ß",
        "ﬁ",
        "ẞ",
        "\u2019",
        "–",
        "²",
        "中",
    ]
    texts = [*signs, *(f"a{sign}b" for sign in signs), "(in-use), e.g. a tape's: x--y"]
    for text, found in zip(texts, answers([("words", text) for text in texts]), strict=True):
        assert found == [_plain(word) for word in _WORD.findall(text)], repr(text)


def test_each_order_of_each_edition_is_that_of_the_graph() -> None:
    editions = editions_of(CATALOGUE)
    cases = [(name, how) for name in editions for how in ORDERS]
    found = answers([("order", {"edition": name, "how": how}) for name, how in cases])
    for (name, how), sides in zip(cases, found, strict=True):
        assert sides == [*map(list, ordered(error_graph(editions[name]), how))], (name, how)


def test_a_cover_is_as_small_as_python_s_and_covers_all() -> None:
    cases = [each for each in states(60) if each[1].filters.pairs(each[0])]
    asked = [
        ("cover", {"state": s.to_page(CATALOGUE), "side": side})
        for _, s in cases
        for side in (0, 1)
    ]
    found = iter(answers(asked))
    for shown, state in cases:
        graph = error_graph(shown, state.filters.pairs(shown))
        for least, side in ((covering_operations, 0), (covering_codes, 1)):
            names = next(found)
            assert len(names) == len(least(graph)), (state, side)
            reached = {other for name in names for other in graph[name]}
            assert reached == {pair[1 - side] for pair in state.filters.pairs(shown)}


def test_what_several_share_is_what_all_of_them_have() -> None:
    chance = random.Random(3)
    cases = [chance.sample([*CATALOGUE.operations], chance.randint(2, 4)) for _ in range(50)]
    found = answers([("contrast", {"side": 0, "names": names}) for names in cases])
    for names, told in zip(cases, found, strict=True):
        sets = [set(CATALOGUE.codes_of(name)) for name in names]
        assert set(told["shared"]) == set.intersection(*sets)
        for name, own in zip(names, told["own"], strict=True):
            others = set().union(*(set(CATALOGUE.codes_of(each)) for each in names if each != name))
            assert own["name"] == name
            assert set(own["alone"]) == set(CATALOGUE.codes_of(name)) - others


def test_each_response_is_what_python_builds_and_boto3_raises() -> None:
    asked = [
        (one, other, carrier) for one, other in CATALOGUE.pairs for carrier in CATALOGUE.carriers
    ]
    asked += [("DeleteVolume", "", name) for name in CATALOGUE.general_exceptions]
    cases = [("response", {"operation": o, "code": c, "exception": e}) for o, c, e in asked]
    for (operation, code, exception), told in zip(asked, answers(cases), strict=True):
        built = simulate(operation, code or exception, exception=exception if code else None)
        assert told["body"] == built.body.decode()
        assert told["status"] == built.status_code
        error = raised_by_boto3(built)
        kind = type(error)
        assert told["raised"] == f"{kind.__module__}.{kind.__qualname__}: {error}"


def test_a_clause_is_valid_python_that_catches_what_it_says() -> None:
    import boto3
    from botocore.stub import Stubber  # noqa: F401 - only to say that no stub is used below

    import sgwlib

    client = boto3.client(
        "storagegateway", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    errors = [*CATALOGUE.codes, *CATALOGUE.general_exceptions]
    cases = [
        ("clause", {"carriers": CATALOGUE.carriers, "code": e, "exception": ""})
        if e in CATALOGUE.codes
        else ("clause", {"carriers": CATALOGUE.carriers, "code": "", "exception": e})
        for e in errors
    ]
    for error, clause in zip(errors, answers(cases), strict=True):
        program = f"try:\n    client.list_gateways()\n{clause}\n    caught = True\n"
        with sgwlib.inject(client, sgwlib.Fault("ListGateways", error, undocumented=True)):
            names: dict[str, Any] = {"client": client}
            exec(program, names)
        assert names["caught"], error


def test_a_link_opens_the_same_place_and_a_line_of_python_does_too() -> None:
    cases = [state for _, state in states(200)]
    for state, told in zip(
        cases, answers([("link", s.to_page(CATALOGUE)) for s in cases]), strict=True
    ):
        assert told["again"] == told["whole"]
        opened = eval(told["python"], {"sgwlib": __import__("sgwlib")})
        try:
            assert opened.now == state
        finally:
            opened.close()


def test_an_old_or_broken_link_still_opens_the_rest() -> None:
    opened = explorer("DeleteVolume", text="a&b=c #d %")
    (told,) = answers([("link", opened.state)])
    assert told["again"]["text"] == "a&b=c #d %"
    opened.close()


def test_the_filter_of_a_family_knows_its_names() -> None:
    kept = Filter(family="activation").pairs(CATALOGUE)
    assert {pair.operation for pair in kept} == {"ActivateGateway"}
