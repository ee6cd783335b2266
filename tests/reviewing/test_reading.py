"""How a source is read: from where, how far, and what is said where that cannot be told."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from copy import copy, deepcopy
from dataclasses import asdict
from pathlib import Path
from textwrap import dedent

import pytest

from sgwlib import Review, review
from sgwlib.errors import ReviewError, SgwError, UnknownNameError
from sgwlib.reviewing import Outcome, values


def reviewed(source: str, operation: str | None = None) -> Review:
    return review(dedent(source).lstrip("\n"), operation)


def outcome(source: str, error: str = "VolumeInUse") -> tuple[Outcome, int]:
    [call] = reviewed(source).calls
    return call.verdict(error).outcome, call.verdict(error).line


# Where calls are found


def test_a_snippet_without_imports_and_functions_is_followed() -> None:
    found = reviewed("""
        try:
            client.delete_volume(VolumeARN=arn)
        except ClientError:
            pass
        """)
    assert [(call.operation, call.line, call.function) for call in found.calls] == [
        ("DeleteVolume", 2, "<module>")
    ]
    assert found.calls[0].swallowed == tuple(each.error for each in found.calls[0].verdicts)


def test_every_call_is_reviewed_on_its_own() -> None:
    found = reviewed("""
        def both(client):
            client.delete_volume(VolumeARN="arn")
            try:
                client.create_snapshot(VolumeARN="arn")
            except client.exceptions.InternalServerError:
                pass
        """)
    first, second = found.calls
    assert (first.operation, second.operation) == ("DeleteVolume", "CreateSnapshot")
    assert not first.handled
    assert second.handled == ("GatewayInternalError", "InternalError")
    only = reviewed("client.delete_volume()\nclient.create_snapshot()", "CreateSnapshot")
    assert [call.operation for call in only.calls] == ["CreateSnapshot"]


def test_an_exception_that_the_api_model_declares_for_an_operation_is_one_of_its_errors() -> None:
    first, second = reviewed("client.create_snapshot()\nclient.delete_volume()").calls
    assert first.verdicts[-1].error == "ServiceUnavailableError"
    errors = [each.error for each in (*first.verdicts, *second.verdicts)]
    assert errors.count("ServiceUnavailableError") == 1
    assert "InvalidGatewayRequestException" not in errors
    assert outcome(
        """
        try:
            client.create_snapshot(VolumeARN=arn)
        except client.exceptions.ServiceUnavailableError:
            retry()
        """,
        "ServiceUnavailableError",
    ) == (Outcome.HANDLED, 3)


def test_a_helper_is_reviewed_from_each_function_that_nothing_else_calls() -> None:
    found = reviewed("""
        def remove(client):
            client.delete_volume()

        def careful(client):
            try:
                remove(client)
            except ClientError:
                return None

        def careless(client):
            remove(client)
        """)
    assert [(call.function, bool(call.swallowed)) for call in found.calls] == [
        ("careful", True),
        ("careless", False),
    ]


def test_functions_that_call_each_other_in_a_circle_are_followed() -> None:
    found = reviewed("""
        def even(client, n):
            client.delete_volume()
            odd(client, n)

        def odd(client, n):
            even(client, n)
        """)
    assert len(found.calls) == 1
    assert found.calls[0].propagating


NO_CALLS = (
    "import boto3\nboto3.client('ec2').delete_volume(VolumeId='vol')",
    "ec2_client.delete_volume(VolumeId='vol')",
    "'text'.delete_volume()",
    "print('client.delete_volume()')",
    "class Store:\n    def delete_volume(self): ...\nStore().delete_volume()",
)


def test_what_is_no_client_of_storage_gateway_is_left_alone() -> None:
    for source in NO_CALLS:
        found = reviewed(source)
        assert found.calls == (), source
        assert found.clean
        assert "no call of a Storage Gateway operation" in str(found)


def test_a_client_is_known_by_its_service_whatever_its_name() -> None:
    source = "import boto3\nec2 = boto3.client('storagegateway')\nec2.describe_cache()"
    assert [call.operation for call in reviewed(source).calls] == ["DescribeCache"]


def test_a_call_that_nothing_leads_to_is_unclear() -> None:
    [call] = reviewed("if False:\n    client.delete_volume()").calls
    assert set(call.unclear) == {each.error for each in call.verdicts}
    assert call.verdicts[0].note == "no path leads to the call"


COLLECTING = (
    "for page in pages: found.append(page)",
    "for page in pages: found.extend(page.get('Volumes', []))",
    "found.extend(pages)",
    "found.extend(client.get_paginator('list_volumes').paginate())",
    "found.extend([1])",
)


def test_a_call_for_each_of_what_was_collected_is_reached() -> None:
    for collecting in COLLECTING:
        found = reviewed(
            f"""
            def clean(client, pages):
                found = []
                {collecting}
                for each in found:
                    client.delete_volume(VolumeARN=each)
            """,
            "DeleteVolume",
        )
        [call] = found.calls
        assert call.unclear == (), collecting
        assert "VolumeInUse" in call.propagating


def test_nothing_is_called_for_each_of_nothing() -> None:
    source = "def clean(client):\n    for each in []:\n        client.delete_volume()"
    assert outcome(source)[0] is Outcome.UNCLEAR


def test_the_main_program_is_where_a_script_begins() -> None:
    found = reviewed("""
        def main():
            client.delete_volume()

        if __name__ == "__main__":
            try:
                main()
            except Exception as error:
                print(error)
        """)
    [call] = found.calls
    assert call.function == "<module>"
    assert "VolumeInUse" in call.swallowed


def test_what_is_lost_from_far_away_is_followed_from_where_the_call_stands() -> None:
    questions = "\n".join(f"    if ask({number}): return" for number in range(300))
    found = review(
        "def remove(client):\n    try:\n        client.delete_volume()\n    except ClientError:\n"
        f"        return None\n\ndef main(client, ask):\n{questions}\n    remove(client)\n"
    )
    [call] = found.calls
    assert call.function == "remove"
    assert "VolumeInUse" in call.swallowed


# What is followed


CONDITIONS = {
    ("code == 'VolumeInUse'", Outcome.HANDLED),
    ("'VolumeInUse' == code", Outcome.HANDLED),
    ("code and code.startswith('Volume')", Outcome.HANDLED),
    ("code in BUSY", Outcome.HANDLED),
    ("code in BUSY | {'X'}", Outcome.HANDLED),
    ("any(code == each for each in BUSY)", Outcome.HANDLED),
    ("code in [each for each in BUSY if each]", Outcome.HANDLED),
    ("not code != 'VolumeInUse'", Outcome.HANDLED),
    ("(found := code) == 'VolumeInUse'", Outcome.HANDLED),
    ("code == ('VolumeInUse' if BUSY else '')", Outcome.HANDLED),
    ("BUSY and code is not None and code in BUSY", Outcome.HANDLED),
    ("code == 'Volume' + 'InUse'", Outcome.HANDLED),
    ("code == f'{\"Volume\"}InUse'", Outcome.HANDLED),
    ("{'VolumeInUse': True}.get(code, False)", Outcome.HANDLED),
    ("(lambda each: each == 'VolumeInUse')(code)", Outcome.HANDLED),
    ("code == 'VolumeNotFound'", Outcome.PROPAGATES),
    ("code is None", Outcome.PROPAGATES),
    ("code in unknown", Outcome.UNCLEAR),
    ("code == UNKNOWN_NAME", Outcome.UNCLEAR),
    ("is_busy(code)", Outcome.UNCLEAR),
    ("random.random() < 0.5", Outcome.UNCLEAR),
}


def test_conditions() -> None:
    source = """
        BUSY = {"VolumeInUse"}
        def delete(client, unknown):
            try:
                client.delete_volume()
            except ClientError as error:
                code = error.response.get("error", {}).get("errorCode")
                if TEST:
                    return None
                raise
        """
    found = {(test, outcome(source.replace("TEST", test))[0]) for test, _ in CONDITIONS}
    assert found == CONDITIONS


CLAUSES = {
    ("ClientError", Outcome.SWALLOWED),
    ("BaseException", Outcome.SWALLOWED),
    ("botocore.exceptions.ClientError", Outcome.SWALLOWED),
    ("client.exceptions.ClientError", Outcome.SWALLOWED),
    ("(KeyError, (ValueError, ClientError))", Outcome.SWALLOWED),
    ("client.exceptions.InvalidGatewayRequestException", Outcome.HANDLED),
    ("KeyError", Outcome.PROPAGATES),
    ("botocore.exceptions.NoRegionError", Outcome.PROPAGATES),
    ("asyncio.TimeoutError", Outcome.PROPAGATES),
    ("socket.timeout", Outcome.PROPAGATES),
    ("requests.Timeout", Outcome.UNCLEAR),
    ("(requests.Timeout, ClientError)", Outcome.SWALLOWED),
    ("errors", Outcome.UNCLEAR),
    ("'ClientError'", Outcome.CRASHES),
    ("[ClientError]", Outcome.CRASHES),
    ("client.exceptions.ThrottlingException", Outcome.CRASHES),
}


def test_clauses() -> None:
    source = """
        import asyncio, botocore.exceptions, requests, socket
        def delete(client, errors):
            try:
                client.delete_volume()
            except CLAUSE:
                return None
        """
    found = {(clause, outcome(source.replace("CLAUSE", clause))[0]) for clause, _ in CLAUSES}
    assert found == CLAUSES


def test_the_line_is_of_what_decides() -> None:
    source = """
        def delete(client):
            try:
                client.delete_volume()
            except ClientError as error:
                if random():
                    raise
                raise
        """
    assert outcome(source) == (Outcome.PROPAGATES, 7)
    assert outcome("client.delete_volume()") == (Outcome.PROPAGATES, 1)
    unclear = "try:\n    client.delete_volume()\nexcept ClientError:\n    if late:\n        raise"
    assert outcome(unclear) == (Outcome.UNCLEAR, 4)


def test_what_is_handed_on_is_unclear() -> None:
    [call] = reviewed("def delete(client, pool):\n    pool.submit(client.delete_volume)").calls
    assert call.verdicts[0].outcome is Outcome.UNCLEAR
    assert "passed to pool.submit" in call.verdicts[0].note


def test_a_decorator_from_outside_makes_unclear_what_passes_it_and_nothing_else() -> None:
    [call] = reviewed("""
        from tenacity import retry

        @retry
        def delete(client):
            try:
                client.delete_volume()
            except client.exceptions.InternalServerError:
                return None
        """).calls
    assert call.handled == ("GatewayInternalError", "InternalError")
    assert "decorator retry" in call.verdict("VolumeInUse").note


def test_a_function_from_outside_that_is_given_the_error_may_raise() -> None:
    source = """
        def delete(client, {helper}):
            try:
                client.delete_volume()
            except ClientError as error:
                {call}
        """
    assert outcome(source.format(helper="report", call="report(error)"))[0] is Outcome.UNCLEAR
    assert outcome(source.format(helper="logger", call="logger.error(error)"))[0] is (
        Outcome.SWALLOWED
    )
    raising = source.format(helper="errors", call="raise errors.Refused(error) from error")
    assert outcome(raising)[0] is Outcome.HANDLED


def test_an_unknown_number_of_tries_that_ends_in_a_raise_is_followed() -> None:
    source = """
        def delete(client, tries):
            last = None
            for attempt in range(tries):
                try:
                    return client.delete_volume()
                except client.exceptions.InvalidGatewayRequestException as error:
                    last = error
            raise last
        """
    assert outcome(source)[0] is Outcome.UNCLEAR  # with one try it is just raised again
    endless = """
        def delete(client, deadline):
            while True:
                try:
                    return client.delete_volume()
                except ClientError:
                    if time.time() > deadline:
                        raise
        """
    assert outcome(endless) == (Outcome.PROPAGATES, 7)


RECURSIVE = """
    def delete(client, tries):
        try:
            client.delete_volume()
        except client.exceptions.InvalidGatewayRequestException as error:
            if error.response["error"]["errorCode"] != "VolumeInUse" or not tries:
                raise
            {again}
    delete(boto3.client("storagegateway"), 3)
    """


AGAIN: list[tuple[str, list[str]]] = [
    ("delete(client, tries - 1)", []),
    ("delete(client, tries)", ["endless"]),
    ("other(client, tries)\n    def other(client, tries):\n        delete(client, tries)", []),
]


def test_a_function_may_try_again_by_calling_itself() -> None:
    for again, findings in AGAIN:
        found = reviewed(RECURSIVE.format(again=again))
        assert [finding.kind for finding in found.findings] == findings, again


def test_names_of_a_module_that_change_are_not_taken_for_known() -> None:
    source = """
        CODES = ["VolumeInUse"]
        CODES.{do}
        def delete(client):
            try:
                client.delete_volume()
            except client.exceptions.InvalidGatewayRequestException as error:
                if error.response["error"]["errorCode"] in CODES:
                    return
                raise
        """
    assert outcome(source.format(do="append('X')"))[0] is Outcome.UNCLEAR
    assert outcome(source.format(do="index('VolumeInUse')"))[0] is Outcome.HANDLED


def test_what_is_shared_by_two_operations_is_wrong_only_if_it_is_for_both() -> None:
    found = reviewed("""
        def both(client):
            try:
                client.delete_volume()
                client.create_snapshot()
            except client.exceptions.InvalidGatewayRequestException as error:
                if error.response["error"]["errorCode"] in ("VolumeNotReady", "VolumeInUse", "MaximumVolumeCountExceeded"):
                    return
                raise
        """)
    assert [each.name for each in found.findings] == ["MaximumVolumeCountExceeded"]
    assert found.findings[0].text.startswith("CreateSnapshot and DeleteVolume are not documented")


def test_a_pair_that_was_seen_live_is_no_finding() -> None:
    from sgwlib import load_catalogue

    for pair in load_catalogue().undocumented_observed:
        if pair.operation not in load_catalogue().operations:
            continue
        method = "".join(f"_{c.lower()}" if c.isupper() else c for c in pair.operation).strip("_")
        source = (
            f"try:\n    client.{method}()\nexcept client.exceptions.ClientError as e:\n"
            f"    if e.response.get('error', {{}}).get('errorCode') != '{pair.code}':\n        raise"
        )
        assert review(source).clean, pair


# Bad input


def test_a_syntax_error_is_told_with_its_line() -> None:
    with pytest.raises(ReviewError, match=r"<source>, line 2: .*") as raised:
        review("x = 1\ntry\n")
    assert raised.value.line == 2
    assert isinstance(raised.value, SgwError)


def test_what_python_cannot_read_is_a_review_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    for source in ("\0", "(" * 5000, "# coding: no-such-code\nx"):
        path.write_text(source, encoding="utf-8")
        with pytest.raises(ReviewError):
            review(path)


def test_a_path_is_read_with_its_encoding_and_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes("# coding: latin-1\nname = 'é'\nclient.list_gateways()\n".encode("latin-1"))
    assert str(review(path)).startswith(f"{path}:3: ListGateways in <module>")
    with pytest.raises(ReviewError, match="cannot be read: No such file"):
        review(tmp_path / "none.py")


def test_a_file_name_is_refused_as_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "job").write_text("client.delete_volume()", encoding="utf-8")
    for name in ("job", "job.py", "lesson.ipynb"):
        with pytest.raises(ReviewError) as refused:
            review(name)
        assert refused.value.reason.endswith(f"not source; expected Path('{name}')")
    for source in ("job.p", "\0", "x" * 5000, "client.delete_volume()  # as in job.py\n"):
        with suppress(ReviewError):  # some are no Python, but none is a file name
            review(source)
    assert review(Path("job")).calls


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(ReviewError, match="cannot be read: not a regular file"):
        review(tmp_path / "pipe.py")


def test_an_unknown_operation_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="DeleteVolume"):
        review("", "DeleteVolum")


def test_what_belongs_to_functions_is_refused_for_sources() -> None:
    with pytest.raises(ReviewError, match="arguments are for functions"):
        review("", arguments={})


# How it is shown


def test_each_call_has_its_own_findings() -> None:
    found = reviewed("""
        def remove(client):
            client.delete_volume()

        def careful(client):
            try:
                remove(client)
            except client.exceptions.InvalidGatewayRequestException as error:
                if error.response["error"]["errorCode"] != "VolumeInUsed":
                    raise

        def careless(client):
            try:
                remove(client)
            except Exception:
                pass
        """)
    kinds = {call.function: [each.kind for each in call.findings] for call in found.calls}
    assert kinds == {"careful": ["wrong name"], "careless": ["swallowed"]}
    assert {each for call in found.calls for each in call.findings} == set(found.findings)


def test_it_reads_like_a_linter() -> None:
    found = reviewed("""
        try:
            client.delete_volume()
        except ClientError as e:
            if e.response["Error"]["Code"] == "VolumeInUse":
                raise
        """)
    lines = str(found).splitlines()
    assert lines[0].startswith("<source>:3: swallowed: swallows 27 errors of DeleteVolume")
    assert lines[1].startswith("<source>:4: wrong place: VolumeInUse is an error code")
    assert lines[2].startswith("<source>:2: DeleteVolume in <module>: swallowed: ")
    assert not found.clean


def test_html_escapes_what_it_shows() -> None:
    shown = reviewed("if '<script>' in x:\n    client.delete_volume()\nelse: raise x")._repr_html_()
    assert "<script>" not in shown
    assert "<table>" in shown
    found = reviewed(
        "try:\n    client.delete_volume()\nexcept ClientError:\n    if x['<b>']: raise"
    )
    assert "&lt;b&gt;" in found._repr_html_()
    assert "<b>" not in found._repr_html_()


def test_a_dictionary_has_every_verdict() -> None:
    import json

    told = json.loads(json.dumps(reviewed("client.delete_volume()").to_dict()))
    assert told["findings"] == []
    verdicts = told["calls"][0]["verdicts"]
    assert len(verdicts) == 27
    assert verdicts[0].keys() == {"error", "outcome", "line", "end", "note", "run"}


def test_a_review_is_a_value() -> None:
    source = """
        try:
            client.delete_volume()
        except ClientError as e:
            if e.response["Error"]["Code"] == "VolumeInUse":
                raise
        """
    found = reviewed(source)
    for same in (pickle.loads(pickle.dumps(found)), copy(found), deepcopy(found), reviewed(source)):
        assert same == found
        assert hash(same) == hash(found)
    assert found != reviewed("client.delete_volume()")
    assert asdict(found)["calls"][0]["operation"] == "DeleteVolume"
    assert found.summary == "<source>: 2 findings, 1 call"
    assert reviewed("").summary == (
        "<source>: 0 findings, no call of a Storage Gateway operation is found"
    )


def test_a_table_has_a_row_for_each_error_of_each_call(tmp_path: Path) -> None:
    found = reviewed("client.delete_volume()\nclient.list_gateways()")
    frame = found.to_frame()
    assert len(frame) == sum(len(call.verdicts) for call in found.calls)
    assert list(frame["line"].unique()) == [1, 2]
    caught = reviewed("try:\n    client.list_gateways()\nexcept Exception:\n    pass").to_frame()
    assert set(zip(caught["line"], caught["decided_at"], strict=True)) == {(2, 3)}
    path = tmp_path / "verdicts.csv"
    found.to_csv(path)
    assert path.read_text(encoding="utf-8") == frame.to_csv(index=False)
    reviewed("").to_csv(path)
    assert path.read_text(encoding="utf-8").startswith("source,operation,line,function,error,")
    assert list(reviewed("").to_frame().columns) == list(frame.columns)


def test_errors_of_a_review_arrive_from_another_process() -> None:
    errors = (
        ReviewError("a.py", "bad", 3),
        UnknownNameError("operation", "x", ["y"]),
        values.Opaque("Refused"),
        values.Returned(7),
        values.Broke(),
        values.Thrown(values.Opaque("Refused").with_traceback(None), 3, meant=True),
        values.UnclearError("it is", 3),
    )
    for error in errors:
        same = pickle.loads(pickle.dumps(error))
        if isinstance(error, values.Thrown):
            assert (repr(same.error), same.line, same.meant) == ("Opaque('Refused')", 3, True)
            continue
        assert (type(same), str(same), vars(same)) == (type(error), str(error), vars(error))


def test_a_verdict_is_asked_for_by_name() -> None:
    [call] = reviewed("client.delete_volume()").calls
    with pytest.raises(UnknownNameError, match="VolumeInUse"):
        call.verdict("VolumeInUs")
