"""What holds for every source: no review fails, and none says what a run contradicts."""

from __future__ import annotations

import ast
import linecache
import random
import sysconfig
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgwlib import review
from sgwlib.errors import ReviewError
from sgwlib.reviewing import Outcome
from sgwlib.reviewing.walk import all_choices

METHODS = ["delete_volume", "list_gateways", "refresh_cache", "create_snapshot"]
_LARGEST = 12_000

# Any source at all: what others have written, with calls put into it


@cache
def library() -> list[Path]:
    """Return files of Python's own library, from those that are small."""
    folder = Path(sysconfig.get_paths()["stdlib"])
    files = (path for path in folder.rglob("*.py") if "site-packages" not in path.parts)
    return sorted(path for path in files if path.stat().st_size < _LARGEST)


class Putting(ast.NodeTransformer):
    """Makes some calls of a source calls of an operation."""

    def __init__(self, seed: int, share: float) -> None:
        self.random = random.Random(seed)
        self.share = share

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if self.random.random() > self.share:
            return node
        owner = self.random.choice([node.func, ast.Name("client", ast.Load())])
        method = ast.Attribute(owner, self.random.choice(METHODS), ast.Load())
        return ast.Call(method, node.args, node.keywords)


def changed(path: Path, seed: int) -> str | None:
    """Return the source of a file with some four calls of operations in it."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):  # some are there to be wrong
        return None
    calls = sum(isinstance(node, ast.Call) for node in ast.walk(tree))
    tree = Putting(seed, 4 / max(calls, 4)).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


FILES = given(st.data(), st.integers(0, 2**32))
SLOW: Any = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@FILES
@settings(max_examples=5, **SLOW)
def test_no_valid_source_makes_it_fail(data: st.DataObject, seed: int) -> None:
    review_one(data.draw(st.sampled_from(library())), seed)


@pytest.mark.heavy
@FILES
@settings(max_examples=50, **SLOW)
def test_no_valid_source_makes_it_fail_at_length(data: st.DataObject, seed: int) -> None:
    review_one(data.draw(st.sampled_from(library())), seed)


def review_one(path: Path, seed: int) -> None:
    source = changed(path, seed)
    if source is not None:
        found = review(source)
        assert str(found)
        assert found._repr_html_()
        for call in found.calls:
            assert all(0 < each.line <= source.count("\n") + 1 for each in call.verdicts)


@given(st.text() | st.text("()[]{}:= \n\tdefiry'\"#\\", max_size=40))
def test_a_text_is_reviewed_or_refused(source: str) -> None:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        valid = False
    else:
        valid = True
    try:
        review(source)
    except ReviewError:
        assert not valid
    else:
        assert valid


# Handlers that can be run, put together from what people write

CLAUSES = [
    "except:",
    "except Exception as e:",
    "except ClientError as e:",
    "except (KeyError, ValueError) as e:",
    "except KeyError as e:",
    "except client.exceptions.InternalServerError as e:",
    "except (KeyError, client.exceptions.InvalidGatewayRequestException) as e:",
    "except client.exceptions.VolumeInUse as e:",
]
TESTS = [
    "error_code(x) == 'VolumeInUse'",
    "error_code(x) in CODES",
    "error_code(x) != 'VolumeNotFound'",
    "x.response['Error']['Code'] == 'ThrottlingException'",
    "x.response['error']['errorCode'] == 'VolumeNotFound'",
    "'not found' in str(x)",
    "x.response['ResponseMetadata']['HTTPStatusCode'] >= 500",
    "isinstance(x, client.exceptions.InternalServerError)",
    "count > 2",
    "not CODES",
]
ENDINGS = [
    "raise",
    "raise x",
    "raise Refused from x",
    "return None",
    "pass",
    "continue",
    "break",
    "{}['x']",
    "x = ValueError()",
]
HEAD = """
import contextlib
from botocore.exceptions import ClientError
CODES = {"VolumeInUse", "TargetNotFound"}
class Refused(Exception): ...
def error_code(error):
    return getattr(error, "response", {}).get("error", {}).get("errorCode")
def delete(client):
    x = RuntimeError("none yet")
    for count in range(4):
"""


def block(*statements: str) -> str:
    return "\n".join(statements)


def inside(head: str, body: str) -> str:
    return f"{head}\n{indent(body, '    ')}"


def tried(parts: tuple[str, list[tuple[str, str]], str, str]) -> str:
    body, handlers, otherwise, finally_ = parts
    clauses = [inside(clause, block(kept(clause), rest)) for clause, rest in handlers]
    clauses.sort(key=lambda text: text.startswith("except:"))  # Python wants it last, and once
    bare = [each for each in clauses if each.startswith("except:")]
    clauses = [each for each in clauses if each not in bare] + bare[:1]
    return block(
        inside("try:", body), *clauses, inside("else:", otherwise), inside("finally:", finally_)
    )


def kept(clause: str) -> str:
    return "x = e" if " as e" in clause else "pass"


endings = st.sampled_from(ENDINGS)
tested = st.tuples(st.sampled_from(TESTS), endings, endings).map(
    lambda parts: block(inside(f"if {parts[0]}:", parts[1]), inside("else:", parts[2]))
)
reactions = st.lists(tested | endings, min_size=1, max_size=2).map(lambda lines: block(*lines))
calls = st.sampled_from(
    ["client.delete_volume(VolumeARN='arn')", "return client.delete_volume(VolumeARN='arn')"]
)


def around(body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    handlers = st.lists(st.tuples(st.sampled_from(CLAUSES), reactions), min_size=1, max_size=3)
    finally_ = st.sampled_from(["pass", "pass", "pass", "return None", "count += 1"])
    tries = st.tuples(body, handlers, st.just("pass"), finally_).map(tried)
    managers = st.sampled_from(
        [
            "with contextlib.suppress(ClientError):",
            "with contextlib.suppress(client.exceptions.InternalServerError, KeyError):",
            "if count:",
            "while True:",
        ]
    )
    return tries | st.tuples(managers, body).map(
        lambda parts: inside(parts[0], block(parts[1], "break"))
    )


bodies = st.recursive(calls, around, max_leaves=3)
made_functions: list[str] = []


def made(body: str) -> Any:
    source = f"{HEAD}{indent(body, ' ' * 8)}\n    return count\n"
    file = f"<made {len(made_functions)}>"
    made_functions.append(file)
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {"__name__": "made"}
    exec(compile(source, file, "exec"), names)
    return names["delete"]


@given(bodies)
@settings(max_examples=5, **SLOW)
def test_what_is_read_is_what_happens(body: str) -> None:
    read_and_run(body)


@pytest.mark.heavy
@given(bodies)
@settings(max_examples=50, **SLOW)
def test_what_is_read_is_what_happens_at_length(body: str) -> None:
    read_and_run(body)


def read_and_run(body: str) -> None:
    found = review(made(body))
    if found.not_run:
        assert {each.outcome for each in found.calls[0].verdicts} == {Outcome.UNCLEAR}
    for call in found.calls:
        for verdict in call.verdicts:
            if verdict.outcome is not Outcome.UNCLEAR:
                assert verdict.run == verdict.end, verdict


# Ways


@given(st.integers(0, 6))
def test_every_way_is_taken_once(depth: int) -> None:
    nodes = [ast.Pass() for _ in range(depth)]
    ways = [tuple(choices.choose(node) for node in nodes) for choices in all_choices()]
    assert len(ways) == len(set(ways)) == 2**depth


def test_a_loop_of_unknown_length_takes_up_to_two_rounds() -> None:
    node = ast.Pass()
    rounds = []
    for choices in all_choices():
        count = 0
        while choices.again(node):
            count += 1
        rounds.append(count)
    assert sorted(rounds) == [0, 1, 2]
