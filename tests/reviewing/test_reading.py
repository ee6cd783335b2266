"""What can be reviewed, which calls count, and what the result is."""

from __future__ import annotations

import json
import os
import pickle
from copy import copy, deepcopy
from dataclasses import asdict
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import botocore.loaders
import pytest

from sgwlib import load_catalogue, review
from sgwlib.errors import ReviewError, UnknownNameError
from sgwlib.reviewing.process import facts
from sgwlib.reviewing.reader import review_text
from sgwlib.reviewing.standins import RUN, Spec, all_ways, error_of
from sgwlib.simulation.boto import raised_by_boto3
from sgwlib.simulation.faults import Fault

if TYPE_CHECKING:
    from sgwlib import Review
    from sgwlib.reviewing.process import Worker

SWALLOWING = """
try:
    client.refresh_cache(FileShareARN=arn)
except Exception:
    pass
"""


def reviewed(worker: Worker, source: str, *clients: str) -> Review:
    return review_text(worker, dedent(source).lstrip("\n"), clients=clients)


# Forms of input


def test_a_string_is_source_or_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("job").write_text(SWALLOWING, encoding="utf-8")
    for source in (SWALLOWING, "job", tmp_path / "job"):
        assert [call.operation for call in review(source).calls] == ["RefreshCache"]
    for other in ("job.py", "client.refresh_cache()", "", "\0", "x" * 5000):
        with pytest.raises(ReviewError, match="neither source nor a file's name") as refused:
            review(other)
        assert "Expected source with a newline" in refused.value.reason


def test_what_cannot_be_read_is_a_review_error(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_bytes(b"# coding: latin-1\nname = '\xe9'\nclient.list_tapes()\n")
    assert review(bad).calls[0].line == 3
    os.mkfifo(tmp_path / "pipe.py")
    for path, reason in ((tmp_path / "none.py", "No such file"), (tmp_path / "pipe.py", "regular")):
        with pytest.raises(ReviewError, match=reason):
            review(path)
    for content in (b"# coding: no-such\nx", b"\xff\xfe"):
        bad.write_bytes(content)
        with pytest.raises(ReviewError, match="cannot be decoded"):
            review(bad)
    with pytest.raises(ReviewError, match="line 2") as refused:
        review("x = 1\ntry\n")
    assert refused.value.line == 2


def test_unknown_names_are_refused_with_the_nearest() -> None:
    for message, arguments in (
        ("did you mean DeleteVolume", {"operation": "DeleteVolum"}),
        ("expected default", {"carriers": "all"}),
    ):
        with pytest.raises(UnknownNameError, match=message):
            review(SWALLOWING, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ReviewError, match="arguments are for functions"):
        review(SWALLOWING, arguments={})
    with pytest.raises(UnknownNameError, match="swallowed"):
        review(SWALLOWING).calls[0].errors("swalowed")


# Errors


def test_each_error_is_what_boto3_raises() -> None:
    wrong: list[object] = []
    for operation in ("DeleteVolume", "CreateSnapshot", "RefreshCache"):
        for each in facts(both=True)["errors"][operation]:
            spec = Spec(*each)
            fault = Fault(
                operation,
                spec.code or spec.name,
                exception=spec.exception if spec.code else None,
                undocumented=True,
            )
            real = raised_by_boto3(fault.response(operation))
            RUN.classes[spec.exception] = type(spec.exception, (type(real).__mro__[1],), {})
            made = error_of(spec, operation)
            keys = ("Error", "error", "message")
            pairs = [(made.response.get(it), real.response.get(it)) for it in keys]
            wrong += [(operation, spec.name, mine) for mine, its in pairs if mine != its]
            status = real.response["ResponseMetadata"]["HTTPStatusCode"]
            same = (str(made), spec.status, spec.modelled) == (
                str(real),
                status,
                type(real).__name__ == spec.exception,
            )
            wrong += [] if same else [(operation, spec.name, "text")]
    assert wrong == []


def test_every_operation_has_its_codes_and_all_exceptions(worker: Worker) -> None:
    catalogue = load_catalogue()
    for operation, api in catalogue.api_operations.items():
        names = [each[0] for each in facts()["errors"][operation]]
        codes = catalogue.all_codes_of(operation)
        assert names == [*codes, *catalogue.general_exceptions, *api.declares], operation
    found = reviewed(worker, "client.create_snapshot(VolumeARN=1)\n").calls[0].outcomes
    assert {"ServiceUnavailableError", "InternalServerError"} <= found.keys()


# Calls

OURS = """
boto3.client("storagegateway").list_gateways()
boto3.client(service_name="storagegateway").list_gateways()
Session(profile_name="p").client("storagegateway").list_gateways()
self.session.client("storagegateway").list_gateways()
(client := make("storagegateway")).list_gateways()
client.refresh_cache()
client.delete_volume(VolumeARN=arn)
client.list_tapes()
store.refresh_cache(FileShareARN=arn)
reader.get_paginator("list_tapes").paginate()
getattr(client, "list_tapes")()
client.list_gateways()  # sgw: client
"""
NOT_OURS = """
client.list_gateways()
client.delete_volume(VolumeId=volume)
boto3.client("ec2").delete_volume(VolumeARN=arn)
'text'.refresh_cache()
store.refresh_cache("key")
store.refresh_cache(key="key")
store.refresh_cache()
store.list_tapes()
run(args.refresh_cache)
client = Client(); client.refresh_cache()
self.refresh_cache()
print("client.refresh_cache()")
"""


def test_evidence(worker: Worker) -> None:
    for line in OURS.strip().splitlines():
        assert len(reviewed(worker, f"{line}\n").calls) == 1, line
    for line in NOT_OURS.strip().splitlines():
        assert reviewed(worker, f"{line}\n").calls == (), line
    found = reviewed(worker, "def f(gw):\n    gw.list_gateways()\n")
    assert [(each.operation, each.line, each.function) for each in found.unreviewed] == [
        ("ListGateways", 2, "f")
    ]
    assert "not reviewed: no sign of Storage Gateway" in str(found)
    for name in ("gw", "self.gw"):
        source = f"def f(self, gw):\n    {name}.list_gateways()\n"
        assert len(reviewed(worker, source, name).calls) == 1
        assert len(reviewed(worker, f"# sgw: client {name}\n{source}").calls) == 1


@pytest.mark.heavy
def test_a_parameter_that_ends_in_arn_is_no_other_service_s() -> None:
    """It is evidence for an operation whose name other services have, too."""
    shared = {it.name for it in load_catalogue().api_operations.values() if it.shared}
    loader = botocore.loaders.Loader(include_default_search_paths=False)
    loader.search_paths.append(loader.BUILTIN_DATA_PATH)
    wrong = []
    for service in loader.list_available_services("service-2"):
        model = loader.load_service_model(service, "service-2")
        for name in shared & model["operations"].keys() if service != "storagegateway" else ():
            shape = model["operations"][name].get("input", {}).get("shape")
            members = model["shapes"][shape].get("members", {}) if shape else {}
            own = [
                it for it in members if it.endswith(("ARN", "ARNs")) and it.lower() != "resourcearn"
            ]
            wrong += [(service, name, it) for it in own]
    assert wrong == []


def test_a_finding_says_what_is_to_be_compared(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def stop(client):
            try:
                client.shutdown_gateway(GatewayARN="a")
                client.refresh_cache(FileShareARN="a")
                client.refresh_cache(FileShareARN="b")
            except Exception as problem:
                return None

        def tapes(client):
            try:
                return client.list_tapes()
            except:
                return []
        """,
    )
    assert [(each.line, f"{each}".partition(" (")[0]) for each in found.findings] == [
        (6, "swallows 17 errors of RefreshCache in line 4"),
        (6, "swallows 17 errors of RefreshCache in line 5"),
        (6, "swallows 24 errors of ShutdownGateway"),
        (12, "swallows 17 errors of ListTapes"),
    ]
    compared = [each.instead.partition(" with ")[0] for each in found.findings]
    assert compared == [
        'Compare problem.response["Error"]["Code"]',
        'Compare problem.response["Error"]["Code"]',
        'Compare problem.response.get("error", {}).get("errorCode")',
        'Catch them "as e". Compare e.response["Error"]["Code"]',
    ]


def test_the_advice_takes_the_name_of_the_error_from_the_handler_alone(worker: Worker) -> None:
    code = '.response["Error"]["Code"] with the exceptions that you expect, and raise the others.'
    for handler, start in (
        ("except ClientError as err:  # as missing: ignore\n        pass", "Compare err"),
        ('except Exception: print("as x: y")', 'Catch them "as e". Compare e'),
        ("except (\n        OSError, ClientError\n    ) as err:\n        pass", "Compare err"),
        ("except* ClientError as group:\n        print(group)", "Compare e"),
    ):
        source = f"""
from botocore.exceptions import ClientError
def tapes(client):
    try:
        client.list_tapes()
    {handler}
"""
        [finding] = review_text(worker, source, clients=["client"]).findings
        assert finding.instead == start + code


def test_the_name_of_another_service_is_no_misspelling(worker: Worker) -> None:
    for name, instead in (
        ("LimitExceededException", "It throttles with ThrottlingException."),
        ("ResourceNotFoundException", ""),
        ("Throttling", "Did you mean ThrottlingException?"),
        ("ThrotlingException", "Did you mean ThrottlingException or "),
    ):
        source = f"""
        try:
            client.list_tapes()
        except ClientError as e:
            if e.response["Error"]["Code"] != "{name}":
                raise
        """
        [finding] = reviewed(worker, source).findings
        assert finding.kind == "wrong name"
        assert finding.instead.startswith(instead)
        assert ("no such error" in finding.text) == (not finding.nearest)


def test_what_fails_before_the_call_is_told(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def rename(client):
            hours = int(dict(zone="")["zone"])
            client.update_gateway_information(GatewayARN=str(hours))
        """,
    )
    text = (
        "line 2 fails before the call: ValueError(\"invalid literal for int() with base 10: ''\")"
    )
    assert {each[:3] for each in found.calls[0].decisions.values()} == {("unknown", 3, text)}


def test_what_stands_behind_a_comparison_that_never_matches(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def delete(client):
            while True:
                try:
                    return client.delete_volume(VolumeARN="a")
                except client.exceptions.ClientError as error:
                    if error.response["Error"]["Code"] == "VolumeInUse":
                        continue
                    raise
        """,
    )
    [finding] = found.findings
    assert (finding.line, finding.kind, finding.name) == (6, "wrong place", "VolumeInUse")
    assert finding.text.endswith("if it matched: endless")
    assert finding.instead == 'Compare e.response.get("error", {}).get("errorCode").'


def test_what_one_of_several_callers_does_is_told(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def volumes(client, arn):
            return client.list_volumes(GatewayARN=arn)["VolumeInfos"]

        def count(client, arn):
            return len(volumes(client, arn))

        def report(client, arn):
            try:
                print(volumes(client, arn))
            except Exception:
                pass
        """,
    )
    [call] = found.calls
    assert set(call.outcomes.values()) == {"unknown"}
    assert "propagates or swallowed: it depends on its caller" in str(found)
    assert [(it.line, it.kind) for it in found.findings] == [(10, "swallowed")]


def test_a_code_under_a_key_that_no_error_has_is_in_the_wrong_place(worker: Worker) -> None:
    for read, place in (
        ('error.response["Error"].get("errorCode")', "e.response[\"Error\"] has no 'errorCode'"),
        ('error.response.get("error", {}).get("code")', "e.response[\"error\"] has no 'code'"),
        ('error.response.get("errorCode")', "e.response has no 'errorCode'"),
    ):
        source = f"""
        def delete(client):
            try:
                client.delete_volume(VolumeARN="a")
            except client.exceptions.ClientError as error:
                code = {read}
                if code is not None and code in ("VolumeNotFound", "VolumeInUse"):
                    return
                raise
        """
        found = reviewed(worker, source)
        assert set(found.calls[0].outcomes.values()) == {"propagates"}
        assert found.findings == ()  # a comparison is what is wrong, and there is none
        [first, second] = reviewed(worker, source.replace("code is not None and ", "")).findings
        assert (first.kind, first.name) == ("wrong place", "VolumeInUse")
        assert first.text == second.text == f"{place}, so this never matches"
        assert first.instead == 'Compare e.response.get("error", {}).get("errorCode").'


def test_what_stands_for_no_error_is_no_misspelt_name(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def delete(client):
            code = "OK"
            try:
                client.delete_volume(VolumeARN="a")
            except client.exceptions.ClientError as error:
                code = error.response.get("error", {}).get("errorCode") or "N/A"
                other = error.response.get("error", {}).get("errorCode", "Unknown")
                if code == "N/A" or other == "Unknown" or other == "":
                    raise
            return code == "OK"
        """,
    )
    assert found.findings == ()


def test_a_name_that_is_an_error_s_or_nearly_is_no_fallback(worker: Worker) -> None:
    for code, name in (
        ('error.response["Error"]["Code"] or "VolumeInUse"', "VolumeInUse"),
        ('error.response.get("error", {}).get("errorCode", "VolumeInUsed")', "VolumeInUsed"),
    ):
        source = f"""
        def delete(client):
            try:
                client.delete_volume(VolumeARN="a")
            except client.exceptions.ClientError as error:
                if ({code}) == "{name}":
                    return
                raise
        """
        found = reviewed(worker, source).findings
        assert name in [it.name for it in found if it.kind.startswith("wrong")]


def test_the_advice_for_a_missing_result_is_about_the_result(worker: Worker) -> None:
    source = """
    def used(client):
        answer = None
        try:
            answer = client.describe_cache(GatewayARN="a")
        except client.exceptions.ClientError as error:
            print(error)
        return answer["CacheUsedPercentage"]
    """
    [finding] = reviewed(worker, source).findings
    assert finding.instead == "Test first whether there is a result."
    [finding] = reviewed(worker, source.replace("print(error)", 'print("no: " + error)')).findings
    assert finding.instead == "Read what every error has, or test first whether it is there."


def test_the_question_that_decides_is_told(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def delete(arn, ignore_missing=True, client=None):
            client = client or boto3.client("storagegateway")
            try:
                client.delete_volume(VolumeARN=arn)
            except ClientError as error:
                code = error.response.get("error", {}).get("errorCode")
                if not (code == "VolumeNotFound" and ignore_missing):
                    raise
        """,
    )
    assert found.calls[0].decisions["VolumeNotFound"].note.endswith("it depends on ignore_missing")


def test_a_misspelt_code_in_the_place_of_the_exception_is_told_with_its_own_place(
    worker: Worker,
) -> None:
    source = """
    def f(client):
        try:
            client.delete_volume(VolumeARN="a")
        except client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] == "VolumeInUs":
                return None
            raise
    """
    [finding] = reviewed(worker, source).findings
    assert (finding.kind, finding.nearest[0]) == ("wrong name", "VolumeInUse")
    assert finding.instead.startswith("Did you mean VolumeInUse or ")
    assert finding.instead.endswith('Compare e.response.get("error", {}).get("errorCode").')


def test_a_mistake_is_told_whole_with_what_to_write_instead(worker: Worker) -> None:
    for name, end in (("result", "with a value"), ("long_" * 30, " ...")):
        source = f"""
        def f(client):
            try:
                client.refresh_cache(FileShareARN="a")
            except Exception:
                print({name})
            {name} = 1
        """
        [finding] = reviewed(worker, source).findings
        assert finding.kind == "crashes"
        assert finding.text.partition(") after")[0].strip("\"'").endswith(end)
        assert finding.instead == "Give the name a value before the call that may fail."


def test_for_a_name_that_is_nowhere_the_name_of_the_error_is_advised(worker: Worker) -> None:
    source = """
        import boto3
        def f(arn):
            try:
                boto3.client("storagegateway").refresh_cache(FileShareARN=arn)
            except Exception as e:
                print(err)
                raise
    """
    [finding] = reviewed(worker, source).findings
    assert "NameError(\"name 'err' is not defined\")" in finding.text
    assert finding.instead == "Use the name that the handler gives the error, or define this one."


def test_who_compares_with_a_code_is_told_how_to_read_one_where_there_may_be_none(
    worker: Worker,
) -> None:
    source = """
        import boto3
        def f(arn):
            try:
                boto3.client("storagegateway").delete_volume(VolumeARN=arn)
            except Exception as failed:
                if failed.response["error"]["errorCode"] != "VolumeNotFound":
                    raise
    """
    [finding] = reviewed(worker, source).findings
    assert finding.kind == "crashes"
    code = 'failed.response.get("error", {}).get("errorCode")'
    assert finding.instead == f"Read {code}, which is None for the others."
    mended = source.replace('failed.response["error"]["errorCode"]', code)
    assert not reviewed(worker, mended).findings


def test_a_name_that_two_operations_share_is_wrong_only_if_it_is_for_both(worker: Worker) -> None:
    found = reviewed(
        worker,
        """
        def both(client):
            try:
                client.delete_volume(VolumeARN=1)
                client.create_snapshot(VolumeARN=1)
            except client.exceptions.ClientError as error:
                code = error.response.get("error", {}).get("errorCode")
                if code in ("VolumeNotReady", "VolumeInUse", "MaximumVolumeCountExceeded"):
                    return
                raise
        """,
    )
    assert [each.name for each in found.findings] == ["MaximumVolumeCountExceeded"]
    assert found.findings[0].text.startswith("CreateSnapshot and DeleteVolume are not documented")


def test_a_name_is_wrong_only_if_it_matches_nowhere(worker: Worker) -> None:
    source = """
        def delete(client):
            try:
                client.delete_volume(VolumeARN=1)
            except client.exceptions.ClientError as error:
                exception = error.response["Error"]["Code"]
                code = error.response.get("error", {{}}).get("errorCode", exception)
                if {test}:
                    return
                raise
        """
    for test, names in {
        'code in ("VolumeInUse", "ThrottlingException")': [],  # each matches in one of the two places
        'exception in ("Throttling", "ThrottlingException")': [],  # EC2 has the first
        'code in ("VolumeInUse", "VolumeNotFond")': ["VolumeNotFond"],
        'exception in ("VolumeInUse", "ThrottlingException")': ["VolumeInUse"],
    }.items():
        found = reviewed(worker, source.format(test=test))
        assert [each.name for each in found.findings] == names, test


# Results


def test_a_review_is_a_value_and_reads_like_a_linter(worker: Worker) -> None:
    found = review_text(worker, SWALLOWING)
    for same in (pickle.loads(pickle.dumps(found)), copy(found), deepcopy(found)):
        assert same == found
        assert hash(same) == hash(found)
    assert asdict(found)["calls"][0]["operation"] == "RefreshCache"
    lines = str(found).splitlines()
    assert lines[0].startswith("<source>:4: swallowed: swallows 17 errors of RefreshCache (")
    assert lines[1].startswith("<source>:3: RefreshCache in <module>: swallowed: ")
    assert found.summary == "<source>: 1 finding, 1 call"
    told = json.loads(json.dumps(found.to_dict()))
    assert set(told["calls"][0]["outcomes"].values()) == {"swallowed"}
    assert told["findings"] == told["calls"][0]["findings"]


def test_html_escapes_what_it_shows(worker: Worker) -> None:
    source = "try:\n    client.list_tapes()\nexcept Exception as e:\n    if x['<b>']: raise\n"
    shown = review_text(worker, source)._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


# Ways


def test_every_way_is_taken_once() -> None:
    for depth in range(4):
        ways = []
        for prefix in all_ways():
            RUN.begin(None, None, prefix)
            ways.append(tuple(RUN.ask(f"question {number}") for number in range(depth)))
        assert len(ways) == len(set(ways)) == 2**depth


def test_a_question_that_is_asked_again_and_again_is_answered_otherwise_in_the_end() -> None:
    RUN.begin(None, None)
    answers = [RUN.ask(f"attempt < {number}") for number in range(6)]
    assert answers == [True, True, True, False, False, False]
