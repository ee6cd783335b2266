from __future__ import annotations

import json
import os
import tracemalloc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sgwlib import load_catalogue
from sgwlib.errors import FaultError, UnknownNameError
from sgwlib.simulation.faults import Fault, FaultPlan
from sgwlib.simulation.plans import load_plan, save_plan
from tests.simulation.tables import wrongly_taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATALOGUE = load_catalogue()
GENERAL = CATALOGUE.general_exceptions
ENDINGS = pytest.mark.parametrize("ending", [".toml", ".json"])

SETTINGS = {
    "times": st.none() | st.integers(1, 2**63 - 1),
    "after": st.integers(0, 2**63 - 1),
    "probability": st.floats(0, 1, exclude_min=True) | st.just(1),
    "delay": st.floats(0, 86400) | st.integers(0, 86400),
    "message": st.none() | st.text(st.characters(exclude_categories=["Cs"])),
}
GENERAL_FAULTS = st.builds(
    Fault,
    st.sampled_from(("*", *load_catalogue().api_operations)),
    st.sampled_from(GENERAL),
    undocumented=st.booleans(),
    **SETTINGS,
)
CODE_FAULTS = st.builds(
    Fault,
    st.sampled_from(("*", *load_catalogue().api_operations)),
    st.sampled_from(sorted(CATALOGUE.codes)),
    undocumented=st.just(value=True),
    exception=st.none() | st.sampled_from(CATALOGUE.carriers),
    **SETTINGS,
)
PLANS = st.builds(
    FaultPlan,
    st.lists(GENERAL_FAULTS | CODE_FAULTS, max_size=6),
    st.none() | st.integers(-(2**63) + 1, 2**63 - 1),
)

TOML = """\
# faults = [1, 2]
seed = 7

[[faults]]  # the first
operation = "DeleteVolume"
error = "VolumeInUse"
times = 2

[[faults]]
operation = '*'
error = "ThrottlingException"
"""
FAULTS = (Fault("DeleteVolume", "VolumeInUse", times=2), Fault("*", "ThrottlingException"))


def write(folder: Path, content: str | bytes, name: str = "plan.toml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Round trips


HARD = Fault("*", "InternalFailure", message='\x7f\0\r\n\t"\\\U0001f600 # [[faults]]')


@ENDINGS
@example(plan=FaultPlan([HARD]))
@given(plan=PLANS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_plan_loads_back_as_it_was_saved(tmp_path: Path, ending: str, plan: FaultPlan) -> None:
    path = tmp_path / f"plan{ending}"
    save_plan(plan, path)
    assert load_plan(path) == plan


@given(PLANS)
def test_any_plan_survives_json_values(plan: FaultPlan) -> None:
    data = json.loads(json.dumps(plan.to_dict()))
    loaded = FaultPlan.from_dict(data)
    assert loaded == plan
    assert loaded.to_dict() == data


def test_what_is_at_its_default_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    save_plan(FaultPlan([Fault("*", "InternalFailure", delay=0.5)], seed=3), path)
    assert path.read_text() == (
        'seed = 3\n\n[[faults]]\noperation = "*"\nerror = "InternalFailure"\ndelay = 0.5\n'
    )
    save_plan(FaultPlan(), path)
    assert path.read_text() == "faults = []\n"


@pytest.mark.parametrize(
    "text",
    [
        TOML,
        "\ufeff" + TOML,
        TOML.replace("\n", "\r\n"),
        (
            'seed = 7\nfaults = [{operation="DeleteVolume", error="VolumeInUse", times=2},\n'
            ' {operation="*", error="ThrottlingException"}]'
        ),
        'seed = 7\n["faults"]',
    ],
    ids=["plain", "with a byte order mark", "from Windows", "inline", "no list"],
)
def test_toml_may_be_written_in_any_way(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    if text.endswith('["faults"]'):
        with pytest.raises(FaultError, match="expected a list under faults"):
            load_plan(path)
    else:
        plan = load_plan(path)
        assert (plan.faults, plan.seed) == (FAULTS, 7)


def test_a_plan_that_someone_wrote_loads(tmp_path: Path) -> None:
    data = {"seed": None, "faults": [{"operation": "AddCache", "error": "InternalError"}]}
    plan = load_plan(write(tmp_path, json.dumps(data), "plan.JSON"))
    assert (plan.faults, plan.seed) == ((Fault("AddCache", "InternalError"),), None)


# What is refused


def fault(**settings: Any) -> str:
    values = {"operation": "DeleteVolume", "error": "VolumeInUse"} | settings
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join(["[[faults]]", *lines, ""])


BAD_TOML: list[tuple[str | bytes, str]] = [
    (b"seed = 1\n# caf\xe9\n", "line 2: not UTF-8: invalid"),
    (b"\xff\xfes\x00", "line 1: not UTF-8"),
    ("seed = 7\nfaults = [", "line 2: not TOML: "),
    ("seed = 7\n[[faults]\n", "line 2: not TOML: "),
    ("seed = 7\nseed = 8\n", "line 2: not TOML: Cannot overwrite a value"),
    ("faults = " + "[" * 100_000, "nested too deeply"),
    (f"seed = {'9' * 5000}\nfaults = []", "Exceeds the limit"),
    ("", "expected a list under faults"),
    ("faults = 5", "expected a list under faults"),
    ("faults = {}", "expected a list under faults"),
    ("[faults]\noperation = '*'", "expected a list under faults"),
    ("sede = 7\nfaults = []", "unknown setting of a plan 'sede'; did you mean seed?"),
    ("seed = 7.5\nfaults = []", "seed is 7.5; expected a whole number"),
    ("seed = true\nfaults = []", "seed is True"),
    ("seed = nan\nfaults = []", "seed is nan"),
    ("seed = 'a'\nfaults = []", "seed is 'a'"),
    (f"seed = {2**63}\nfaults = []", "seed is 9223372036854775808"),
    ("\n\nfaults = [\n\n5]", "line 5, fault 1: expected the settings of a fault, not int"),
    ("faults = ['faults = [{}', 5]", "line 1, fault 1: expected the settings of a fault, not str"),
    ("\n[[faults]]\n", "line 2, fault 1: expected a name under operation"),
    ("[[faults]]\noperation = '*'", "line 1, fault 1: expected a name under error"),
    (fault() + fault(operation=5), "line 4, fault 2: operation is 5; expected a name"),
    (
        fault() + fault(time=5),
        "line 4, fault 2: unknown setting of a fault 'time'; did you mean times?",
    ),
    (
        fault() + fault(operation="deletevolume"),
        "line 4, fault 2: unknown operation 'deletevolume'",
    ),
    (fault(operation="AddCache"), "line 1, fault 1: AddCache is not documented to return"),
    (fault(error="InternalServerError"), "line 1, fault 1: .*pass the code"),
    (fault(times=0), "line 1, fault 1: times is 0"),
    (fault(times="2"), "line 1, fault 1: times is '2'"),
    (fault(times=1.5), "line 1, fault 1: times is 1.5"),
    (fault(undocumented="yes"), "line 1, fault 1: undocumented is 'yes'"),
    (fault() + "probability = nan", "line 1, fault 1: probability is nan"),
    (fault() + "delay = inf", "line 1, fault 1: delay is inf"),
    (fault() + "delay = 12:00:00", "line 1, fault 1: delay is datetime.time"),
    (TOML + fault(times=-1), "line 12, fault 3: times is -1"),
    (TOML.replace("[[faults]]", '[[ "faults" ]]') + fault(times=-1), "line 12, fault 3"),
    # Nothing that only looks like a fault is counted as one.
    ('[[faults]]\noperation = """\n[[faults]]\n"""\nerror = "x"\n', "line 1, fault 1: "),
    (
        '# [[faults]]\nfaults = [ # {\n {operation = "[{", error = \'"\'}, # }]\n {}, ]',
        "line 3, fault 1: unknown operation '\\[{'",
    ),
    (
        (
            "faults = [{operation = '*', error = 'InternalFailure'},\n# ,{\n\n"
            "{operation = '*', error = 'InternalFailure', times = [1, 2]}]"
        ),
        "line 4, fault 2: times is \\[1, 2\\]",
    ),
]
BAD_JSON = [
    ('{"faults": [\n{]}', "line 2: not JSON: Expecting property name"),
    ("", "line 1: not JSON"),
    ("faults: []", "line 1: not JSON"),
    ("[]", "expected a table with faults, not list"),
    ("null", "expected a table with faults, not NoneType"),
    ("[" * 100_000, "nested too deeply"),
    (f'{{"seed": {"9" * 5000}}}', "Exceeds the limit"),
    ('{"seed": NaN, "faults": []}', "seed is nan"),
    ('{"faults": [], "faults": []}', "faults is given twice"),
    ('{"faults": {}}', "expected a list under faults"),
    ('{"fault": []}', "unknown setting of a plan 'fault'; did you mean faults"),
    ('{"faults":\n[\nnull]}', "line 3, fault 1: expected the settings of a fault, not NoneType"),
    (
        '{"faults": [{"operation": "*", "error": "InternalFailure"},\n"\\"faults\\": [{"]}',
        "line 2, fault 2: expected the settings of a fault, not str",
    ),
    (
        (
            '{"faults": [\n {"operation": "*",\n  "error": "InternalFailure"},\n'
            ' {"operation": "*", "error": "InternalFailure", "delay": Infinity}]}'
        ),
        "line 4, fault 2: delay is inf",
    ),
    ('{"faults": [{"operation": null, "error": "x"}]}', "line 1, fault 1: operation is None"),
    ('{"faults": [{"operation": "*", "operation": "*"}]}', "operation is given twice"),
    (
        '{"faults": [{"operation": "\\ud800", "error": "x"}]}',
        r"line 1, fault 1: operation is '\\ud800'; expected a name",
    ),
]


@pytest.mark.parametrize(
    ("name", "cases"), [("plan.toml", BAD_TOML), ("plan.json", BAD_JSON)], ids=["toml", "json"]
)
def test_a_bad_file_is_refused_with_line_and_reason(
    tmp_path: Path, name: str, cases: list[tuple[str | bytes, str]]
) -> None:
    path = tmp_path / name
    table = [(text, FaultError, f"^{path}, .*{reason}") for text, reason in cases]
    assert wrongly_taken(lambda text: load_plan(write(tmp_path, text, name)), table) == []


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(("faults", "seed", "operation", "x")), inner)
        ),
    )
)
def test_json_values_are_a_plan_or_refused(data: object) -> None:
    try:
        plan = FaultPlan.from_dict(data)
    except FaultError:
        return
    assert plan.faults == ()


@given(st.binary() | st.text().map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@ENDINGS
def test_any_bytes_are_a_plan_or_refused(tmp_path: Path, ending: str, content: bytes) -> None:
    with pytest.raises(FaultError):
        load_plan(write(tmp_path, content, f"plan{ending}"))


def test_bad_values_are_refused_with_the_reason() -> None:
    cases: list[tuple[Any, type[Exception], str]] = [
        (None, FaultError, "expected a table with faults, not NoneType"),
        ({"faults": [{}]}, FaultError, "^fault 1: expected a name under operation"),
        ({"faults": ({},)}, FaultError, "expected a list under faults"),
        ({5: 5}, FaultError, "unknown setting of a plan 5"),
        ({"faults": [{5: 5}]}, FaultError, "fault 1: unknown setting of a fault 5"),
    ]
    assert wrongly_taken(FaultPlan.from_dict, cases) == []


@contextmanager
def at_most_100_megabytes() -> Iterator[None]:
    """Expect that little memory is taken, even for a moment."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100 * 2**20


@pytest.mark.heavy
def test_what_the_bounds_allow_takes_little_either(tmp_path: Path) -> None:
    keys = "\n".join(f"{'k.' * 14}k{number} = 1" for number in range(2_000))
    with at_most_100_megabytes():
        for text in (keys, "[[faults]]\n" * 2**15, "x" * 2**20, '"."' * 2**18, "a" + " " * 2**19):
            with pytest.raises(FaultError):
                load_plan(write(tmp_path, text))


def test_keys_and_files_without_bounds_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    many = ".".join(["a"] * 50_000)  # took 3 GB
    texts = [f"{many} = 1", f"[{many}]", f'x = [{{"""a""""{many} = 1}}]', "'a' . \"b\"." * 20_000]
    with at_most_100_megabytes():
        for text in texts:
            with pytest.raises(FaultError, match="line 1: a key has too many parts: "):
                load_plan(write(tmp_path, text))
        with pytest.raises(FaultError, match=r"plan\.toml cannot be read: larger than 1 MiB$"):
            load_plan(write(tmp_path, "#" * 2**20 + "\n"))
    long = "storagegateway.us-east-1.amazonaws.com, " * 40
    plan = FaultPlan([Fault("*", "InternalFailure", message=long)])
    save_plan(plan, tmp_path / "plan.toml")
    assert load_plan(tmp_path / "plan.toml") == plan


# Files


@ENDINGS
def test_a_plan_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, ending: str) -> None:
    plan = FaultPlan(FAULTS)
    for path in (tmp_path / "missing" / f"plan{ending}", tmp_path / f"pl\0an{ending}"):
        with pytest.raises(FaultError, match="cannot be written"):
            save_plan(plan, path)
        with pytest.raises(FaultError, match="cannot be read"):
            load_plan(path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_regular_file_is_no_plan(tmp_path: Path) -> None:
    folder, pipe, device = (tmp_path / f"{name}.toml" for name in ("folder", "pipe", "device"))
    folder.mkdir()
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    for path, reason in (
        (folder, "Is a directory"),
        *((p, "not a regular file") for p in (pipe, device)),
    ):
        with pytest.raises(FaultError) as caught:
            load_plan(path)
        assert str(caught.value) == f"{path} cannot be read: {reason}"
    for path in (tmp_path / "none.toml", tmp_path / "none" / "plan.json"):
        with pytest.raises(FaultError) as caught:
            load_plan(path)
        assert str(caught.value) == f"{path} cannot be read: No such file or directory"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "plan.toml", tmp_path / "link.toml"
    link.symlink_to(path)
    save_plan(FaultPlan(FAULTS), link)
    assert link.is_symlink()
    assert load_plan(path) == load_plan(link) == FaultPlan(FAULTS)


@pytest.mark.parametrize("name", ["plan.yaml", "plan", ".toml", "plan.toml.bak"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(UnknownNameError, match="file ending"):
        save_plan(FaultPlan(), path)
    assert not path.exists()
    with pytest.raises(UnknownNameError, match="file ending"):
        load_plan(os.fspath(path))


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_what_is_saved_is_a_fault_or_faults_or_a_plan(tmp_path: Path, ending: str) -> None:
    path, fault = tmp_path / f"plan.{ending}", Fault("DeleteVolume", "VolumeInUse")
    for plan in (fault, [fault], FaultPlan([fault])):
        save_plan(plan, path)
        assert load_plan(path) == FaultPlan([fault])
    wrong: Any
    for wrong in ("DeleteVolume", ["DeleteVolume"], None, {"faults": []}):
        with pytest.raises(FaultError, match="expected a Fault"):
            save_plan(wrong, path)
    assert load_plan(path) == FaultPlan([fault])


def test_a_link_to_itself_stays_and_nothing_is_written(tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    with pytest.raises(FaultError, match="symbolic links"):
        save_plan(FaultPlan(), loop)
    assert loop.is_symlink()
