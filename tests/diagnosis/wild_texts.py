"""Texts and look-alikes in shapes that public reports have: test runs, platforms, notebooks.

Written by hand, as those of ``more_texts``; the shapes are those of reports, the content is ours.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any, Final
from urllib.parse import quote_plus

from tests.diagnosis.more_texts import (
    BODY,
    BODY_READ,
    GATEWAY,
    GO,
    GO_READ,
    ID,
    IN_USE,
    LINE,
    LINE_READ,
    NOT_CONNECTED,
    OWN,
    UNKNOWN,
)

__all__ = ["LOOK_ALIKES", "PAIRS", "TEXTS"]

OTHER_ID: Final = "c95b8a4e-1de9-4dfa-b5a5-f4224023f714"
VOLUME: Final = f"{GATEWAY}/volume/vol-1122AABB"
JAVA: Final = (
    f"software.amazon.awssdk.services.storagegateway.model.{OWN}: {IN_USE} "
    f"(Service: StorageGateway, Status Code: 400, Request ID: {ID})"
)
LAMBDA: Final = json.dumps({"errorMessage": LINE, "errorType": OWN, "requestId": OTHER_ID})
CPLUSPLUS: Final = (
    f"HTTP response code: 400\nRequest ID: {ID}\nException name: {OWN}\nError message: {IN_USE}\n"
)
BLOCK: Final = (
    f'{{\n  RespMetadata: {{\n    StatusCode: 400,\n    RequestID: "{ID}"\n  }},\n'
    f'  Error_: {{\n    ErrorCode: "VolumeInUse"\n  }},\n  Message_: "{IN_USE}"\n}}'
)
OF_VOLUME: Final[dict[str, Any]] = {
    "exception": OWN,
    "code": "VolumeInUse",
    "message": IN_USE,
    "certain": True,
}
CONCLUDED: Final = OF_VOLUME | {"code_basis": "message"}
READ: Final = OF_VOLUME | {"code_basis": "read"}
ANSWERED: Final = {"http_status": 400, "request_id": ID}


def _indented(text: str, margin: str) -> str:
    return "".join(f"{margin}{line}\n" for line in text.split("\n"))


TEXTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "a box around a wrapped line": (
        "".join(f"│ {line.ljust(50)} │\n" for line in textwrap.wrap(LINE, 50)),
        LINE_READ,
    ),
    "in bold": (f"**{LINE}**", LINE_READ),
    "before a parenthesis of Japanese": (f"エラー: {LINE}（リトライします）", LINE_READ),
    "colours that a tool has written out": (f"^[[31m{LINE}^[[0m", LINE_READ),
    "a form that was sent to a chat": (f"POST /hook text={quote_plus(LINE)}", LINE_READ),
    "a code before the name": (
        f"Error deleting vol-1122AABB: VolumeInUse ({OWN})",
        {"exception": OWN, "code": "VolumeInUse", "certain": True},
    ),
    "SDK for C++, what its marshaller logs": (
        f"[WARN] 2026-03-01 09:59:58.011 AWSErrorMarshaller Encountered AWSError '{OWN}': {UNKNOWN}",
        {"exception": OWN, "code": None, "message": UNKNOWN, "certain": True},
    ),
    "a struct of Rust in a JSON log": (
        json.dumps(
            {
                "msg": f'ServiceError {{ source: {OWN} {{ message: Some("{NOT_CONNECTED}"), '
                f'extras: Some({{"aws_request_id": "{ID}"}}) }}, raw: Response {{ headers: '
                f'{{"x-amzn-requestid": HeaderValue {{ H0("{ID}") }}}}, body: b"'
                + BODY.replace('"', '\\"')
                + '" }'
            }
        ),
        {"exception": OWN, "code": "GatewayNotConnected", "request_id": ID, "certain": True},
    ),
    "Terraform, a step of its own tests": (
        "=== CONT  TestAccAWSStorageGatewaySmbFileShare_guest\n"
        "    resource_aws_storagegateway_smb_file_share_test.go:74: Step 1/3 error: Error running "
        "apply: exit status 1\n        \n"
        + _indented(f"Error: error deleting Storage Gateway volume: {OWN}: {IN_USE}", " " * 8)
        + _indented(BLOCK, " " * 8),
        READ | ANSWERED,
    ),
    "Terraform, an address among the words": (
        (
            f"Error: error creating Storage Gateway ({GATEWAY}) File System Association: {OWN}: "
            "File System Association Endpoint IP address is missing."
        ),
        {
            "exception": OWN,
            "operation": "AssociateFileSystem",
            "message": "File System Association Endpoint IP address is missing.",
            "code": "FileSystemAssociationEndpointIpAddressMissing",
            "code_basis": "message",
            "documented": True,
            "certain": True,
        },
    ),
    "Terraform 0.15, its debug log": (
        (
            "2022-05-20T17:49:22.411Z [DEBUG] provider.terraform-provider-aws_v4.15.0_x5: "
            f"[aws-sdk-go] {BODY}: timestamp=2022-05-20T17:49:22.411Z"
        ),
        BODY_READ,
    ),
    "Terraform 1.8, its debug log": (
        (
            "2024-05-20T17:49:22.411Z [DEBUG] provider.terraform-provider-aws_v5.50.0_x5: "
            "HTTP Response Received: aws.region=us-east-1 http.duration=101 "
            'rpc.method=ListLocalDisks rpc.service="Storage Gateway" rpc.system=aws-api\n'
            f"  http.response.body=\n  | {BODY}\n"
            f"   http.response.header.x_amzn_requestid={ID} http.status_code=400"
        ),
        BODY_READ | ANSWERED | {"operation": "ListLocalDisks"},
    ),
    "Terraform, -json": (
        json.dumps(
            {
                "@level": "error",
                "@message": f"Error: {GO}",
                "@module": "terraform.ui",
                "diagnostic": {"severity": "error", "summary": GO, "detail": ""},
                "type": "diagnostic",
            }
        ),
        GO_READ,
    ),
    "Pulumi, an engine's event": (
        json.dumps(
            {
                "sequence": 12,
                "diagnosticEvent": {
                    "urn": "urn:pulumi:prod::backup::aws:storagegateway/gateway:Gateway::main",
                    "prefix": "<{%fg 1%}>error: <{%reset%}>",
                    "message": f"<{{%reset%}}>1 error occurred:\n\t* {GO}\n\n<{{%reset%}}>\n",
                    "severity": "error",
                },
            }
        ),
        GO_READ,
    ),
    "Steampipe": (
        (
            "Error: aws: operation error Storage Gateway: ListGateways, https response error "
            f"StatusCode: 400, RequestID: {ID}, api error AccessDeniedException: User: "
            "arn:aws:iam::111122223333:user/steampipe is not authorized to perform: "
            "storagegateway:ListGateways on resource: * because no identity-based policy allows the "
            "storagegateway:ListGateways action (SQLSTATE HV000)"
        ),
        {
            "exception": "AccessDeniedException",
            "code": None,
            "operation": "ListGateways",
            "certain": True,
        }
        | ANSWERED,
    ),
    "cloud-nuke, its table": (
        f"| {VOLUME} | StorageGateway volume | ❌ {OWN}: The specified vol |",
        {"exception": OWN, "code": None, "certain": True},
    ),
    "cloud-nuke, its log": (
        (
            f"  ERROR   Unable to retrieve storage-gateway, {OWN}: {IN_USE}          \n"
            f"                status code: 400, request id: {ID}\n"
        ),
        CONCLUDED | ANSWERED,
    ),
    "aws-nuke": (
        f'time="2024-04-06T07:08:09Z" level=error msg={json.dumps(f"{OWN}: {IN_USE}" + chr(10) + BLOCK)}',
        READ | ANSWERED,
    ),
    "controller-runtime": (
        json.dumps(
            {
                "level": "error",
                "ts": "2024-04-06T07:08:09Z",
                "msg": "Reconciler error",
                "controller": "volume",
                "object": {"name": "data", "namespace": "default"},
                "error": f"{OWN}: {IN_USE}\n\tstatus code: 400, request id: {ID}",
                "stacktrace": "sigs.k8s.io/controller-runtime/pkg/internal/controller.(*Controller)"
                ".reconcileHandler\n\t/go/pkg/mod/controller.go:329",
            }
        ),
        CONCLUDED | ANSWERED,
    ),
    "Go v2, after its attempts": (
        (
            'level=ERROR msg="giving up" err="operation error Storage Gateway: DeleteVolume, exceeded '
            f"maximum number of attempts, 3, https response error StatusCode: 500, RequestID: {ID}, "
            'InternalServerError: An internal error occurred."'
        ),
        {
            "exception": "InternalServerError",
            "operation": "DeleteVolume",
            "attempts": 3,
            "http_status": 500,
            "request_id": ID,
            "certain": True,
        },
    ),
    "Java v2, the details": (
        (
            "AwsErrorDetails(errorMessage=Cannot describe volumes of multiple gateways, "
            f"errorCode={OWN}, serviceName=StorageGateway)"
        ),
        {
            "exception": OWN,
            "code": None,
            "message": "Cannot describe volumes of multiple gateways",
            "certain": True,
        },
    ),
    "Java v2, asynchronous": (
        (
            f"java.util.concurrent.CompletionException: {JAVA} (SDK Attempt Count: 1)\n"
            "\tat software.amazon.awssdk.utils.CompletableFutureUtils.errorAsCompletionException"
            f"(CompletableFutureUtils.java:65)\nCaused by: {JAVA} (SDK Attempt Count: 1)\n"
            "\tat software.amazon.awssdk.services.storagegateway.model."
            f"{OWN}$BuilderImpl.build({OWN}.java:171)\n"
        ),
        CONCLUDED | ANSWERED | {"attempts": 1},
    ),
    "Java v1, in log4j's pattern": (
        (
            "2024-04-06 07:08:09,123 ERROR [main] c.e.Backup - delete failed\n"
            "java.util.concurrent.ExecutionException: com.amazonaws.services.storagegateway.model."
            f"{OWN}: {IN_USE} (Service: AWSStorageGateway; Status Code: 400; Error Code: {OWN}; "
            f"Request ID: {ID}; Proxy: null)\n\tat java.base/java.util.concurrent.FutureTask.report"
            "(FutureTask.java:122)\nCaused by: com.amazonaws.services.storagegateway.model."
            f"{OWN}: {IN_USE} (Service: AWSStorageGateway; Status Code: 400; Error Code: {OWN}; "
            f"Request ID: {ID}; Proxy: null)\n\tat com.amazonaws.services.storagegateway."
            "AWSStorageGatewayClient.executeDeleteVolume(AWSStorageGatewayClient.java:1842)\n"
        ),
        CONCLUDED | ANSWERED | {"operation": "DeleteVolume"},
    ),
    "log4j's JSON": (
        json.dumps(
            {
                "instant": {"epochSecond": 1712387289, "nanoOfSecond": 123000000},
                "level": "ERROR",
                "loggerName": "com.example.Backup",
                "message": "delete failed",
                "thrown": {
                    "commonElementCount": 0,
                    "localizedMessage": JAVA.partition(": ")[2],
                    "message": JAVA.partition(": ")[2],
                    "name": JAVA.partition(": ")[0],
                    "extendedStackTrace": f"{JAVA}\n\tat com.example.Backup.main(Backup.java:9)",
                },
            }
        ),
        CONCLUDED | ANSWERED,
    ),
    "GELF": (
        json.dumps(
            {
                "version": "1.1",
                "host": "backup01",
                "short_message": "delete failed",
                "full_message": f"{JAVA}\n\tat com.example.Backup.main(Backup.java:9)",
                "level": 3,
                "_logger": "com.example.Backup",
            }
        ),
        CONCLUDED | ANSWERED,
    ),
    "tenacity": (
        f"tenacity.RetryError: RetryError[<Future at 0x7f31 state=finished raised {OWN}>]",
        {"exception": OWN, "code": None, "certain": True},
    ),
    "Ray": (
        (
            f"ray.exceptions.RayTaskError({OWN}): ray::delete() (pid=812, ip=10.0.0.1)\n"
            '  File "/app/backup.py", line 9, in delete\n    client.delete_volume(VolumeARN=arn)\n'
            f"botocore.errorfactory.{OWN}: {LINE}"
        ),
        LINE_READ,
    ),
    "a group of exceptions": (
        (
            "  + Exception Group Traceback (most recent call last):\n"
            '  |   File "/app/backup.py", line 9, in <module>\n  |     asyncio.run(main())\n'
            "  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n"
            "  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n"
            '    |   File "/app/backup.py", line 5, in delete\n    |     client.delete_volume()\n'
            f"    | botocore.errorfactory.{OWN}: {LINE}\n    +------------------------------------\n"
        ),
        LINE_READ,
    ),
    "IPython": (
        (
            f"{'-' * 75}\n{OWN}            Traceback (most recent call last)\nCell In[3], line 1\n"
            "----> 1 client.delete_volume(VolumeARN=arn)\n\n"
            "File /opt/venv/lib/python3.11/site-packages/botocore/client.py:1021, in BaseClient."
            "_make_api_call(self, operation_name, api_params)\n"
            "   1020     error_class = self.exceptions.from_code(error_code)\n"
            "-> 1021     raise error_class(parsed_response, operation_name)\n\n"
            f"{OWN}: {LINE}"
        ),
        LINE_READ,
    ),
    "loguru": (
        (
            "2024-04-06 07:08:09.123 | ERROR    | __main__:delete:12 - delete failed\n"
            'Traceback (most recent call last):\n\n> File "/app/backup.py", line 10, in delete\n'
            "    client.delete_volume(VolumeARN=arn)\n"
            f"    │      │                       └ '{VOLUME}'\n"
            "    │      └ <function ClientCreator._create_api_method.<locals>._api_call at 0x7f31>\n"
            "    └ <botocore.client.StorageGateway object at 0x7f32>\n\n"
            f"botocore.errorfactory.{OWN}: {LINE}\n"
        ),
        LINE_READ,
    ),
    "rsyslog, escaped": (
        (
            f"Apr  6 07:08:09 backup01 backup.py[812]: delete failed#012Traceback (most recent call "
            'last):#012  File "/app/backup.py", line 9, in <module>#012    client.delete_volume()#012'
            f"botocore.errorfactory.{OWN}: {LINE}#012exit"
        ),
        LINE_READ,
    ),
    "journalctl -o verbose": (
        (
            "Sat 2024-04-06 07:08:09.123456 UTC [s=5f;i=1;b=9a]\n    PRIORITY=3\n"
            f"    SYSLOG_IDENTIFIER=backup\n    MESSAGE={LINE}\n    _PID=812\n"
        ),
        LINE_READ,
    ),
    "aws logs tail": (
        (
            "2024-04-06T07:08:09.123000+00:00 2024/04/06/[$LATEST]0a1b2c3d "
            f"[ERROR] {OWN}: {LINE}\nTraceback (most recent call last):\n"
            '  File "/var/task/backup.py", line 9, in handler\n    client.delete_volume()\n'
        ),
        LINE_READ,
    ),
    "aws logs get-log-events": (
        json.dumps(
            {
                "events": [
                    {
                        "timestamp": 1712387289000,
                        "message": f"[ERROR] {OWN}: {LINE}\nTraceback (most recent call last):\n"
                        '\u00a0\u00a0File "/var/task/backup.py", line 9, in handler\n',
                        "ingestionTime": 1712387290000,
                    }
                ],
                "nextForwardToken": "f/36",
            }
        ),
        LINE_READ,
    ),
    "Datadog, a span": (
        json.dumps(
            {
                "service": "backup",
                "name": "storagegateway.command",
                "resource": "storagegateway.deletevolume",
                "error": 1,
                "meta": {
                    "aws.operation": "DeleteVolume",
                    "aws.requestid": ID,
                    "error.message": LINE,
                    "error.type": f"botocore.errorfactory.{OWN}",
                    "http.status_code": "400",
                },
            }
        ),
        LINE_READ | {"http_status": 400},
    ),
    "CloudFormation, of its own resource": (
        json.dumps(
            {
                "LogicalResourceId": "Cleaner",
                "ResourceType": "Custom::VolumeCleaner",
                "ResourceStatus": "DELETE_FAILED",
                "ResourceStatusReason": "Received response status [FAILED] from custom resource. "
                f"Message returned: {LINE} (RequestId: {OTHER_ID})",
            }
        ),
        LINE_READ,
    ),
    "Ansible, its own names": (
        (
            'fatal: [localhost]: FAILED! => {"boto3_version": "1.34.0", "changed": false, "error": '
            f'{{"error_code": "VolumeInUse"}}, "message": "{IN_USE}", "msg": "Couldn\'t delete the '
            f'volume: {LINE}", "response_metadata": {{"http_status_code": 400, "request_id": "{ID}", '
            '"retry_attempts": 0}}'
        ),
        READ | ANSWERED | {"operation": "DeleteVolume"},
    ),
    "bunyan": (
        json.dumps(
            {
                "name": "backup",
                "hostname": "backup01",
                "pid": 812,
                "level": 50,
                "err": {
                    "message": IN_USE,
                    "name": OWN,
                    "stack": f"{OWN}: {IN_USE}\n    at throwDefaultError (/app/node_modules/"
                    "@aws-sdk/client-storage-gateway/dist-cjs/index.js:9:1)",
                },
                "msg": "delete failed",
                "v": 0,
            }
        ),
        CONCLUDED,
    ),
    "Bun": (
        (
            "10 |   await client.send(new DeleteVolumeCommand({ VolumeARN }));\n           ^\n"
            f'{OWN}: {IN_USE}\n $fault: "client",\n $metadata: {{\n  httpStatusCode: 400,\n'
            f'  requestId: "{ID}",\n  attempts: 1,\n }},\n error: {{\n  errorCode: "VolumeInUse",\n }},\n'
            "\n      at throwDefaultError (/app/node_modules/@smithy/smithy-client/dist-cjs/index.js:1:1)"
        ),
        READ | ANSWERED,
    ),
    "CloudTrail, as CSV": (
        (
            "eventTime,eventSource,eventName,errorCode,errorMessage,requestID\n"
            f"2024-04-06T07:08:09Z,storagegateway.amazonaws.com,DeleteVolume,{OWN},{IN_USE},{ID}\n"
        ),
        {"exception": OWN, "certain": True},
    ),
    "Terragrunt": (
        _indented(
            f"╷\n│ Error: reading Storage Gateway Gateway ({GATEWAY}): {GO}\n│ \n"
            "│   with aws_storagegateway_gateway.main,\n│   on main.tf line 1, in resource "
            '"aws_storagegateway_gateway" "main":\n'
            '│    1: resource "aws_storagegateway_gateway" "main" {\n│ \n╵',
            "07:08:09.123 ERROR  [live/sgw] terraform: ",
        ),
        GO_READ,
    ),
    "Terragrunt, the SDK for Go v1": (
        _indented(
            f"Error: error deleting Storage Gateway volume: {OWN}: {IN_USE}\n{BLOCK}",
            "07:08:09.123 ERROR  [live/sgw] terraform: │ ",
        ),
        READ | ANSWERED,
    ),
    "Step Functions, its history": (
        json.dumps(
            {
                "resourceType": "aws-sdk:storagegateway",
                "resource": "deleteVolume",
                "error": f"StorageGateway.{OWN}",
                "cause": f"{IN_USE} (Service: StorageGateway, Status Code: 400, Request ID: {ID})",
            }
        ),
        CONCLUDED | ANSWERED | {"operation": "DeleteVolume"},
    ),
    "Rails, frames without an indent": (
        (
            "E, [2026-03-01T10:00:00.123456 #4711] ERROR -- : Error performing Cleanup in 12ms: "
            f"Aws::StorageGateway::Errors::{OWN} ({IN_USE}):\n/gems/aws-sdk-core/call.rb:17:in `call'\n"
            "/gems/aws-sdk-storagegateway/lib/aws-sdk-storagegateway/client.rb:1650:in `delete_volume'\n"
        ),
        CONCLUDED | {"operation": "DeleteVolume"},
    ),
    "pipes": (
        f"2026-03-01T10:00:00Z|ERROR|cleanup|vol-1|{OWN}|{IN_USE}|0.2 s",
        CONCLUDED,
    ),
    "problem details of HTTP": (
        json.dumps({"type": "about:blank", "title": OWN, "status": 400, "detail": IN_USE}),
        CONCLUDED,
    ),
    "a notification, whose type is no exception": (
        json.dumps({"Type": "Notification", "Message": json.dumps({"detail": GO})}),
        GO_READ,
    ),
    "Lambda in logfmt": (f"level=error err={json.dumps('[ERROR] ' + LAMBDA)}", LINE_READ),
    "Ansible, which prints an output twice": (
        json.dumps({"msg": "failed", "stderr": BODY, "stderr_lines": [BODY]}),
        BODY_READ,
    ),
    "C++, with a message of the log's own": (
        json.dumps({"message": "failed", "error": CPLUSPLUS}),
        CONCLUDED | ANSWERED,
    ),
    "C++ in Jenkins": (
        "".join(f"[2024-04-06T07:08:09.123Z] {line}\n" for line in CPLUSPLUS.splitlines()),
        CONCLUDED | ANSWERED,
    ),
    "HTML without quotes": (f"<pre>#&lt;Aws::Errors::{OWN}: {IN_USE}&gt;</pre>", CONCLUDED),
    "two tracebacks in a mail, with blank lines": (
        "".join(
            f"> {line}\n"
            for line in (
                *("Traceback (most recent call last):", '  File "a.py", line 3, in run'),
                f"botocore.errorfactory.{OWN}: " + LINE.replace(IN_USE, "It has snapshots"),
                *("", "During handling of the above exception, another exception occurred:", ""),
                *("Traceback (most recent call last):", '  File "a.py", line 9, in main'),
                "Failed: " + LINE.replace(IN_USE, "It has snapshots"),
            )
        ),
        {"exception": OWN, "code": None, "operation": "DeleteVolume", "certain": True},
    ),
    "a wiki": (f"{{code:title=log}}{LINE}{{code}}", LINE_READ),
    "Ruby's Semantic Logger": (
        json.dumps(
            {
                "message": "delete failed",
                "exception": {"name": f"Aws::StorageGateway::Errors::{OWN}", "message": IN_USE},
            }
        ),
        CONCLUDED,
    ),
    "PowerShell 7, all details": (
        (
            f"    Type              : Amazon.StorageGateway.Model.{OWN}\n    ErrorCode         : {OWN}\n"
            f"    RequestId         : {ID}\n    Message           : {IN_USE}\n"
        ),
        CONCLUDED | {"request_id": ID},
    ),
    "typographic quotes": (f"It says: “{LINE}” again", LINE_READ),
    "logfmt, short keys": (
        f"level=error err_type={OWN} err_code=VolumeInUse aws.op=DeleteVolume",
        {"exception": OWN, "code": "VolumeInUse", "operation": "DeleteVolume", "certain": True},
    ),
    "Logs Insights, as CSV": (
        (
            "@timestamp,@message\n2024-04-06 07:08:09.123,"
            f'"[ERROR]\t2024-04-06T07:08:09.123Z\t{OTHER_ID}\tdelete failed: {LINE}"\n'
        ),
        LINE_READ,
    ),
    "CloudFormation, a table of the AWS CLI": (
        (
            "|  CREATE_FAILED |  Custom::Volume |  Received response status [FAILED] from custom "
            f"resource. Message returned: {LINE} (RequestId: {OTHER_ID}) |\n"
        ),
        LINE_READ,
    ),
    "JSON in JSON in JSON": (
        json.dumps({"log": json.dumps({"msg": json.dumps({"err": BODY})})}),
        BODY_READ,
    ),
    "YAML, folded": (
        (
            f"status:\n  message: >-\n    An error occurred ({OWN}) when calling the DeleteVolume\n"
            "    operation: The specified volume is already in\n    use.\n  phase: Failed\n"
        ),
        LINE_READ,
    ),
    "Airflow 3": (
        json.dumps(
            {
                "timestamp": "2024-04-06T07:08:09Z",
                "event": "Task failed with exception",
                "level": "error",
                "error_detail": [{"exc_type": OWN, "exc_value": LINE, "is_cause": False}],
            }
        ),
        LINE_READ,
    ),
    "Lambda, Node.js": (
        f"2024-04-06T07:08:09.123Z\t{OTHER_ID}\tERROR\tInvoke Error \t"
        + json.dumps(
            {
                "errorType": OWN,
                "errorMessage": IN_USE,
                "name": OWN,
                "$fault": "client",
                "$metadata": {"httpStatusCode": 400, "requestId": ID, "attempts": 1},
                "error": {"errorCode": "VolumeInUse"},
                "stack": [f"{OWN}: {IN_USE}", "    at throwDefaultError"],
            }
        ),
        READ | ANSWERED,
    ),
    "Go, a panic": (
        f"panic: {GO}\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:22 +0x1d8\n",
        GO_READ,
    ),
    "Rust, anyhow": (
        (
            "Error: failed to delete volume\n\nCaused by:\n    0: service error\n"
            f"    1: {OWN}: {IN_USE}\n"
        ),
        CONCLUDED,
    ),
    "winston, whose own message stands around the error": (
        json.dumps(
            {
                "level": "error",
                "message": "delete failed",
                "error": {"name": OWN, "message": IN_USE, "stack": f"{OWN}: {IN_USE}\n    at run"},
            }
        ),
        CONCLUDED,
    ),
    "ECS's fields, with a message of the log's own": (
        json.dumps({"message": "failed", "error": {"type": OWN, "message": IN_USE}}),
        CONCLUDED,
    ),
    "ECS's fields in one level": (
        json.dumps({"message": "failed", "error.message": IN_USE, "error.type": OWN}),
        CONCLUDED,
    ),
    "an exception with its namespace, and a message": (
        json.dumps({"exceptionType": f"botocore.errorfactory.{OWN}", "exceptionMessage": IN_USE}),
        CONCLUDED,
    ),
    "a message of the log's own, and one of Java": (
        json.dumps(
            {"message": "failed", "error.message": JAVA, "error.type": JAVA.partition(":")[0]}
        ),
        CONCLUDED | ANSWERED,
    ),
    "Cloud Control API, with a code of its own": (
        json.dumps({"ErrorCode": "InvalidRequest", "StatusMessage": JAVA.partition(": ")[2]}),
        {"code": "VolumeInUse", "code_basis": "message", "certain": True} | ANSWERED,
    ),
    "Cloud Control API, with a code of its own and no message that anybody knows": (
        json.dumps(
            {
                "ErrorCode": "InvalidRequest",
                "StatusMessage": f"It is late. (Service: StorageGateway, Status Code: 400, Request ID: {ID})",
            }
        ),
        {"exception": None, "code": None, "certain": True} | ANSWERED,
    ),
    "YAML, below whose longest line something else stands": (
        (
            f"error: |\n  delete failed: {LINE.replace(IN_USE, 'It has snapshots')}\n"
            f"  retried and gave up: {LINE.replace(IN_USE, 'It has snapshots')}\nlevel: error\n"
        ),
        {"exception": OWN, "code": None, "operation": "DeleteVolume", "certain": True},
    ),
    "an event of Windows in XML": (
        f"<Data>Amazon.StorageGateway.Model.{OWN}: {IN_USE}&#xD;&#xA;   at Backup.Run()</Data>",
        CONCLUDED,
    ),
    "JavaScript v2, its logger": (
        (
            "[AWS storagegateway 400 0.421s 0 retries] deleteVolume({ VolumeARN: 'a' })\n"
            f"{OWN}: {IN_USE}\n    at Request.extractError (/app/node_modules/aws-sdk/lib/protocol/json.js:52:27)"
        ),
        CONCLUDED | {"operation": "DeleteVolume", "http_status": 400},
    ),
    "OpenTelemetry's collector, a span": (
        (
            f"    Status message : {OWN}: {IN_USE}\nAttributes:\n     -> rpc.service: Str(Storage Gateway)\n"
            "     -> rpc.method: Str(DeleteVolume)\n     -> http.status_code: Int(400)\n"
        ),
        CONCLUDED | {"operation": "DeleteVolume"},
    ),
    "LocalStack": (
        (
            "2024-04-06T07:08:09.123  INFO --- [et.reactor-0] localstack.request.aws     : AWS "
            f"storagegateway.DeleteVolume => 400 ({OWN})"
        ),
        {"exception": OWN, "code": None, "certain": True},
    ),
    "a table with tabs": (f"ERROR\t{OWN}\tDeleteVolume\t{IN_USE}", CONCLUDED),
    "PowerShell, an unknown message": (
        (
            "Remove-SGVolume : The volume is locked.\nAt C:\\jobs\\clean.ps1:3 char:1\n"
            "    + CategoryInfo          : InvalidOperation: (Amazon.PowerShe...olumeCmdlet:RemoveSGVolumeCmdlet) "
            f"[Remove-SGVolume], InvalidOperationException\n    + FullyQualifiedErrorId : Amazon.StorageGateway.Model.{OWN},"
            "Amazon.PowerShell.Cmdlets.SG.RemoveSGVolumeCmdlet\n"
        ),
        {"exception": OWN, "code": None, "operation": "DeleteVolume", "certain": True},
    ),
    "credentials that are none": (
        (
            "An error occurred (UnrecognizedClientException) when calling the ActivateGateway "
            "operation: The security token included in the request is invalid."
        ),
        {
            "exception": "UnrecognizedClientException",
            "code": None,
            "operation": "ActivateGateway",
            "certain": True,
        },
    ),
    **{
        f"lines behind {margin}": (
            _indented(
                "[AWS storagegateway 400 0.421s 0 retries] deleteVolume({ VolumeARN: 'a' })\n"
                f"{OWN}: {IN_USE}",
                margin,
            ),
            CONCLUDED | {"operation": "DeleteVolume", "http_status": 400},
        )
        for margin in ("app-1  | ", "[pod/app-7/main] ", "ERROR 2026-03-01 09:59:58 ")
    },
    **{
        text: (text, {"exception": OWN, "certain": True} | read)
        for text, read in {
            f"We can not refresh the cache: ERROR {OWN}": {},
            f"Backup can't delete the volume: ERROR {OWN}": {},
            f"DeleteVolume failed with {OWN} and requestId={ID}": {"operation": "DeleteVolume"},
            f"error={OWN} and code=VolumeInUse": {"code": "VolumeInUse"},
            f"operation=DeleteVolume and error={OWN}": {"operation": "DeleteVolume"},
            f"2026-03-01T10:00:00Z ERROR operation: DeleteVolume and exception: {OWN}": {},
            f"level=error msg=failed error={OWN};": {},
        }.items()
    },
    "no connection": (
        'Could not connect to the endpoint URL: "https://storagegateway.us-east-1.amazonaws.com/"',
        {"found": False},
    ),
    "wrong parameters": (
        (
            "botocore.exceptions.ParamValidationError: Parameter validation failed:\nInvalid length "
            "for parameter VolumeARN, value: 3, valid min length: 50"
        ),
        {"found": False},
    ),
}

# Several errors in one text: what each of them is.
# Of the second error, only a sentence of its own says the code; Node prints the line it came from.
TWO_ERRORS: Final = (
    f"  const response = new exceptionCtor({{\n{OWN}: {NOT_CONNECTED}\n    at throwDefaultError",
    f"{IN_USE} (trace code: {OWN} request: 7)",
)
TWO_READ: Final[list[tuple[str, str | None]]] = [(OWN, "GatewayNotConnected"), (OWN, "VolumeInUse")]
PAIRS: Final[dict[str, tuple[str, list[tuple[str, str | None]]]]] = {
    **{
        f"two errors: {form}": ("".join(map(frame, TWO_ERRORS)), TWO_READ)
        for form, frame in {
            "stamps": "2026-03-01 09:59:58 ERROR {}\n".format,
            "logfmt": "time=2026-03-01T09:59:58Z msg={}\n".format,
            "JSON lines": lambda it: json.dumps({"level": "error", "msg": it}) + "\n",
            "docker": lambda it: "".join(f'{{"log":{json.dumps(x)}}}\n' for x in it.split("\n")),
        }.items()
    },
    **{
        f"two errors: {form}": (text.format(*TWO_ERRORS), TWO_READ)
        for form, text in {
            "stamps behind levels": (
                "[ERROR] 2026-03-01T09:59:58Z {}\n[ERROR] 2026-03-01T09:59:59Z {}\n"
            ),
            "Rails": (
                "E, [2026-03-01T09:59:58.481 #1] ERROR -- : {}\n"
                "E, [2026-03-01T09:59:58.482 #1] ERROR -- : {}\n"
            ),
        }.items()
    },
    "a response that was cut, above a sentence": (
        f'body {{"__type":"{OWN}","message":"The specified gat\nfailed: {LINE}',
        [(OWN, "VolumeInUse")],
    ),
    "one message of two records, the second with a request id": (
        (
            f"##[error]{LINE}%0A\n##[error]Process completed with exit code 254.\n"
            "2026-03-01 10:00:00 INFO nothing here\n"
            f"    Type      : Amazon.StorageGateway.Model.{OWN}\n    ErrorCode : {OWN}\n"
            f"    RequestId : {ID}\n    Message   : {IN_USE}\n"
        ),
        [(OWN, "VolumeInUse"), (OWN, None)],
    ),
    "a list of exceptions": (
        (
            f"errors=[ClientError('{LINE}'), ClientError('An error occurred (ThrottlingException) when "
            "calling the DescribeGatewayInformation operation (reached max retries: 4): Rate "
            "exceeded')]"
        ),
        [(OWN, "VolumeInUse"), ("ThrottlingException", None)],
    ),
    "two lines of klog": (
        (
            f"E0406 07:08:09.123456       1 main.go:7] {OWN}: {NOT_CONNECTED}\n"
            f"E0406 07:08:10.123456       1 main.go:9] DeleteVolume: status code: 400, {OWN}\n"
        ),
        [(OWN, "GatewayNotConnected"), (OWN, None)],
    ),
    "equal errors of go-multierror": (
        (
            "2 errors occurred:\n"
            f"\t* deleting Storage Gateway cached iSCSI volume (vol-1): {OWN}: {IN_USE}\n"
            f"\t* deleting Storage Gateway cached iSCSI volume (vol-2): {OWN}: {IN_USE}\n\n"
        ),
        [(OWN, "VolumeInUse"), (OWN, "VolumeInUse")],
    ),
    "equal errors of go-multierror in JSON": (
        f'{{"error": "2 errors occurred:\\n\\t* {OWN}: {IN_USE}\\n\\t* {OWN}: {IN_USE}\\n\\n"}}',
        [(OWN, "VolumeInUse"), (OWN, "VolumeInUse")],
    ),
    "one error of go-multierror, and its cause": (
        f"1 error occurred:\n\t* deleting a volume: {OWN}: {IN_USE}\n\t  caused by {OWN}: {IN_USE}\n",
        [(OWN, "VolumeInUse")],
    ),
    "a group of two equal exceptions": (
        (
            "  + Exception Group Traceback (most recent call last):\n"
            "  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)\n"
            f"  +-+---------------- 1 ----------------\n    | botocore.errorfactory.{OWN}: {LINE}\n"
            f"    +---------------- 2 ----------------\n    | botocore.errorfactory.{OWN}: {LINE}\n"
            "    +------------------------------------\n"
        ),
        [(OWN, "VolumeInUse"), (OWN, "VolumeInUse")],
    ),
}

LOOK_ALIKES: Final[dict[str, str]] = {
    "a connection that failed, in JSON": json.dumps(
        {
            "name": "TimeoutError",
            "message": "no answer from https://storagegateway.us-east-1.amazonaws.com/ in 5 s",
        }
    ),
    "a class of another cloud's client": "StorageGatewayError: InternalServerError: no such blob",
    "KMS's body": json.dumps(
        {"__type": "com.amazonaws.kms#ThrottlingException", "message": "Rate exceeded"}
    ),
    "Azure": json.dumps(
        {"error": {"code": "GatewayNotFound", "message": "The specified gateway was not found."}}
    ),
    "MinIO": (
        "API: PutObject(bucket=a, object=b)\n"
        "Error: The specified volume was not found (cmd.StorageErr)\n"
    ),
    "SES in cloud-nuke": (
        "  ERROR   Unable to retrieve ses-receipt-filter, InvalidAction:                 \n"
        f"                status code: 400, request id: {ID}\n"
    ),
    "a directory in the tests of a file share": (
        "    resource_aws_storagegateway_smb_file_share_test.go:469: Step 1/4 error: Error running "
        "apply: exit status 1\n\n        Error: ClientException: Simple AD directory creation is "
        f"currently not supported in this region. : RequestId: {ID}\n        {{\n          "
        f'RespMetadata: {{\n            StatusCode: 400,\n            RequestID: "{ID}"\n'
        "          }\n        }\n"
    ),
    "FSx for a gateway": (
        "Error: creating FSx for Windows File Server File System: operation error FSx: "
        f"CreateFileSystem, https response error StatusCode: 500, RequestID: {ID}, "
        "InternalServerError: An internal error occurred.\n\n  with aws_fsx_windows_file_system."
        "storagegateway,\n  on main.tf line 12"
    ),
    "KMS in a function for gateways": (
        "[ERROR] ClientError: An error occurred (AccessDeniedException) when calling the Decrypt "
        "operation: User: arn:aws:sts::111122223333:assumed-role/storagegateway-backup/run is not "
        "authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:111122223333:key/1"
    ),
    "EC2's DeleteVolume": (
        f"operation error EC2: DeleteVolume, https response error StatusCode: 400, RequestID: {ID}, "
        "api error VolumeInUse: Volume vol-1122aabb is currently attached to i-0123456789"
    ),
    "EC2's DeleteVolume in boto3": (
        "botocore.exceptions.ClientError: An error occurred (VolumeInUse) when calling the "
        "DeleteVolume operation: Volume vol-1122aabb is currently attached to i-0123456789"
    ),
    "tags of whatever": (
        "An error occurred (ThrottlingException) when calling the ListTagsForResource operation "
        "(reached max retries: 4): Rate exceeded"
    ),
    "DataSync in CloudTrail": json.dumps(
        {
            "eventSource": "datasync.amazonaws.com",
            "eventName": "CreateTask",
            "errorCode": "InternalException",
            "errorMessage": "The specified gateway is not connected.",
        }
    ),
    "API Gateway": (
        "HTTP/2 502\ncontent-type: application/json\nx-amzn-requestid: "
        f'{ID}\nx-amzn-errortype: InternalServerErrorException\n\n{{"message": "Internal server '
        'error"}'
    ),
    "a message in a custom resource": (
        "❌  Backup failed: Error: The stack named Backup failed creation: ROLLBACK_COMPLETE: "
        f"Received response status [FAILED] from custom resource. Message returned: {NOT_CONNECTED}"
        f" (RequestId: {OTHER_ID})"
    ),
}
