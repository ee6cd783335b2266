"""Every documented pair has a recipe, and it leads there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sgwlib
from sgwlib import Recipe, load_catalogue, recipe, recording
from sgwlib.errors import UndocumentedPairError, UnknownNameError
from tests.cli.running import sgw

if TYPE_CHECKING:
    from sgwlib.catalogue import Pair

EDITION = load_catalogue(edition="file-2023")
MOST_STEPS = 8
RUN_EACH = Path(__file__).with_name("scripts.py")
SOME = EDITION.pairs[::10]
REPORT = (
    "\nprint(error.operation_name, error.response['error']['errorCode'], type(error).__name__)\n"
)


def carrier(pair: Pair) -> str:
    return EDITION.codes[pair.code].carrier.text


def problem(pair: Pair) -> str | None:
    """Run a recipe, and return what is wrong with it."""
    found = recipe(*pair)
    names: dict[str, Any] = {}
    with recording() as coverage:
        exec(found.source, names)
    error, events = names["error"], names["sandbox"].events
    met = (error.operation_name, error.response["error"]["errorCode"], type(error).__name__)
    if met != (*pair, carrier(pair)):
        return f"{pair}: met {met}"
    documented = {pair} & {*load_catalogue().pairs}  # coverage counts those of the default edition
    if {*coverage.met()} != documented:
        return f"{pair}: met {[*coverage.met()]} on the way"
    if events[-1].why != found.evidence.text:
        return f"{pair}: {events[-1].why} is not {found.evidence.text}"
    if not 1 < len(found.steps) <= MOST_STEPS or "plan" in found.source:
        return f"{pair}: {found.steps}"
    return None


def test_there_is_a_recipe_for_each_pair() -> None:
    recipes = [recipe(*pair) for edition in ("2012-06-30", "file-2023") for pair in pairs(edition)]
    assert len(recipes) == 289 + 296
    for each in recipes:
        assert all(step[0].isupper() and step.endswith(".") for step in each.steps), each.steps
        assert each.steps[-1].startswith(f"Call {each.operation}")


def pairs(edition: str) -> tuple[Pair, ...]:
    return load_catalogue(edition=edition).pairs


def test_some_recipes_end_in_their_error() -> None:
    assert [each for each in map(problem, SOME) if each] == []


@pytest.mark.heavy
def test_all_recipes_end_in_their_error() -> None:
    assert len(EDITION.pairs) == 296
    assert [each for each in map(problem, EDITION.pairs) if each] == []


def write_script(folder: Path, found: Recipe, report: str = REPORT) -> Path:
    """Write the script of a recipe, with lines that say what it ended in."""
    path = folder / f"{found.operation}-{found.error}.py"
    path.write_text(found.source + report, encoding="utf-8")
    return path


def run_alone(folder: Path, *arguments: Path) -> str:
    """Run a script without any settings for AWS, and return what it writes."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**ours, "HOME": str(folder)},
    )
    return done.stdout.strip() or done.stderr


def ending(pair: Pair) -> str:
    return f"{pair.operation} {pair.code} {carrier(pair)}"


@pytest.mark.parametrize("step", [148, pytest.param(30, marks=pytest.mark.heavy)])
def test_some_scripts_run_by_a_python_of_their_own(tmp_path: Path, step: int) -> None:
    for pair in EDITION.pairs[::step]:
        assert run_alone(tmp_path, write_script(tmp_path, recipe(*pair))) == ending(pair)


@pytest.mark.heavy
def test_all_scripts_run_as_they_stand(tmp_path: Path) -> None:
    scripts = [write_script(tmp_path, recipe(*pair)) for pair in EDITION.pairs]
    assert run_alone(tmp_path, RUN_EACH, *scripts) == ""
    found = [script.with_suffix(".out").read_text(encoding="utf-8").strip() for script in scripts]
    assert found == [ending(pair) for pair in EDITION.pairs]


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.heavy)])
def test_general_exceptions_have_recipes_over_the_endpoint(step: int) -> None:
    wrong = []
    for number, exception in enumerate(EDITION.general_exceptions[::step]):
        operation = ("DeleteVolume", "ListGateways", "RefreshCache")[number % 3]
        error = recipe(operation, exception).run()
        if (error.operation_name, error.response["Error"]["Code"]) != (operation, exception):
            wrong.append(f"{operation} {exception}: {error}")
    assert wrong == []


@pytest.mark.heavy
def test_every_operation_of_the_api_has_a_recipe_for_each_general_exception() -> None:
    invalid = "ValidationException"
    for operation in EDITION.api_operations:
        for exception in {*EDITION.general_exceptions} - {invalid}:
            compile(recipe(operation, exception).source, operation, "exec")
    with ThreadPoolExecutor(8) as pool:  # an endpoint mostly waits, to begin and to end
        errors = pool.map(lambda name: recipe(name, invalid).run(), EDITION.api_operations)
        assert {error.response["Error"]["Code"] for error in errors} == {invalid}


def test_the_script_of_a_general_exception_runs_as_it_stands(tmp_path: Path) -> None:
    report = "\nprint(error.response['Error']['Code'])\n"
    script = write_script(tmp_path, recipe("ListGateways", "RequestExpired"), report)
    assert run_alone(tmp_path, script) == "RequestExpired"


def test_a_recipe_says_why_and_how_that_is_known() -> None:
    found = recipe("DeleteVolume", "VolumeInUse")
    assert found.evidence.evidence == "documented"
    assert "no iSCSI connections" in found.evidence.source
    assert str(found).startswith("1. Start with an empty account")
    assert found.source in str(found)
    assert "a guess" in recipe("CreateStorediSCSIVolume", "LunInvalid").evidence.source


def test_wrong_names_and_undocumented_pairs_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean DeleteVolume"):
        recipe("DeleteVolum", "VolumeInUse")
    with pytest.raises(UnknownNameError, match="did you mean VolumeInUse"):
        recipe("DeleteVolume", "VolumeInUs")
    with pytest.raises(UnknownNameError, match="a carrier"):
        recipe("DeleteVolume", "InternalServerError")
    with pytest.raises(UndocumentedPairError, match=r"DeleteVolume with [^()]+$"):
        recipe("DeleteVolume", "LunInvalid")
    wrong: Any = [1]
    for operation, error in ((wrong, "VolumeInUse"), ("DeleteVolume", wrong)):
        with pytest.raises(UnknownNameError):
            recipe(operation, error)


def test_the_command_prints_a_recipe_and_runs_it() -> None:
    done = sgw("recipe", "DeleteVolume", "VolumeInUse", "--run")
    assert done.status == 0
    assert "4. Connect an iSCSI initiator to the volume." in done.out
    assert "(InvalidGatewayRequestException) when calling the DeleteVolume" in done.out
    source = sgw("recipe", "DeleteVolume", "VolumeInUse", "--source").out
    assert source == recipe("DeleteVolume", "VolumeInUse").source
    plain = json.loads(sgw("recipe", "DeleteVolume", "VolumeInUse", "--json", "--run").out)
    assert plain["steps"] == [*recipe("DeleteVolume", "VolumeInUse").steps]
    assert plain["evidence"]["evidence"] == "documented"
    assert plain["raised"].startswith("InvalidGatewayRequestException: An error occurred")
    refused = sgw("recipe", "DeleteVolume", "LunInvalid")
    assert (refused.status, refused.out) == (2, "")
    assert "not documented to return LunInvalid" in refused.err


def test_a_recipe_is_a_value() -> None:
    assert recipe("DeleteVolume", "VolumeInUse") == recipe("DeleteVolume", "VolumeInUse")
    assert len({recipe(*pair) for pair in SOME}) == len(SOME)
    assert "recipe" in sgwlib.__all__
