"""What holds for every source: no review fails, and each says what happens."""

from __future__ import annotations

import ast
import random
import sysconfig
import warnings
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sgwlib import inject
from sgwlib.errors import ReviewError
from sgwlib.reviewing import Outcome
from sgwlib.reviewing.process import facts
from sgwlib.reviewing.reader import review_text
from sgwlib.running import Runaway, Watch, run
from sgwlib.simulation.faults import Fault, FaultPlan

if TYPE_CHECKING:
    from sgwlib.reviewing.process import Worker

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
        compile(tree, "<unknown>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):  # some are there to be wrong
        return None
    calls = sum(isinstance(node, ast.Call) for node in ast.walk(tree))
    tree = Putting(seed, 4 / max(calls, 4)).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


FILES = given(st.data(), st.integers(0, 2**32))
SLOW: Any = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}


@FILES
@settings(max_examples=2, **SLOW)
def test_no_valid_source_makes_it_fail(worker: Worker, data: st.DataObject, seed: int) -> None:
    review_one(worker, data.draw(st.sampled_from(library())), seed)


@pytest.mark.heavy
@FILES
@settings(max_examples=200, **SLOW)
def test_no_valid_source_makes_it_fail_at_length(
    worker: Worker, data: st.DataObject, seed: int
) -> None:
    review_one(worker, data.draw(st.sampled_from(library())), seed)


def review_one(worker: Worker, path: Path, seed: int) -> None:
    source = changed(path, seed)
    if source is not None:
        found = review_text(worker, source)
        assert str(found)
        assert found._repr_html_()
        lines = source.count("\n") + 1
        for call in found.calls:
            assert all(0 < each.line <= lines for each in call.decisions.values())


TEXTS = given(st.text() | st.text("()[]{}:= \n\tdefiry'\"#\\", max_size=40))


@TEXTS
@settings(max_examples=20, **SLOW)
def test_a_text_is_reviewed_or_refused(worker: Worker, source: str) -> None:
    review_any(worker, source)


@pytest.mark.heavy
@TEXTS
@settings(max_examples=300, **SLOW)
def test_any_text_is_reviewed_or_refused(worker: Worker, source: str) -> None:
    review_any(worker, source)


def review_any(worker: Worker, source: str) -> None:
    try:
        with warnings.catch_warnings():  # "\\8" is an odd escape, and no error
            warnings.simplefilter("ignore")
            compile(source, "<unknown>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        valid = False
    else:
        valid = True
    try:
        review_text(worker, source)
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
ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"
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
    ["client.delete_volume(VolumeARN=ARN)", "return client.delete_volume(VolumeARN=ARN)"]
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
ERRORS = [each[0] for each in facts()["errors"]["DeleteVolume"]]
MOST_CALLS = 50


def source_of(body: str) -> str:
    return f"{HEAD}{indent(body, ' ' * 8)}\n    return count\n"


@cache
def trying_once() -> Any:
    """Make a client that never retries, so that it has no quota of retries to use up."""
    return boto3.client(
        "storagegateway",
        region_name="us-east-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",
        config=Config(retries={"total_max_attempts": 1}),
    )


def happens(source: str, error: str) -> set[str]:
    """Run a program with a real client that gets an error; return the outcomes that this is."""
    names: dict[str, Any] = {"__name__": "made"}
    exec(source, names)
    client, watch = trying_once(), Watch()

    class Limited(FaultPlan):
        def answer(self, operation: str) -> Any:
            if sum(self.calls.values()) > MOST_CALLS:
                watch.stop("calls")
            return super().answer(operation)

    plan = Limited([Fault("DeleteVolume", error, undocumented=True)])
    with inject(client, plan, retry_waits=False):
        done = run(names["delete"], client, watch=watch)
    raised = done.error
    if not plan.calls:  # nothing in the run led to the call
        return {outcome.value for outcome in Outcome}
    if isinstance(raised, Runaway) or sum(plan.calls.values()) > MOST_CALLS:
        return {"endless"}  # a bare except clause catches even what stops it
    if raised is None:
        return {"handled", "reported", "swallowed"}
    if isinstance(raised, names["ClientError"]):
        return {"propagates", "handled"}
    return (
        {"translated"}
        if isinstance(raised, (names["Refused"], RuntimeError))
        else {"crashes", "translated"}
    )


@given(bodies)
@settings(max_examples=5, **SLOW)
def test_what_is_told_is_what_happens(worker: Worker, body: str) -> None:
    told_and_done(worker, body)


@pytest.mark.heavy
@given(bodies)
@settings(max_examples=200, **SLOW)
def test_what_is_told_is_what_happens_at_length(worker: Worker, body: str) -> None:
    told_and_done(worker, body)


def told_and_done(worker: Worker, body: str) -> None:
    source = source_of(body)
    [call] = review_text(worker, source, clients=["client"]).calls
    for error, outcome in call.outcomes.items():
        assert outcome != "unknown", error
        assert outcome in happens(source, error), error


# Nothing looks at the error, but its name is in CODES.
CHECK = block(inside("if error_code(x) == 'VolumeInUse':", "raise"), inside("else:", "return None"))
DELETE = "client.delete_volume(VolumeARN=ARN)"
NAMED = tried(
    (tried((DELETE, [("except:", CHECK)], "pass", "pass")), [("except:", "raise")], "pass", "pass")
)


@given(bodies, st.integers(0, 2**32))
@example(NAMED, 99)
@settings(max_examples=5, **SLOW)
def test_the_order_of_the_errors_changes_nothing(worker: Worker, body: str, seed: int) -> None:
    in_another_order(worker, body, seed)


@pytest.mark.heavy
@given(bodies, st.integers(0, 2**32))
@settings(max_examples=200, **SLOW)
def test_the_order_of_the_errors_changes_nothing_at_length(
    worker: Worker, body: str, seed: int
) -> None:
    in_another_order(worker, body, seed)


def in_another_order(worker: Worker, body: str, seed: int) -> None:
    source, order = source_of(body), list(range(len(ERRORS)))
    random.Random(seed).shuffle(order)
    [call] = review_text(worker, source, clients=["client"]).calls
    [other] = review_text(worker, source, clients=["client"], order=order).calls
    assert dict(call.decisions) == dict(other.decisions)
    assert call.findings == other.findings
