"""Which signs are sighted in a text, in whatever notation they are written."""

from __future__ import annotations

import pytest

from sgwlib import explain, load_catalogue
from sgwlib.explanation.knowledge import knowledge
from sgwlib.explanation.reading import read
from sgwlib.explanation.views import View

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


@pytest.mark.parametrize("text", NOTATIONS.values(), ids=NOTATIONS)
def test_a_notation_is_read(text: str) -> None:
    told = explain(text)
    assert (told.exception, told.message) == (OWN, NOT_CONNECTED)
    assert (told.code, told.code_basis) == ("GatewayNotConnected", "read")
    assert (told.certain, told.others) == (True, ())
    if ID in text:
        assert (told.request_id, told.http_status) == (ID, 400)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
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
    ],
)
def test_an_operation_is_read(text: str, operation: str | None) -> None:
    assert explain(text).operation == operation


def test_a_sign_is_sighted_once() -> None:
    sightings = read(View(f'{{"__type": "{OWN}", "error": {{"errorCode": "VolumeInUse"}}}}'), KNOWN)
    signs = [(sign.what, sign.start) for sighting in sightings for sign in sighting]
    assert len(signs) == len(set(signs)) == 2


def test_a_log_s_own_message_is_not_the_error_s() -> None:
    text = f'{{"message": "cleanup failed", "err": "{OWN}: {NOT_CONNECTED}"}}'
    assert explain(text).message == NOT_CONNECTED


@pytest.mark.parametrize("name", ["SnapshotInProgress", "InvalidGateway", "Xyz"])
def test_a_name_that_may_be_cut_off_is_not_read(name: str) -> None:
    assert explain(f'{{"__type":"{OWN}","error":{{"errorCode":"{name}').code is None
    assert explain(f'{{"__type":"{OWN}","error":{{"errorCode":"{name}"}}}}').code == name
