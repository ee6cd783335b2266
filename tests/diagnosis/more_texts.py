"""Error texts in the notations of loggers, tools and reports, each with what is to be read in it.

Written by hand, what is expected before any of them was read. What is not named is not judged;
``errors`` is how many errors the text tells of, one if it is not named.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = [
    "BLOCKS",
    "BODY",
    "BODY_READ",
    "GATEWAY",
    "GO",
    "GO_READ",
    "ID",
    "IN_USE",
    "JAVA",
    "LINE",
    "LINE_READ",
    "LOOK_ALIKES",
    "NAMES_ALIKE",
    "NOT_CONNECTED",
    "OWN",
    "STAMPS",
    "TEXTS",
    "TWO_RECORDS",
    "UNCERTAIN",
    "UNKNOWN",
]

OWN: Final = "InvalidGatewayRequestException"
NOT_CONNECTED: Final = "The specified gateway is not connected."
IN_USE: Final = "The specified volume is already in use."
UNKNOWN: Final = "Cannot describe tapes of multiple gateways"
ID: Final = "5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e"
LAMBDA_ID: Final = "0c6b7a10-8f5e-4a8e-b1a5-3c6d1f0a9b77"
GATEWAY: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-12A3456B"
LINE: Final = f"An error occurred ({OWN}) when calling the DeleteVolume operation: {IN_USE}"
LINE_READ: Final = {
    "exception": OWN,
    "code": "VolumeInUse",
    "code_basis": "message",
    "operation": "DeleteVolume",
    "message": IN_USE,
    "certain": True,
}
JAVA: Final = f"(Service: StorageGateway, Status Code: 400, Request ID: {ID})"
JAVA_READ: Final = {
    "exception": None,
    "code": "GatewayNotConnected",
    "code_basis": "message",
    "message": NOT_CONNECTED,
    "http_status": 400,
    "request_id": ID,
    "certain": True,
}
GO: Final = (
    "operation error Storage Gateway: ListLocalDisks, https response error StatusCode: 400, "
    f"RequestID: {ID}, {OWN}: {NOT_CONNECTED}"
)
GO_READ: Final = {
    "exception": OWN,
    "code": "GatewayNotConnected",
    "code_basis": "message",
    "operation": "ListLocalDisks",
    "message": NOT_CONNECTED,
    "http_status": 400,
    "request_id": ID,
    "documented": True,
    "certain": True,
}
BODY: Final = f'{{"__type":"{OWN}","error":{{"errorCode":"GatewayNotConnected"}},"message":"{NOT_CONNECTED}"}}'
BODY_READ: Final = {
    "exception": OWN,
    "code": "GatewayNotConnected",
    "code_basis": "read",
    "message": NOT_CONNECTED,
    "certain": True,
}

TEXTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    # Clients
    "Java v2, getMessage()": (f"{NOT_CONNECTED} {JAVA}", JAVA_READ),
    "Java v2, getMessage() in a log of logback": (
        f"2024-04-06 07:08:09.123 ERROR 4711 --- [main] c.e.backup.Cleanup : {UNKNOWN} {JAVA}",
        {"exception": None, "code": None, "message": UNKNOWN, "http_status": 400, "certain": True},
    ),
    "Java v2, of an unknown message with its class": (
        (
            f"Caused by: software.amazon.awssdk.services.storagegateway.model.{OWN}: {UNKNOWN} {JAVA}\n"
            "\tat com.example.Cleanup.main(Cleanup.java:41)\n"
        ),
        {"exception": OWN, "code": None, "message": UNKNOWN, "request_id": ID, "certain": True},
    ),
    "CloudFormation": (
        (
            f'Resource handler returned message: "{NOT_CONNECTED} {JAVA}" (RequestToken: '
            f"{LAMBDA_ID}, HandlerErrorCode: InvalidRequest)"
        ),
        JAVA_READ,
    ),
    "CDK": (
        (
            "BackupStack | 3/7 | 7:08:09 AM | CREATE_FAILED        | Custom::SgwCache | Cache "
            f"(Cache3F6A) Received response status [FAILED] from custom resource. Message returned: "
            f"{NOT_CONNECTED} {JAVA} (RequestId: {LAMBDA_ID})"
        ),
        {"code": "GatewayNotConnected", "http_status": 400, "certain": True},
    ),
    "Kotlin's SDK": (
        f"aws.sdk.kotlin.services.storagegateway.model.{OWN}: {NOT_CONNECTED}, Request ID: {ID}",
        {"exception": OWN, "code": "GatewayNotConnected", "request_id": ID, "certain": True},
    ),
    "Rust, Display of a modelled one": (
        (
            f"Error: service error: unhandled error ({OWN}): ServiceError(ServiceError {{ source: {OWN}("
            f'{OWN} {{ message: Some("{NOT_CONNECTED}"), error: Some(StorageGatewayError {{ error_code: '
            f'Some(GatewayNotConnected), error_details: None }}), meta: ErrorMetadata {{ code: Some("{OWN}"), '
            f'message: Some("{NOT_CONNECTED}"), extras: Some({{"aws_request_id": "{ID}"}}) }} }}) }})'
        ),
        {**BODY_READ, "request_id": ID},
    ),
    "Rust, Display of another one": (
        (
            "service error: unhandled error (ThrottlingException): Error { code: "
            f'"ThrottlingException", message: "Rate exceeded", aws_request_id: "{ID}" }}'
        ),
        {
            "exception": "ThrottlingException",
            "message": "Rate exceeded",
            "request_id": ID,
            "certain": False,
        },
    ),
    "Rust, {:#?}": (
        (
            f"ServiceError(\n    ServiceError {{\n        source: {OWN}(\n            {OWN} {{\n"
            f'                message: Some(\n                    "{NOT_CONNECTED}",\n                ),\n'
            "                error: Some(\n                    StorageGatewayError {\n"
            "                        error_code: Some(\n                            GatewayNotConnected,\n"
            "                        ),\n                    },\n                ),\n            },\n"
            "        ),\n    },\n)\n"
        ),
        BODY_READ,
    ),
    "PHP, whole": (
        (
            'Error executing "ListLocalDisks" on "https://storagegateway.us-east-1.amazonaws.com"; AWS HTTP '
            "error: Client error: `POST https://storagegateway.us-east-1.amazonaws.com` resulted in a `400 Bad "
            f"Request` response:\n{BODY}\n {OWN} (client): {NOT_CONNECTED} - {BODY}"
        ),
        {**BODY_READ, "operation": "ListLocalDisks", "http_status": 400},
    ),
    "PHP, truncated": (
        (
            "PHP Fatal error:  Uncaught Aws\\StorageGateway\\Exception\\StorageGatewayException: Error executing "
            '"ListLocalDisks" on "https://storagegateway.us-east-1.amazonaws.com"; AWS HTTP error: Client error: '
            "`POST https://storagegateway.us-east-1.amazonaws.com` resulted in a `400 Bad Request` response:\n"
            f"{BODY[:120]} (truncated...)\n {OWN} (client): {NOT_CONNECTED} - {BODY}\n in "
            "/srv/vendor/aws/aws-sdk-php/src/WrappedHttpHandler.php:195\nStack trace:\n#0 {main}\n  thrown in "
            "/srv/vendor/aws/aws-sdk-php/src/WrappedHttpHandler.php on line 195"
        ),
        {**BODY_READ, "operation": "ListLocalDisks", "http_status": 400},
    ),
    "PHP, truncated and cut": (
        (
            'Error executing "ListLocalDisks" on "https://storagegateway.us-east-1.amazonaws.com"; AWS HTTP '
            "error: Client error: `POST https://storagegateway.us-east-1.amazonaws.com` resulted in a `400 Bad "
            f"Request` response:\n{BODY[:120]} (truncated...)\n"
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "code_basis": "read",
            "operation": "ListLocalDisks",
            "http_status": 400,
            "certain": True,
        },
    ),
    ".NET, with inner exceptions": (
        (
            "System.AggregateException: One or more errors occurred. "
            f"({NOT_CONNECTED})\n ---> Amazon.StorageGateway.Model.{OWN}: {NOT_CONNECTED}\n"
            " ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type "
            "'Amazon.Runtime.Internal.HttpErrorResponseException' was thrown.\n"
            "   at Amazon.Runtime.HttpWebRequestMessage.ProcessHttpResponseMessage(HttpResponseMessage m)\n"
            "   --- End of inner exception stack trace ---\n"
            "   at Amazon.Runtime.Internal.RetryHandler.InvokeAsync[T](IExecutionContext executionContext)\n"
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "message": NOT_CONNECTED,
            "certain": True,
        },
    ),
    "PowerShell": (
        (
            f"Get-SGLocalDisk: {NOT_CONNECTED}\nAt line:1 char:1\n+ Get-SGLocalDisk -GatewayARN $arn\n"
            "    + CategoryInfo          : InvalidOperation: (Amazon.PowerShell.C…), InvalidOperationException\n"
            f"    + FullyQualifiedErrorId : Amazon.StorageGateway.Model.{OWN},"
            "Amazon.PowerShell.Cmdlets.SG.GetSGLocalDiskCmdlet\n"
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "message": NOT_CONNECTED,
            "certain": True,
        },
    ),
    "boto 2": (
        (
            f"boto.exception.JSONResponseError: JSONResponseError: 400 Bad Request\n"
            f"{{u'message': u'{NOT_CONNECTED}', u'__type': u'{OWN}', u'error': "
            "{u'errorCode': u'GatewayNotConnected'}}"
        ),
        BODY_READ,
    ),
    "the response in Python 2": (
        (
            f"{{u'Error': {{u'Message': u'{IN_USE}', u'Code': u'{OWN}'}}, 'ResponseMetadata': "
            f"{{'RetryAttempts': 0, 'HTTPStatusCode': 400, 'RequestId': '{ID}'}}}}"
        ),
        {
            "exception": OWN,
            "code": "VolumeInUse",
            "message": IN_USE,
            "http_status": 400,
            "request_id": ID,
            "attempts": 1,
            "certain": True,
        },
    ),
    "Go, %+v of a struct": (
        (
            f"&{{_:{{}} RespMetadata:{{StatusCode:400 RequestID:{ID}}} Error_:0xc0000b4018 Message_:0xc0000a6020}}"
            f" {OWN}: {NOT_CONNECTED}"
        ),
        {"exception": OWN, "code": "GatewayNotConnected", "http_status": 400, "certain": True},
    ),
    "Go v2, %#v": (
        (
            f"&types.{OWN}{{Message:(*string)(0xc000014250), ErrorCodeOverride:(*string)(nil), "
            "Error_:(*types.StorageGatewayError)(0xc0000ac000)}"
        ),
        {"exception": OWN, "code": None, "certain": True},
    ),
    "Node, cut at its depth": (
        (
            f"{{\n  err: {OWN}: {NOT_CONNECTED}\n"
            "      at de_CommandError (/app/node_modules/@aws-sdk/client-storage-gateway/dist-cjs/index.js:1:1) {\n"
            "    '$fault': 'client',\n    '$metadata': [Object],\n    error: [Object]\n  }\n}"
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "message": NOT_CONNECTED,
            "certain": True,
        },
    ),
    "AWS CLI 1, --debug": (
        (
            "2024-04-06 07:08:09,120 - MainThread - botocore.parsers - DEBUG - Response headers: "
            f"{{'x-amzn-RequestId': '{ID}', 'Content-Type': 'application/x-amz-json-1.1'}}\n"
            "2024-04-06 07:08:09,121 - MainThread - botocore.parsers - DEBUG - Response body:\n"
            f"b'{BODY}'\n"
            "2024-04-06 07:08:09,122 - MainThread - botocore.hooks - DEBUG - Event "
            "needs-retry.storage-gateway.ListLocalDisks: calling handler <RetryHandler>\n"
        ),
        {**BODY_READ, "request_id": ID},
    ),
    "AWS CLI 2, a table": (
        (
            "-----------------------------------------------------------\n|                         error         "
            "                  |\n+---------+-----------------------------------------------+\n"
            f"|  Code   |  {OWN}               |\n|  Message|  {NOT_CONNECTED}      |\n"
            "+---------+-----------------------------------------------+\n||                        error       "
            "                   ||\n|+----------------+--------------------------------------+|\n"
            "||  errorCode     |  GatewayNotConnected                 ||\n"
        ),
        BODY_READ,
    ),
    # Loggers
    "logrus": (
        f'time="2024-04-06T07:08:09Z" level=error msg="cannot list disks" error="{GO}"',
        GO_READ,
    ),
    "zap, for people": (
        (
            f"2024-04-06T07:08:09.123Z\tERROR\tcleanup/disks.go:41\tcannot list disks\t"
            f'{{"gateway": "sgw-12A3456B", "error": "{GO}"}}\nmain.run\n\t/app/disks.go:41\n'
        ),
        GO_READ,
    ),
    "zap, with its verbose error": (
        (
            f'{{"level":"error","ts":1712387289.1,"caller":"disks.go:41","msg":"cannot list disks","error":"{GO}",'
            f'"errorVerbose":"{GO}\\nmain.run\\n\\t/app/disks.go:41"}}'
        ),
        GO_READ,
    ),
    "pino": (
        f'{{"level":50,"time":1712387289123,"pid":7,"hostname":"backup-1","err":{{"type":"{OWN}","message":'
        f'"{NOT_CONNECTED}","stack":"{OWN}: {NOT_CONNECTED}\\n    at de_CommandError (/app/index.js:1:1)",'
        '"name":"'
        + OWN
        + '","$fault":"client","$metadata":{"httpStatusCode":400,"requestId":"'
        + ID
        + '",'
        '"attempts":1,"totalRetryDelay":0},"error":{"errorCode":"GatewayNotConnected"}},"msg":"no disks"}',
        {**BODY_READ, "http_status": 400, "request_id": ID, "attempts": 1},
    ),
    "winston": (
        (
            f'{{"$fault":"client","$metadata":{{"attempts":1,"httpStatusCode":400,"requestId":"{ID}"}},"error":'
            f'{{"errorCode":"GatewayNotConnected"}},"level":"error","message":"{NOT_CONNECTED}","name":"{OWN}",'
            '"timestamp":"2024-04-06T07:08:09.123Z"}'
        ),
        {**BODY_READ, "http_status": 400, "request_id": ID, "attempts": 1},
    ),
    "Serilog": (
        (
            '{"@t":"2024-04-06T07:08:09.123Z","@mt":"Cleanup of {Gateway} failed","@l":"Error","@x":'
            f'"Amazon.StorageGateway.Model.{OWN}: {NOT_CONNECTED}\\r\\n ---> Amazon.Runtime.Internal.'
            "HttpErrorResponseException: Exception of type 'X' was thrown.\\r\\n   at A.B()\","
            '"Gateway":"sgw-1"}'
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "message": NOT_CONNECTED,
            "certain": True,
        },
    ),
    "journald's JSON": (
        (
            f'{{"__REALTIME_TIMESTAMP":"1712387289123456","_HOSTNAME":"backup-1","PRIORITY":"3",'
            f'"SYSLOG_IDENTIFIER":"cleanup","MESSAGE":"{LINE}","_PID":"4711"}}'
        ),
        LINE_READ,
    ),
    "Logs Insights": (
        (
            "@timestamp,@message,@requestId\n"
            f'2024-04-06 07:08:09.123,"[ERROR] ClientError: {LINE}",{LAMBDA_ID}\n'
        ),
        LINE_READ,
    ),
    "Python's logging, with an exception": (
        (
            "2024-04-06 07:08:09,123 ERROR cleanup: cannot delete vol-1\nTraceback (most recent call last):\n"
            '  File "/srv/cleanup.py", line 41, in delete\n    client.delete_volume(VolumeARN=arn)\n'
            f"botocore.errorfactory.{OWN}: {LINE}\n"
        ),
        LINE_READ,
    ),
    "Python's logging, arguments that do not fit": (
        (
            "--- Logging error ---\nTraceback (most recent call last):\n"
            "TypeError: not all arguments converted during string formatting\nMessage: 'cannot delete'\n"
            f"Arguments: ({OWN}('{LINE}'),)\n"
        ),
        LINE_READ,
    ),
    # Tools
    "Terraform, wrapped in its box": (
        (
            "╷\n│ Error: reading Storage Gateway Gateway\n│ (arn:aws:storagegateway:us-east-1:111122223333:gateway/"
            "sgw-12A3456B):\n│ operation error Storage Gateway: DescribeGatewayInformation,\n│ https response error "
            f"StatusCode: 400, RequestID:\n│ {ID},\n│ {OWN}: The specified\n│ gateway is not connected.\n│ \n"
            "│   with aws_storagegateway_gateway.this,\n╵\n"
        ),
        {
            "exception": OWN,
            "code": "GatewayNotConnected",
            "operation": "DescribeGatewayInformation",
            "message": NOT_CONNECTED,
            "http_status": 400,
            "request_id": ID,
            "certain": True,
        },
    ),
    "Terraform, waiting": (
        (
            f"Error: waiting for Storage Gateway Gateway ({GATEWAY}) to be connected: timeout while waiting for "
            "state to become 'CONNECTED' (last state: 'GatewayNotConnected', timeout: 10m0s)"
        ),
        {"code": "GatewayNotConnected", "code_basis": "read", "exception": None, "certain": False},
    ),
    "Pulumi": (
        (
            "  aws:storagegateway:Gateway (this):\n    error: 1 error occurred:\n    \t* reading Storage Gateway "
            f"Gateway ({GATEWAY}): operation error Storage Gateway: DescribeGatewayInformation, https response "
            f"error StatusCode: 400, RequestID: {ID}, {OWN}: The specified gateway was not found.\n"
        ),
        {
            "exception": OWN,
            "code": "GatewayNotFound",
            "documented": True,
            "request_id": ID,
            "certain": True,
        },
    ),
    "GitHub Actions": (f"::error file=cleanup.py,line=41,title=cleanup::{LINE}", LINE_READ),
    "GitHub Actions, escaped": (
        f"##[error]{LINE}%0A\n##[error]Process completed with exit code 254.",
        LINE_READ,
    ),
    "Jenkins": (
        (
            f"[2024-04-06T07:08:09.123Z] + aws storagegateway delete-volume --volume-arn vol\n"
            f"[2024-04-06T07:08:10.456Z] \n[2024-04-06T07:08:10.456Z] {LINE}\n"
            "[2024-04-06T07:08:10.789Z] script returned exit code 254\n"
        ),
        LINE_READ,
    ),
    "Ansible, a module's traceback": (
        (
            'fatal: [localhost]: FAILED! => {"changed": false, "module_stderr": "Traceback (most recent call '
            f'last):\\n  File \\"<stdin>\\", line 1, in <module>\\nbotocore.errorfactory.{OWN}: {LINE}\\n", '
            '"module_stdout": "", "msg": "MODULE FAILURE\\nSee stdout/stderr for the exact error", "rc": 1}'
        ),
        LINE_READ,
    ),
    "Puppet": (
        (
            "Error: /Stage[main]/Sgw/Exec[delete-volume]/returns: change from 'notrun' to ['0'] failed: "
            f"aws storagegateway delete-volume returned 254: {LINE} (corrective)"
        ),
        {"exception": OWN, "operation": "DeleteVolume", "certain": True},
    ),
    "Chef": (
        (
            "[2024-04-06T07:08:09+00:00] FATAL: Aws::StorageGateway::Errors::InvalidGatewayRequestException: "
            f"ruby_block[disks] (sgw::default line 7) had an error: Aws::StorageGateway::Errors::{OWN}: "
            f"{NOT_CONNECTED}"
        ),
        {"exception": OWN, "certain": True},
    ),
    "Airflow": (
        (
            "[2024-04-06, 07:08:09 UTC] {taskinstance.py:1851} ERROR - Task failed with exception\n"
            f"Traceback (most recent call last):\nbotocore.errorfactory.{OWN}: {LINE}\n"
            "[2024-04-06, 07:08:09 UTC] {local_task_job.py:212} INFO - Task exited with return code 1\n"
        ),
        LINE_READ,
    ),
    "Celery": (
        (
            "[2024-04-06 07:08:09,123: ERROR/ForkPoolWorker-1] Task cleanup.delete[0c6b] raised unexpected: "
            f"{OWN}('{LINE}')\n"
        ),
        LINE_READ,
    ),
    "Sentry": (
        (
            f'{{"exception":{{"values":[{{"type":"{OWN}","value":"{LINE}","module":"botocore.errorfactory",'
            '"mechanism":{"type":"generic","handled":false}}]},"level":"error","platform":"python"}'
        ),
        LINE_READ,
    ),
    "Datadog": (
        (
            f'{{"service":"cleanup","status":"error","error":{{"kind":"{OWN}","message":"{LINE}","stack":'
            f'"Traceback (most recent call last):\\n{OWN}: {LINE}"}},"dd.trace_id":"123"}}'
        ),
        LINE_READ,
    ),
    "pytest": (
        (
            f"    def test_delete():\n>       client.delete_volume(VolumeARN=ARN)\n\ncleanup_test.py:7: \n_ _ _ _\n"
            f"E           botocore.errorfactory.{OWN}: {LINE}\n\nbotocore/client.py:1009: {OWN}\n"
            "=========================== short test summary info ===========================\n"
            f"FAILED cleanup_test.py::test_delete - botocore.errorfactory.{OWN}: An error occ...\n"
        ),
        LINE_READ,
    ),
    # What people do to texts
    "a mail, quoted twice": (
        (
            f"> > botocore.errorfactory.{OWN}: An error occurred\n> > ({OWN}) when calling the DeleteVolume\n"
            f"> > operation: The specified volume is already in use.\n> any idea?\n"
        ),
        LINE_READ,
    ),
    "Slack": (f"```{LINE}```", LINE_READ),
    "Markdown, in a table": (f"| job | error |\n|---|---|\n| nightly | `{LINE}` |\n", LINE_READ),
    "HTML": (f"<td>{LINE.replace('(', '&#40;').replace(')', '&#41;')}</td>", LINE_READ),
    "a URL": (
        "https://errors.example/search?q="
        + LINE.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace(":", "%3A"),
        LINE_READ,
    ),
    "CloudTrail in EventBridge": (
        (
            '{"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.storagegateway","account":'
            '"111122223333","detail":{"eventVersion":"1.09","eventSource":"storagegateway.amazonaws.com",'
            f'"eventName":"DeleteVolume","errorCode":"{OWN}","errorMessage":"{IN_USE}","requestID":"{ID}",'
            f'"eventID":"{LAMBDA_ID}","eventType":"AwsApiCall"}}}}'
        ),
        {**LINE_READ, "request_id": ID},
    ),
    "CloudTrail in CloudWatch Logs": (
        (
            '{"message":"{\\"eventSource\\":\\"storagegateway.amazonaws.com\\",\\"eventName\\":\\"DeleteVolume\\",'
            f'\\"errorCode\\":\\"{OWN}\\",\\"errorMessage\\":\\"{IN_USE}\\",\\"requestID\\":\\"{ID}\\"}}","id":"37"}}'
        ),
        {**LINE_READ, "request_id": ID},
    ),
    "CloudTrail in Athena": (
        (
            '"eventtime","eventsource","eventname","errorcode","errormessage","requestid"\n'
            f'"2024-04-06T07:08:09Z","storagegateway.amazonaws.com","DeleteVolume","{OWN}","{IN_USE}","{ID}"\n'
        ),
        {"exception": OWN, "certain": True},
    ),
    "code beside the exception": (
        f"DeleteVolume failed with {OWN} (VolumeNotReady): try later",
        {"exception": OWN, "code": "VolumeNotReady", "code_basis": "read", "certain": True},
    ),
    "code after the exception": (
        f"WARN {OWN}/VolumeNotReady",
        {"exception": OWN, "code": "VolumeNotReady", "code_basis": "read", "certain": True},
    ),
    "code in a status": (
        '{"gateway":"sgw-1","status":"offline","reason":"GatewayNotConnected"}',
        {"code": "GatewayNotConnected", "code_basis": "read", "certain": False},
    ),
    "code in a coloured line": (
        "\x1b[31mGatewayNotConnected\x1b[0m sgw-1",
        {"code": "GatewayNotConnected", "code_basis": "read", "certain": False},
    ),
}
"""By name: the text, and what is read in it."""

UNCERTAIN: Final = {
    "bare": "GatewayNotConnected",
    "in a sentence": "our storage gateway returned GatewayNotConnected again, rebooting",
    "in quotes": 'last error was "StagingAreaFull", so we added a disk',
    "with its message": f"GatewayNotConnected: {NOT_CONNECTED}",
    "as a value": "event=sync gateway=sgw-1 code=GatewayNotConnected",
    "in escaped text": '{"log":"sync failed:\\nGatewayNotConnected\\n"}',
}
"""Texts with the name of a code alone."""

NAMES_ALIKE: Final = {
    "a part of a name": "GatewayNotConnectedError: not connected to the chat's gateway",
    "a class of another program": "raise discord.errors.GatewayNotConnected(shard)",
    "a name in a namespace": "MetastoreError::VolumeAlreadyExists { volume: 7 }",
    "a call": "return GatewayNotConnected(request)",
    "an alarm": "ALARM: sgw-GatewayNotConnected-prod in EU (Ireland)",
    "a key": '{"counts": {"GatewayNotConnected": 0, "StagingAreaFull": 0}}',
    "a file": "see GatewayNotConnected.md for what to do",
    "another case": "GATEWAYNOTCONNECTED gatewaynotconnected",
    "a list of names": 'retry_on = ["GatewayNotConnected", "GatewayProxyNetworkConnectionBusy"]',
    "another shape": '{"error":{"code":"GatewayNotConnected","message":"The gateway is offline."}}',
    "a name of EC2": "MountVolume.SetUp failed for volume: VolumeInUse",
    "a name of many": "got NotSupported from the NFS server",
}
"""Texts that have the name of a code, and tell of something else."""

LOOK_ALIKES: Final = {
    "S3 in a log of Java": (
        "We encountered an internal error. Please try again. (Service: Amazon S3; Status Code: 500; Error "
        "Code: InternalError; Request ID: 4442587FB7D0A2F9)"
    ),
    "EC2 in CloudFormation": (
        'Resource handler returned message: "The specified volume was not found. (Service: Ec2, Status Code: '
        f'400, Request ID: {ID})" (RequestToken: {LAMBDA_ID}, HandlerErrorCode: NotFound)'
    ),
    "FSx in Java": f"{NOT_CONNECTED} (Service: FSx, Status Code: 400, Request ID: {ID})",
    "Backup gateway in Java": (
        f"The specified gateway was not found. (Service: BackupGateway, Status Code: 400, Request ID: {ID})"
    ),
    "DynamoDB in Rust": (
        "service error: unhandled error (ThrottlingException): ThrottlingException(ThrottlingException { "
        'message: Some("Rate exceeded"), meta: ErrorMetadata { code: Some("ThrottlingException") } })'
    ),
    "DynamoDB in PHP": (
        'Error executing "GetItem" on "https://dynamodb.us-east-1.amazonaws.com"; AWS HTTP error: Server '
        "error: `POST https://dynamodb.us-east-1.amazonaws.com` resulted in a `500 Internal Server Error` "
        'response:\n{"__type":"InternalServerError","message":"An internal er (truncated...)\n '
        "InternalServerError (server): An internal error occurred."
    ),
    "S3 in logrus": (
        'level=error msg="upload to storage-gateway-bucket" error="operation error S3: PutObject, https '
        'response error StatusCode: 503, RequestID: A, HostID: b, api error ServiceUnavailable: slow"'
    ),
    "EC2 in EventBridge": (
        '{"source":"aws.ec2","detail":{"eventSource":"ec2.amazonaws.com","eventName":"DeleteVolume",'
        '"errorCode":"Client.VolumeInUse","errorMessage":"Volume vol-1 is attached"}}'
    ),
    "ECS in pytest": (
        "E   botocore.exceptions.ClientError: An error occurred (ThrottlingException) when calling the "
        "ListClusters operation (reached max retries: 4): Rate exceeded"
    ),
    "KMS in GitHub Actions": (
        "::error title=storage-gateway-deploy::An error occurred (InvalidSignatureException) when calling "
        "the Decrypt operation: Signature expired"
    ),
    "a job's name in Airflow": (
        "[2024-04-06, 07:08:09 UTC] {taskinstance.py:1851} ERROR - storagegateway_sync: InternalError: "
        "could not connect to the database"
    ),
    "RDS in .NET": "Amazon.RDS.Model.SnapshotNotFoundException: The specified snapshot is invalid.",
}
"""Texts of other services and programs, of which none is an error of ours."""

BLOCKS: Final = {
    "JavaScript v3": f"""{OWN}: {NOT_CONNECTED}
    at de_CommandError (/app/node_modules/@aws-sdk/client-storage-gateway/dist-cjs/index.js:3024:21) {{
  '$fault': 'client',
  '$metadata': {{
    httpStatusCode: 400,
    requestId: '{ID}'
  }},
  error: {{ errorCode: 'GatewayNotConnected' }}
}}""",
    "Go v1": f"""{OWN}: {NOT_CONNECTED}
{{
  RespMetadata: {{
    StatusCode: 400,
    RequestID: "{ID}"
  }},
  Error_: {{
    ErrorCode: "GatewayNotConnected"
  }}
}}""",
    "AWS CLI 2": f"""aws: [ERROR]: An error occurred ({OWN}) when calling the ListLocalDisks operation: {NOT_CONNECTED}

Additional error details:
error: {{errorCode: GatewayNotConnected}}""",
    "JSON": f"""{{
    "Message": "{NOT_CONNECTED}",
    "Code": "{OWN}",
    "error": {{
        "errorCode": "GatewayNotConnected"
    }}
}}""",
}
"""Errors on several lines."""

STAMPS: Final = {
    "syslog": "Apr 06 07:08:%02d backup-1 cleanup[4711]: ",
    "journal": "2024-04-06T07:08:%02d+0000 backup-1 cleanup[4711]: ",
    "container": "2024-04-06T07:08:%02d.123456789Z stderr F ",
    "kubectl": "2024-04-06T07:08:%02d.123456789Z ",
    "compose": "cleanup_1  | 07:08:%02d ",
}
"""What is put before each line, no two lines alike."""

_FIRST: Final = f"{OWN}: {NOT_CONNECTED}"
_SECOND: Final = "ThrottlingException: Rate exceeded"
TWO_RECORDS: Final = {
    "objects": (
        f'2024-04-06T07:08:09.1Z stderr F {{"err": "{_FIRST}"}}\n'
        f'2024-04-06T07:08:10.2Z stderr F {{"err": "{_SECOND}"}}\n'
    ),
    "padded levels": (
        f"2024-04-06 07:08:09.123  WARN 7 --- {_FIRST}\n2024-04-06 07:08:10.123  INFO 7 --- {_SECOND}\n"
    ),
    "programs": (
        f"Apr 06 07:08:09 backup-1 cleanup[1]: {_FIRST}\n"
        f"Apr 06 07:08:10 backup-1 restore[2]:     {_SECOND}\n"
    ),
    "a service of another program": (
        f"Apr 06 07:08:09 backup-1 cleanup[1]: {_FIRST}\nApr 06 07:08:10 backup-1 sync[2]: {_SECOND}\n"
        "Apr 06 07:08:11 backup-1 probe[3]:     https://storagegateway.us-east-1.amazonaws.com/\n"
    ),
}
"""Logs in which the second error is not known to be ours."""
