"""Further texts and look-alikes, of clients and tools that are met less often.

Written by hand, as those of ``more_texts``.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any, Final

from tests.diagnosis.more_texts import (
    BLOCKS,
    BODY,
    BODY_READ,
    GATEWAY,
    ID,
    IN_USE,
    JAVA,
    LINE,
    LINE_READ,
    NOT_CONNECTED,
    OWN,
    UNKNOWN,
)

__all__ = ["LOOK_ALIKES", "TEXTS"]

TEXTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "crossplane": (
        f"create failed: async create failed: failed to create the resource: [{{0 reading Storage Gateway Gateway ({GATEWAY}): operation error Storage Gateway: DescribeGatewayInformation, https response error StatusCode: 400, RequestID: {ID}, {OWN}: {NOT_CONNECTED}  []}}]",
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "request_id": ID,
            "certain": True,
            "message": NOT_CONNECTED,
        },
    ),
    "ack": (
        f'{{"level":"error","ts":"2024","msg":"Reconciler error","error":"{OWN}: {NOT_CONNECTED}\\n\\tstatus code: 400, request id: {ID}"}}',
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "request_id": ID,
            "http_status": 400,
            "certain": True,
        },
    ),
    "stepfunctions": (
        json.dumps(
            {
                "Error": "StorageGateway.InvalidGatewayRequestException",
                "Cause": f"{NOT_CONNECTED} {JAVA}",
            }
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "http_status": 400,
            "request_id": ID,
            "certain": True,
            "message": NOT_CONNECTED,
        },
    ),
    "stepfunctions sfn v2 error": (
        json.dumps(
            {"error": "StorageGateway.StorageGatewayException", "cause": f"Rate exceeded {JAVA}"}
        ),
        {"http_status": 400, "request_id": ID, "certain": True},
    ),
    "ssm automation": (
        f"Step fails when it is Execute/Cancelling action. {LINE}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.",
        {"exception": OWN, "operation": "DeleteVolume", "certain": True, "code": "VolumeInUse"},
    ),
    "ssm automation java": (
        f"An error occurred ({OWN}) when calling the DeleteVolume operation: {UNKNOWN}",
        {"exception": OWN, "operation": "DeleteVolume", "message": UNKNOWN, "certain": True},
    ),
    "perl paws": (
        f"InvalidGatewayRequestException at /usr/share/perl5/Paws/Net/Caller.pm line 12: {NOT_CONNECTED}",
        {"exception": OWN, "certain": True},
    ),
    "paws str": (
        f"{NOT_CONNECTED} (InvalidGatewayRequestException) Request ID: {ID}",
        {"exception": OWN, "code": "GatewayNotConnected", "request_id": ID, "certain": True},
    ),
    "elixir ExAws": (
        '{:error, {:http_error, 400, %{body: "'
        + BODY.replace('"', '\\"')
        + f'", headers: [{{"x-amzn-RequestId", "{ID}"}}], status_code: 400}}}}}}',
        {**BODY_READ, "http_status": 400},
    ),
    "erlang": (
        '{error,{aws_error,<<"InvalidGatewayRequestException">>,<<"' + NOT_CONNECTED + '">>}}',
        {"exception": OWN, "certain": True},
    ),
    "clojure cognitect": (
        '{:__type "InvalidGatewayRequestException", :error {:errorCode "GatewayNotConnected"}, :message "'
        + NOT_CONNECTED
        + '", :cognitect.anomalies/category :cognitect.anomalies/incorrect}',
        BODY_READ,
    ),
    "swift soto": (
        f"InvalidGatewayRequestException: {NOT_CONNECTED}",
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "certain": True,
            "message": NOT_CONNECTED,
        },
    ),
    "aws sdk swift": (
        f'AWSStorageGateway.InvalidGatewayRequestException(properties: AWSStorageGateway.InvalidGatewayRequestException.Properties(error: Optional(AWSStorageGateway.StorageGatewayClientTypes.StorageGatewayError(errorCode: Optional(GatewayNotConnected), errorDetails: nil)), message: Optional("{NOT_CONNECTED}")), requestID: Optional("{ID}"))',
        {"exception": OWN, "code": "GatewayNotConnected", "certain": True},
    ),
    "cpp": (
        f"Error: DeleteVolume: HTTP response code: 400\nResolved remote host IP address: 10.0.0.1\nRequest ID: {ID}\nException name: {OWN}\nError message: {IN_USE}\n4 response headers:\ncontent-type : application/x-amz-json-1.1\n",
        {
            "exception": OWN,
            "code": "VolumeInUse",
            "message": IN_USE,
            "request_id": ID,
            "certain": True,
            "http_status": 400,
        },
    ),
    "R paws": (
        f"Error: {OWN} (HTTP 400). {NOT_CONNECTED}",
        {"exception": OWN, "code": "GatewayNotConnected", "certain": True, "http_status": 400},
    ),
    "haskell amazonka": (
        'ServiceError (ServiceError\' {abbrev = Abbrev "StorageGateway", status = Status {statusCode = 400, statusMessage = "Bad Request"}, code = ErrorCode "InvalidGatewayRequest", message = Just (ErrorMessage {fromErrorMessage = "'
        + NOT_CONNECTED
        + '"}), requestId = Just (RequestId {fromRequestId = "'
        + ID
        + '"})})',
        {"http_status": 400},
    ),
    "splunk kv": (
        f'2024-04-06 07:08:09 level="ERROR" exception="{OWN}" op="DeleteVolume" message="{IN_USE}" request_id="{ID}"',
        {
            "exception": OWN,
            "message": IN_USE,
            "request_id": ID,
            "operation": "DeleteVolume",
            "code": "VolumeInUse",
            "certain": True,
        },
    ),
    "logfmt code": (
        f"level=error exception={OWN} code=GatewayNotConnected",
        {"exception": OWN, "code": "GatewayNotConnected", "code_basis": "read", "certain": True},
    ),
    "logfmt, whose service shows that it is ours": (
        (
            'time=2024-04-06T07:08:09Z level=error service=storagegateway operation="ListVolumes" '
            'error.type=InternalServerError error.code=GatewayInternalError msg="gave up"'
        ),
        {
            "exception": "InternalServerError",
            "operation": "ListVolumes",
            "code": "GatewayInternalError",
            "certain": True,
        },
    ),
    "structured fields": (
        json.dumps({"op": "x", "operation": "DeleteVolume", "error": OWN, "code": "VolumeInUse"}),
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse", "certain": True},
    ),
    "X-Ray, what a segment says of its cause": (
        json.dumps(
            {
                "name": "StorageGateway",
                "aws": {"operation": "CreateSnapshot", "request_id": ID},
                "cause": {"exceptions": [{"message": IN_USE, "type": f"a.b.storagegateway.{OWN}"}]},
            }
        ),
        {
            "exception": OWN,
            "operation": "CreateSnapshot",
            "code": "VolumeInUse",
            "request_id": ID,
            "certain": True,
        },
    ),
    "CloudTrail, an access that was denied": (
        json.dumps(
            {
                "eventSource": "storagegateway.amazonaws.com",
                "eventName": "ListTapes",
                "errorCode": "AccessDenied",
            }
        ),
        {"exception": "AccessDenied", "operation": "ListTapes", "code": None, "certain": True},
    ),
    "java v2, an exception that is not named so": (
        (
            "software.amazon.awssdk.services.storagegateway.model.InternalServerErrorException: A "
            f"gateway internal error occurred. (Service: StorageGateway, Status Code: 500, Request ID: {ID})"
        ),
        {
            "exception": "InternalServerError",
            "code": "GatewayInternalError",
            "request_id": ID,
            "http_status": 500,
            "certain": True,
        },
    ),
    "dotnet, the call in its stack": (
        (
            f"Amazon.StorageGateway.Model.{OWN}: {IN_USE}\n   at Amazon.StorageGateway."
            "AmazonStorageGatewayClient.DeleteVolumeAsync(DeleteVolumeRequest request)"
        ),
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse", "certain": True},
    ),
    "ruby, the call in its stack": (
        (
            f"app.rb:3:in `call': {IN_USE} (Aws::StorageGateway::Errors::{OWN})\n\tfrom /gems/"
            "aws-sdk-storagegateway-1.80.0/lib/aws-sdk-storagegateway/client.rb:9:in `delete_volume'"
        ),
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse", "certain": True},
    ),
    "ruby, the call in its log": (
        (
            '[Aws::StorageGateway::Client 400 0.231 0 retries] delete_volume(volume_arn:"a") '
            f"Aws::StorageGateway::Errors::{OWN} {IN_USE}"
        ),
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse", "certain": True},
    ),
    "a call before the name": (
        f"DeleteVolume of vol-1122AABB failed with error {OWN}: {IN_USE}",
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse", "certain": True},
    ),
    "a call before the name, and another in the sentence behind it": (
        f"delete_everything failed: CreateSnapshot failed: {OWN}('{LINE}')",
        LINE_READ,
    ),
    "a program's own code, and the service's message": (
        json.dumps({"code": "InternalError", "error": f"{OWN}: {IN_USE}"}),
        {"exception": OWN, "code": "VolumeInUse", "certain": True},
    ),
    "a call before the name, and a code behind it": (
        f"- delete_volume('vol-1122AABB'): {OWN} (VolumeInUse)",
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse"},
    ),
    "ecs json": (
        json.dumps(
            {
                "@timestamp": "2024",
                "log.level": "error",
                "error.type": OWN,
                "error.message": NOT_CONNECTED,
                "service.name": "backup",
                "error.stack_trace": f"{OWN}: {NOT_CONNECTED}\n\tat x",
            }
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "certain": True,
            "message": NOT_CONNECTED,
        },
    ),
    "ecs nested": (
        json.dumps(
            {"error": {"type": OWN, "message": NOT_CONNECTED}, "service": {"name": "backup"}}
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "certain": True,
            "message": NOT_CONNECTED,
        },
    ),
    "otel": (
        json.dumps(
            {
                "attributes": {
                    "exception.type": f"software.amazon.awssdk.services.storagegateway.model.{OWN}",
                    "exception.message": f"{NOT_CONNECTED} {JAVA}",
                    "rpc.service": "StorageGateway",
                    "rpc.method": "ListLocalDisks",
                }
            }
        ),
        {"exception": OWN, "code": "GatewayNotConnected", "certain": True, "http_status": 400},
    ),
    "xray": (
        json.dumps(
            {
                "name": "StorageGateway",
                "cause": {"exceptions": [{"id": "1", "message": LINE, "type": OWN}]},
                "aws": {"operation": "DeleteVolume", "request_id": ID, "retries": 0},
                "http": {"response": {"status": 400}},
            }
        ),
        {"exception": OWN, "operation": "DeleteVolume", "code": "VolumeInUse", "certain": True},
    ),
    "xml escaped": (
        f'<failure message="{LINE.replace(chr(39), "&apos;")}" type="botocore.errorfactory.{OWN}">x</failure>',
        LINE_READ,
    ),
    "tap": (f"not ok 1 - delete\n  ---\n  message: '{LINE}'\n  ...\n", LINE_READ),
    "rich traceback": (
        f"╭─ Traceback (most recent call last) ─╮\n│ /srv/cleanup.py:41 in delete        │\n╰─────────────────────────────────────╯\nInvalidGatewayRequestException: {LINE}\n",
        LINE_READ,
    ),
    "rich wrapped": (
        "InvalidGatewayRequestException: An error occurred (InvalidGatewayRequestException) \nwhen calling the DeleteVolume operation: The specified volume is already in use.\n",
        LINE_READ,
    ),
    "bash xtrace": (
        f"+ aws storagegateway delete-volume --volume-arn x\n\n{LINE}\n+ exit 254\n",
        LINE_READ,
    ),
    "graphql": (
        f'{{"errors": [{{"message": "{LINE}", "extensions": {{"code": "INTERNAL_SERVER_ERROR"}}}}]}}',
        LINE_READ,
    ),
    "subprocess": (
        "subprocess.CalledProcessError: Command '['aws', 'storagegateway', 'delete-volume']' returned non-zero exit status 254.\nstderr: b'\\n"
        + LINE
        + "\\n'",
        LINE_READ,
    ),
    "fluentbit": (
        f'[0] kube.var: [1712387289.123, {{"log"=>"{LINE}", "stream"=>"stderr"}}]',
        LINE_READ,
    ),
    "ruby hash": (
        f'{{:error_code=>"{OWN}", :message=>"{NOT_CONNECTED}"}}',
        {"exception": OWN, "certain": True},
    ),
    "lines quoted >": (
        textwrap.indent(BLOCKS["JavaScript v3"], "> "),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "code_basis": "read",
            "http_status": 400,
            "request_id": ID,
            "certain": True,
        },
    ),
    "git diff +": (
        "".join(f"+{line}\n" for line in BLOCKS["Go v1"].split("\n")),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "code_basis": "read",
            "http_status": 400,
            "request_id": ID,
            "certain": True,
        },
    ),
    "grep -H": (
        "".join(f"app.log:{n}:{line}\n" for n, line in enumerate(BLOCKS["Go v1"].split("\n"), 17)),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "http_status": 400,
            "request_id": ID,
            "certain": True,
        },
    ),
    "stern": (
        "".join(f"cleanup-7d9-x2 app {line}\n" for line in BLOCKS["JavaScript v3"].split("\n")),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "http_status": 400,
            "request_id": ID,
            "certain": True,
        },
    ),
    "nbsp": (LINE.replace(" ", "\u00a0"), LINE_READ),
    "a zero-width blank": (
        LINE.replace("InvalidGateway", "\u200bInvalidGateway"),
        {"exception": OWN, "certain": True},
    ),
    "crlf": (
        BLOCKS["Go v1"].replace("\n", "\r\n"),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "http_status": 400,
            "request_id": ID,
            "certain": True,
        },
    ),
    "php laravel": (
        f'[2024-04-06 07:08:09] production.ERROR: Error executing "DeleteVolume" on "https://storagegateway.eu-west-1.amazonaws.com"; AWS HTTP error: Client error: `POST https://storagegateway.eu-west-1.amazonaws.com` resulted in a `400 Bad Request` response:\n{BODY[:100]} (truncated...)\n {OWN} (client): {NOT_CONNECTED} - {BODY} {{"exception":"[object] (Aws\\\\StorageGateway\\\\Exception\\\\StorageGatewayException(code: 0): Error executing"}}',
        {**BODY_READ, "operation": "DeleteVolume", "http_status": 400},
    ),
}
LOOK_ALIKES: Final = {
    "S3 in Java": "Access Denied (Service: S3, Status Code: 403, Request ID: A)",
    "sfn dynamodb": json.dumps(
        {
            "Error": "DynamoDB.InternalServerErrorException",
            "Cause": "x (Service: DynamoDb, Status Code: 500, Request ID: a)",
        }
    ),
    "otel s3": json.dumps(
        {
            "attributes": {"exception.type": "InternalServerError", "rpc.service": "S3"},
            "resource": {"service.name": "storagegateway-uploader"},
        }
    ),
    "ecs svc": json.dumps(
        {
            "error": {"type": "InternalServerError", "message": "An internal error occurred."},
            "service": {"name": "storage-gateway-proxy"},
        }
    ),
    "cpp ec2": "Error: HTTP response code: 400\nException name: VolumeInUse\nError message: Volume vol-1 is attached\n",
    "perl": "InternalFailure at /usr/share/perl5/Paws/Net/Caller.pm line 12: x",
    "k8s gateway api": "Warning  GatewayNotFound  2m  gateway-controller  The specified gateway was not found.",
    "istio": "reason: GatewayNotConnected-istio",
    "nagios": "CRITICAL - sgw VolumeInUse=97%",
    "erlang": '{error,{aws_error,<<"ThrottlingException">>,<<"Rate exceeded">>}}',
    "two lines": "connected to https://storagegateway.us-east-1.amazonaws.com ok\n\nInternalError: disk full\n",
}
