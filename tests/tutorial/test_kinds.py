"""Each kind of answer: what is right, what is near, what is wrong, and why."""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Fault, FaultPlan, load_catalogue
from sgwlib.errors import MissingPackageError
from sgwlib.tutorial import Exercise, Mark, Part, Verdict
from sgwlib.tutorial.exercise import alike, is_blank
from sgwlib.tutorial.feedback import either
from sgwlib.tutorial.kinds import (
    Attempt,
    Case,
    Judged,
    Names,
    Number,
    OneName,
    Plan,
    Program,
    Scene,
    Tried,
)
from sgwlib.tutorial.kinds.scenes import raises
from tests.tutorial.learners import learners

if TYPE_CHECKING:
    from sgwlib import Catalogue
    from sgwlib.tutorial import Feedback, Kind

CATALOGUE = load_catalogue()
READY = ("CreateSnapshot", "CreateSnapshotFromVolumeRecoveryPoint")
VOLUME = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B/volume/vol-1122AABB"


def judged(kind: Kind, answer: object) -> Feedback:
    exercise = Exercise(
        name="09-1",
        kind=kind,
    )
    return exercise.check(answer)


class TestNames:
    kind = Names(
        "operation",
        lambda catalogue: catalogue.operations_of("VolumeNotReady"),
        lambda _, name: f"{name} never says so.",
        lambda _, left: f"It begins with {left[0][:6]}.",
    )

    @pytest.mark.parametrize(
        "answer",
        [
            READY,
            list(reversed(READY)),
            set(READY),
            frozenset(READY),
            dict.fromkeys(READY),
            iter(READY),
            [*READY, *READY],
            [CATALOGUE.operations[name] for name in READY],
            np.array(READY),
            pd.Series(READY),
            pd.Index(READY),
        ],
        ids=range(11),
    )
    def test_order_and_kind_of_collection_mean_nothing(self, answer: object) -> None:
        assert judged(self.kind, answer).right

    def test_a_part_is_told_with_what_is_missing(self) -> None:
        said = judged(self.kind, READY[:1])
        assert said.verdict is Verdict.PARTLY
        assert "✓ `CreateSnapshot` is right." in str(said)
        assert "Still missing: 1 of 2 operations. It begins with Create." in str(said)
        assert READY[1] not in str(said)

    def test_a_wrong_name_is_told_why_and_a_misspelt_one_the_nearest(self) -> None:
        said = str(judged(self.kind, ["AddCache", "CreateSnapshots"]))
        assert "`AddCache` is not right: AddCache never says so." in said
        assert "There is no operation `'CreateSnapshots'`. Did you mean `CreateSnapshot`" in said

    def test_many_wrong_names_are_not_all_told(self) -> None:
        said = str(judged(self.kind, list(CATALOGUE.operations)))
        assert f"{len(CATALOGUE.operations) - 2 - 3} more are wrong." in said

    @pytest.mark.parametrize(
        ("answer", "called"),
        [
            (12, "a number (`12`)"),
            (True, "`True`"),
            ([1, 2], "a list with a number (`1`) in it"),
            (["AddCache", {}], "a list with a dictionary in it"),
            (CATALOGUE, "an object of type `Catalogue`"),
            (len, "a function"),
            (list, "the class `<class 'list'>`"),
        ],
    )
    def test_another_type_is_told_in_words(self, answer: object, called: str) -> None:
        said = str(judged(self.kind, answer))
        assert f"Expected a list of operations, got {called}." in said

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            (
                [("AddCache",), ("ListVolumes",)],
                "a list of operations, got a list of tuples such as `('AddCache',)`. Take the name",
            ),
            ([KeyError, ValueError], "names as strings, got a list of classes."),
            ({KeyError}, "names as strings, got a set of classes."),
        ],
    )
    def test_a_list_is_told_what_it_consists_of(self, answer: object, told: str) -> None:
        said = str(judged(self.kind, answer))
        assert f"Expected {told}" in said

    def test_a_column_is_as_good_as_a_list_whatever_its_heading(self) -> None:
        names = pd.Series(["AddCache", "ListVolumes"], name="operation")
        assert "`AddCache`" in str(judged(self.kind, names))
        assert str(judged(self.kind, names)) == str(judged(self.kind, list(names)))

    def test_a_group_in_a_list_is_told_to_be_taken_out(self) -> None:
        said = str(judged(self.kind, [("AddCache", "ListVolumes", "DeleteVolume")]))
        assert "got a list with a tuple inside. Pass the inner one." in said

    def test_a_pair_is_no_name_of_anything_else(self) -> None:
        said = str(judged(self.kind, [["AddCache", "ListVolumes"]]))
        assert "got a list with a list inside. Pass the inner one." in said
        assert "got a list" in str(judged(TestOneName.kind, ["AddCache", "ListVolumes"]))

    @pytest.mark.parametrize(
        ("answer", "called"),
        [([], "list"), ((), "tuple"), (set(), "set"), ({}, "dictionary"), ("", "string")],
    )
    def test_an_empty_answer_is_called_empty(self, answer: object, called: str) -> None:
        assert f"Your {called} is empty." in str(judged(self.kind, answer))

    def test_none_at_all_can_be_right(self) -> None:
        nothing = Names("error code", lambda _: [])
        assert judged(nothing, []).right
        assert judged(nothing, ["VolumeInUse"]).verdict is Verdict.WRONG


class TestOneName:
    kind = OneName("exception", lambda catalogue: catalogue.carriers, lambda _, __: "it is alone.")

    @pytest.mark.parametrize(
        "answer", [*CATALOGUE.carriers, CATALOGUE.exceptions["InternalServerError"]]
    )
    def test_each_right_name_is_right(self, answer: object) -> None:
        assert judged(self.kind, answer).right

    def test_another_case_of_letters_is_near(self) -> None:
        said = judged(self.kind, "internalservererror")
        assert said.verdict is Verdict.PARTLY
        assert "the spelling is `InternalServerError`" in str(said)

    def test_a_wrong_name_is_told_why(self) -> None:
        said = judged(self.kind, "ThrottlingException")
        assert said.verdict is Verdict.WRONG
        assert "`ThrottlingException` is not right: it is alone." in str(said)

    def test_a_list_is_told_what_was_expected(self) -> None:
        assert "Expected the name of one exception in quotes, got a list." in str(
            judged(self.kind, ["a", "b", "c"])
        )

    def test_a_name_in_a_list_is_judged_all_the_same(self) -> None:
        said = judged(self.kind, ["ThrottlingException"])
        assert "got a list with one name." in str(said)
        assert "`ThrottlingException` is not right: it is alone." in str(said)
        assert judged(self.kind, [CATALOGUE.carriers[0]]).verdict is Verdict.PARTLY


class TestNumber:
    kind = Number(lambda catalogue: len(catalogue.codes))

    @pytest.mark.parametrize(
        "answer",
        [36, 36.0, np.int64(36), np.float64(36), np.array(36), Decimal(36), Fraction(36)],
        ids=range(7),
    )
    def test_any_number_of_the_same_value_is_right(self, answer: object) -> None:
        assert judged(self.kind, answer).right

    @pytest.mark.parametrize(
        ("answer", "verdict", "words"),
        [
            (35, Verdict.PARTLY, "too small by one"),
            (37, Verdict.PARTLY, "too large by one"),
            (34, Verdict.WRONG, "`34` is too small."),
            (38, Verdict.WRONG, "`38` is too large."),
            (289, Verdict.WRONG, "`289` is too large."),
            ("36", Verdict.WRONG, "Remove the quotes."),
            (CATALOGUE.codes, Verdict.WRONG, "its length"),
            (True, Verdict.WRONG, "Expected a number, got `True`."),
            (float("nan"), Verdict.WRONG, "nan"),
            (36j, Verdict.WRONG, "Expected a number, got a complex number (`36j`)."),
            (Decimal("sNaN"), Verdict.WRONG, "Expected a number"),
            (Decimal(35), Verdict.PARTLY, "too small by one"),
        ],
    )
    def test_a_wrong_one_is_told_how(self, answer: object, verdict: Verdict, words: str) -> None:
        said = judged(self.kind, answer)
        assert said.verdict is verdict
        assert words in str(said)

    def test_a_fraction_need_be_right_to_one_in_a_hundred(self) -> None:
        kind = Number(lambda _: 10 / 11)
        assert judged(kind, 0.91).right
        assert not judged(kind, 0.89).right


class TestJudged:
    kind = Judged(bool, "`True` or `False`", lambda it, _: [either(it, "It is.", "It's not.")])

    def test_what_the_exercise_says_decides(self) -> None:
        assert judged(self.kind, answer=True).right
        assert judged(self.kind, np.bool(1)).right
        assert "✗ It's not." in str(judged(self.kind, answer=False))

    def test_another_type_is_told(self) -> None:
        assert "Expected `True` or `False`, got a string (`'yes'`)." in str(
            judged(self.kind, "yes")
        )


class TestProgram:
    kind = Program("half(number)", lambda _: [Case(f"half of {n}", (n,), n / 2) for n in range(5)])

    def test_a_right_function_is_right(self) -> None:
        said = judged(self.kind, learners("def half(n):\n    return n / 2", "half"))
        assert said.right
        assert "Right in all 5 cases." in str(said)

    def test_cases_are_told_apart(self) -> None:
        said = judged(self.kind, learners("def half(n):\n    return n // 2", "half"))
        assert said.verdict is Verdict.PARTLY
        assert "Right in 3 of 5 cases" in str(said)
        assert "`half of 1`: it returned `0`, expected `0.5`." in str(said)

    def test_what_fails_in_the_same_way_is_told_once(self) -> None:
        said = str(judged(self.kind, learners("def half(n):\n    return m", "half")))
        assert said.count("NameError: name 'm' is not defined") == 1
        assert "4 more cases failed." in said

    def test_one_without_an_end_is_tried_once_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sgwlib.running.SECONDS", 0.1)
        function = learners("def half(n):\n    while True:\n        n += 1", "half")
        began = time.perf_counter()
        said = judged(self.kind, function)
        assert str(said).count("never ends") == 1
        assert time.perf_counter() - began < 5

    @pytest.mark.parametrize("parameters", ["", "one, two", "*, n"])
    def test_other_parameters_are_told(self, parameters: str) -> None:
        function = learners(f"def half({parameters}):\n    return 1", "half")
        assert "can't be called as `half(number)`" in str(judged(self.kind, function))

    def test_a_tuple_has_an_order_and_a_list_has_none(self) -> None:
        ordered = Program("f()", lambda _: [Case("one", (), ("a", "b"))])
        assert judged(ordered, lambda: ["a", "b"]).right
        assert not judged(ordered, lambda: ("b", "a")).right
        free = Program("f()", lambda _: [Case("one", (), ["a", "b"])])
        assert judged(free, lambda: {"b", "a"}).right
        said = str(judged(free, lambda: ["a", "c"]))
        assert "its result should not have `c` and lacks `b`." in said

    def test_a_dictionary_is_told_by_its_entries(self) -> None:
        kind = Program("f()", lambda _: [Case("one", (), {"a": 1, "b": 2})])
        said = str(judged(kind, lambda: {"a": 3, "c": 2}))
        assert "it returned `3` for `a`, expected `1`." in said
        said = str(judged(kind, lambda: {"a": 1, "c": 2}))
        assert "its result should not have `c` and lacks `b`." in said


def deleted(attempt: Attempt) -> list[Part]:
    mark = Mark.RIGHT if attempt.run.value == "deleted" else Mark.WRONG
    return [Part(mark, f"{dict(attempt.calls)}, waited {attempt.run.waits}.")]


class TestHandler:
    kind = Tried(
        "delete(client, arn)",
        lambda _: [
            Scene(
                "In use twice", (Fault("DeleteVolume", "VolumeInUse", times=2),), deleted, (VOLUME,)
            ),
            Scene("All well", (), deleted, (VOLUME,)),
        ],
    )

    def test_it_is_run_in_each_scene_with_a_real_client(self) -> None:
        source = """
        import time

        def delete(client, arn):
            for wait in (1, 2, 4):
                try:
                    client.delete_volume(VolumeARN=arn)
                    return "deleted"
                except client.exceptions.InvalidGatewayRequestException:
                    time.sleep(wait)
        """
        said = judged(self.kind, learners(source, "delete"))
        assert said.right
        assert "In use twice: {'DeleteVolume': 3}, waited (1.0, 2.0)." in str(said)
        assert "All well: {'DeleteVolume': 1}, waited ()." in str(said)

    def test_one_that_tries_for_ever_is_stopped_whatever_it_catches(self) -> None:
        always = (Fault("DeleteVolume", "VolumeInUse"),)
        kind = Tried("f(client)", lambda _: [Scene("Always in use", always, deleted)])
        source = f"""
        def f(client):
            while True:
                try:
                    return client.delete_volume(VolumeARN="{VOLUME}")
                except:
                    pass
        """
        said = str(judged(kind, learners(source, "f")))
        assert "Always in use: your function never ends (stopped after 60 calls" in said

    def test_one_without_an_end_is_tried_in_one_scene_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sgwlib.running.SECONDS", 0.1)
        said = str(judged(self.kind, learners("def f(client, arn):\n    while True: pass", "f")))
        assert said.count("never ends (stopped after 0.1 s") == 1

    def test_one_that_calls_a_client_of_its_own_is_told_once_which_to_call(self) -> None:
        source = """
        from sgwlib.running import new_client

        gateway = new_client()

        def delete(client, arn):
            gateway.delete_volume(VolumeARN=arn)
        """
        said = str(judged(self.kind, learners(source, "delete")))
        assert said.count("you called your own client, in line 6: `gateway.delete") == 1
        assert said.count("call the `client` that your function gets") == 1

    def test_an_error_that_comes_again_is_told_once(self) -> None:
        often = ("VolumeInUse", "VolumeNotFound")
        scenes = [
            Scene(name, (Fault("DeleteVolume", name),), raises(name), (VOLUME,)) for name in often
        ]
        kind = Tried("delete(client, arn)", lambda _: [Scene("All well", (), deleted), *scenes])
        source = """
        def delete(client, arn=None):
            if arn is None:
                return "deleted"
            raise ValueError("a long text")
        """
        said = str(judged(kind, learners(source, "delete")))
        assert said.count("a long text") == 2  # in what is raised, and in the line that raises it
        assert (
            "VolumeNotFound: your function raised the same; expected `VolumeNotFound` to reach"
            in said
        )

    def test_what_is_no_handler_is_told(self) -> None:
        assert "Expected the function `delete(client, arn)`, got a number" in str(
            judged(self.kind, 1)
        )
        assert "Check its parameters" in str(judged(self.kind, lambda client: client))


class TestPlan:
    kind = Plan(lambda _: [[("DeleteVolume", "VolumeInUse"), ("DeleteVolume", None)]])

    def test_a_plan_is_asked_call_by_call_and_left_as_it_was(self) -> None:
        plan = FaultPlan([Fault("DeleteVolume", "VolumeInUse", times=1)])
        assert judged(self.kind, plan).right
        assert plan.calls == {}

    def test_each_call_is_told_apart(self) -> None:
        said = judged(self.kind, FaultPlan([Fault("DeleteVolume", "VolumeInUse")]))
        assert said.verdict is Verdict.PARTLY
        assert "Call 1, `DeleteVolume`: meets `VolumeInUse`" in str(said)
        assert "Call 2, `DeleteVolume`: meets `VolumeInUse`; it should succeed." in str(said)

    def test_faults_without_a_plan_are_told_where_they_belong(self) -> None:
        fault = Fault("DeleteVolume", "VolumeInUse")
        for answer in (fault, [fault]):
            assert "`sgwlib.FaultPlan([...])`" in str(judged(self.kind, answer))
        assert "Expected a fault plan" in str(judged(self.kind, 1))


def test_a_form_of_its_own_is_judged_by_the_exercise() -> None:
    kind = Judged(dict, "a dictionary", lambda answer, _: [Part(Mark.RIGHT, str(len(answer)))])
    assert judged(kind, {}).right
    assert "Expected a dictionary, got a list." in str(judged(kind, []))


def test_an_exercise_names_the_package_that_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    def truth(_: Catalogue) -> int:
        import boto3

        return len(boto3.__name__)

    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(MissingPackageError, match=r"exercise 09-1 needs the package boto3; .*boto"):
        judged(Number(truth), 5)


class TestBlank:
    @pytest.mark.parametrize(
        "source",
        [
            "...",
            "pass",
            "return",
            "return None",
            "return ...",
            '"""Said."""',
            '"""Said."""\n    ...',
        ],
    )
    def test_a_function_that_does_nothing_is_blank(self, source: str) -> None:
        assert is_blank(learners(f"def f(a, b=1):\n    {source}", "f"))

    @pytest.mark.parametrize("source", ["return 1", "return a", "a()", "raise ValueError", "a = 1"])
    def test_a_function_that_does_anything_is_none(self, source: str) -> None:
        assert not is_blank(learners(f"def f(a, b=1):\n    {source}", "f"))

    @pytest.mark.parametrize("answer", [0, "", [], False, int, print])
    def test_an_empty_answer_is_an_answer(self, answer: Any) -> None:
        assert not is_blank(answer)


@given(st.lists(st.sampled_from(list(CATALOGUE.codes))), st.randoms())
def test_answers_are_alike_whatever_their_order(names: list[str], chance: Any) -> None:
    mixed = [*names]
    chance.shuffle(mixed)
    assert alike(names, mixed)
    assert alike(tuple(names), set(mixed))
    assert alike(mixed, tuple(names)) == (mixed == names)
    assert not alike([name.upper() for name in names], names) or not names
