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
ID = "efbd972d-e0d7-4d5c-8637-3c126aa09267"

NOTATIONS = {
    "Terraform's box": f"""╷
│ Error: error reading Storage Gateway Gateway (arn): {OWN}: {NOT_CONNECTED}
│ {{
│   RespMetadata: {{
│     StatusCode: 400,
│     RequestID: "{ID}"
│   }},
│   Error_: {{
│     ErrorCode: "GatewayNotConnected"
│   }},
│   Message_: "{NOT_CONNECTED}"
│ }}
╵
""",
    "JavaScript v2": f"""{{ {OWN}: {NOT_CONNECTED}
    at Request.extractError (/app/json.js:48:27)
  message: '{NOT_CONNECTED}',
  code: '{OWN}',
  error: {{ errorCode: 'GatewayNotConnected' }},
  requestId: '{ID}',
  statusCode: 400 }}""",
    "raw HTTP, the exception in a header": (
        f"HTTP/1.1 400 Bad Request\r\nx-amzn-ErrorType: {OWN}:http://x/\r\nx-amzn-RequestId: {ID}"
        f'\r\n\r\n{{"message":"{NOT_CONNECTED}","error":{{"errorCode":"GatewayNotConnected"}}}}'
    ),
    "AWS CLI, table": f"""+---------+----------------------------------+
|  Code   |  {OWN}  |
|  Message|  {NOT_CONNECTED}  |
+---------+----------------------------------+
||  errorCode   |  GatewayNotConnected       ||
""",
    "AWS CLI, text": f"{OWN}\t{NOT_CONNECTED}\t{NOT_CONNECTED}\nERROR\tGatewayNotConnected\n",
    "AWS CLI, YAML": (
        f"Code: {OWN}\nMessage: {NOT_CONNECTED}\nerror:\n  errorCode: GatewayNotConnected\n"
    ),
    "Rust": (
        f'ServiceError {{ source: {OWN}({OWN} {{ message: Some("{NOT_CONNECTED}"), error: Some('
        "StorageGatewayError { error_code: Some(GatewayNotConnected) }) }) }"
    ),
}


def test_every_notation_is_read() -> None:
    wrong = {}
    for name, text in NOTATIONS.items():
        found = explain(text)
        facts = (found.exception, found.message, found.code, found.code_basis, found.certain)
        answered = ID not in text or (found.request_id, found.http_status) == (ID, 400)
        expected = (OWN, NOT_CONNECTED, "GatewayNotConnected", "read", True)
        if facts != expected or found.others or not answered:
            wrong[name] = found
    assert wrong == {}


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
