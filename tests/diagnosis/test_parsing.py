"""Evidence is found in a text, in whatever notation it is written."""

from __future__ import annotations

import json

from sgwlib import explain, load_catalogue
from sgwlib.diagnosis.decoding import View
from sgwlib.diagnosis.knowledge import knowledge
from sgwlib.diagnosis.parsing import parse

KNOWN = knowledge(load_catalogue())
OWN = "InvalidGatewayRequestException"
NOT_CONNECTED = "The specified gateway is not connected."

OPERATIONS: list[tuple[str, str | None]] = [
    (
        f"A client error ({OWN}) occurred when calling the ListVolumes operation: no",
        "ListVolumes",
    ),
    (f'Error executing "ListVolumes" on "https://storagegateway.x"; {OWN}', "ListVolumes"),
    (f"{OWN}\n\tat a.StorageGatewayClient.listVolumes(Client.java:1)", "ListVolumes"),
    (f"$ aws storagegateway list-volumes --x\n\nerror: {OWN}", "ListVolumes"),
    (
        f'X-Amz-Target: StorageGateway_20130630.ListVolumes\n\n{{"__type":"{OWN}"}}',
        "ListVolumes",
    ),
    (f"reading Storage Gateway Gateway (arn): {OWN}: no", "DescribeGatewayInformation"),
    (f"when calling the DescribeBandwidthRateLimit\nSchedule operation: {OWN}", None),
]


def test_an_operation_is_read() -> None:
    assert [(text, explain(text).operation) for text, _ in OPERATIONS] == OPERATIONS


def test_evidence_is_found_once() -> None:
    text = f'{{"__type": "{OWN}", "error": {{"errorCode": "VolumeInUse"}}}}'
    found = [(it.what, it.start) for cluster in parse(View(text), KNOWN) for it in cluster]
    assert len(found) == len(set(found)) == 2


def test_a_log_s_own_message_is_not_the_error_s() -> None:
    text = f'{{"message": "cleanup failed", "err": "{OWN}: {NOT_CONNECTED}"}}'
    assert explain(text).message == NOT_CONNECTED
    own = (f'"error.type": "{OWN}"', f'"error.message": "{NOT_CONNECTED}"')
    for first, second in (own, own[::-1]):
        text = f'{{"message": "cleanup failed", "detail": {{{first}, {second}}}}}'
        assert explain(text).message == NOT_CONNECTED


def test_an_output_and_its_lines_are_read_once() -> None:
    said = (
        f"An error occurred ({OWN}) when calling the DescribeVTLDevices operation: {NOT_CONNECTED}"
    )
    for output in (
        {"stdout": said, "stdout_lines": [said]},
        {"stdout_lines": [said]},
        {"stderr": "", "stderr_lines": [said], "stdout": "done", "stdout_lines": ["done"]},
        {"first": {"stderr": "no"}, "second": {"stderr_lines": [said]}},
    ):
        found = explain(json.dumps(output))
        assert (found.operation, found.code, found.others) == (
            "DescribeVTLDevices",
            "GatewayNotConnected",
            (),
        )


def test_a_name_that_may_be_truncated_is_not_read() -> None:
    for name in ("SnapshotInProgress", "InvalidGateway", "Xyz"):
        text = f'{{"__type":"{OWN}","error":{{"errorCode":"{name}'
        assert (explain(text).code, explain(f'{text}"}}}}').code) == (None, name)
