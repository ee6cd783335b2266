"""Texts that mention names of errors although no error happened, and errors of other services.

`MENTIONS` hold names in policies, counts, source lines, help texts. `LOOK_ALIKES` are errors, but of
other services and programs. Neither is ever counted. `DOUBTFUL` holds texts that people read both
ways: no test asks for one of the readings.

A text is a template. ``fill`` replaces ``@ID@`` (a request id), ``@N@`` (a number), ``@GATEWAY@``,
``@VOLUME@`` (a volume id of EBS), ``@ACCOUNT@`` and ``@TIME@`` by new values each time. What is left
is the message of a log's record, on one line or on several.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from random import Random

__all__ = ["DOUBTFUL", "LOOK_ALIKES", "MENTIONS", "fill"]

OWN: Final = "InvalidGatewayRequestException"


def fill(template: str, random: Random) -> str:
    """Replace the places of a template by values that differ each time."""

    def value(place: re.Match[str]) -> str:
        values = {
            "ID": lambda: str(UUID(int=random.getrandbits(128), version=4)),
            "N": lambda: str(random.randrange(1, 100_000)),
            "GATEWAY": lambda: f"sgw-{random.getrandbits(32):08X}",
            "VOLUME": lambda: f"vol-{random.getrandbits(68):017x}",
            "ACCOUNT": lambda: f"{random.randrange(10**12):012}",
            "TIME": lambda: f"2024-02-{random.randrange(1, 30):02}T0{random.randrange(10)}:00:00Z",
        }
        return values[place[1]]()

    return re.sub(r"@(ID|N|GATEWAY|VOLUME|ACCOUNT|TIME)@", value, template)


def _event(name: str, **fields: object) -> str:
    """Return a CloudTrail event of Storage Gateway that succeeded."""
    return json.dumps(
        {
            "eventVersion": "1.09",
            "userIdentity": {"type": "AssumedRole", "accountId": "@ACCOUNT@"},
            "eventTime": "@TIME@",
            "eventSource": "storagegateway.amazonaws.com",
            "eventName": name,
            "awsRegion": "eu-west-1",
            "requestID": "@ID@",
            **fields,
        }
    )


MENTIONS: Final[dict[str, str]] = {
    # Policies: what a program will do if the error comes.
    "a retry policy": f"retry policy: [{OWN}, InternalServerError, ThrottlingException], max @N@",
    "what is retried": f"[policy] will retry on: GatewayNotConnected, GatewayProxyNetworkConnectionBusy, {OWN}",
    "what is ignored": f"ignoring errors of type {OWN} for gateway @GATEWAY@",
    "retryable errors, as a dictionary": f"retry config: {{'retryable_errors': ['{OWN}', 'InternalServerError'], 'max_attempts': @N@}}",
    "a decorator's settings": f"backoff.on_exception(expo, (client.exceptions.{OWN},), max_tries=@N@)",
    "a handler is registered": f"registered error handler for {OWN} -> retry_later",
    "a circuit breaker": f"circuit breaker storagegateway-@N@: opens after 5 x {OWN} (currently closed, 0 failures)",
    "a runbook's rule": "on VolumeInUse: detach initiators, then retry; on StagingAreaFull: add an upload buffer",
    "retryable errors of Terragrunt": f'retryable_errors = ["{OWN}: The specified gateway is not connected"]',
    "what a plan will do": f"next DeleteVolume will fail with {OWN} (VolumeInUse)",
    "what each call may raise": f"DeleteVolume: {OWN}, InternalServerError",
    "a question": f'should we retry on "{OWN}: The specified gateway is not connected."?',
    # Counts: how many there were is not one more of them.
    "a count of none": f"0 {OWN} errors since start",
    "a count of some": f"@N@ {OWN} errors in the last hour on @GATEWAY@",
    "a dictionary of counts": "errors: {'VolumeInUse': 3, 'GatewayNotConnected': @N@}",
    "a counter's repr": f"totals so far: Counter({{'{OWN}': 12, 'ThrottlingException': @N@}})",
    "a metric of Prometheus": 'sgw_errors_total{code="VolumeInUse",gateway="@GATEWAY@"} @N@',
    "a metric of Prometheus, by exception": f'aws_client_errors_total{{service="storagegateway",exception="{OWN}"}} @N@',
    "the help of a metric": f"# HELP sgw_errors_total Responses with {OWN}, by error code\n# TYPE sgw_errors_total counter",
    "a metric of StatsD": f"storagegateway.errors.{OWN}:1|c|#gateway:@GATEWAY@",
    "a metric in CloudWatch's embedded format": json.dumps(
        {
            "_aws": {
                "Timestamp": 1709280000000,
                "CloudWatchMetrics": [
                    {
                        "Namespace": "Backup",
                        "Dimensions": [["gateway"]],
                        "Metrics": [{"Name": OWN, "Unit": "Count"}],
                    }
                ],
            },
            "gateway": "@GATEWAY@",
            OWN: 0,
        }
    ),
    "a summary table": f"exception                        count\n{OWN}   @N@\nInternalServerError              0",
    "a summary of a run": f"summary: 120 calls, 117 ok, 3 failed ({OWN}: 2, ThrottlingException: 1)",
    "a line of InfluxDB": f"sgw_errors,exception={OWN},gateway=@GATEWAY@ value=@N@i",
    # Source code, and tools that print it.
    "an except clause": f"    except client.exceptions.{OWN}:",
    "an except clause with a name": f"  41     except client.exceptions.{OWN} as error:",
    "a comparison": f"if error.response['Error']['Code'] == '{OWN}':",
    "a comparison of the code": 'if e.response.get("error", {}).get("errorCode") == "VolumeInUse":',
    "an import of Java": f"import com.amazonaws.services.storagegateway.model.{OWN};",
    "an import of JavaScript": f'import {{ StorageGatewayClient, {OWN} }} from "@aws-sdk/client-storage-gateway";',
    "a catch clause of Java": f"        }} catch ({OWN} e) {{",
    "an instanceof of JavaScript": f"  if (error instanceof {OWN} && error.error?.errorCode === 'VolumeInUse') {{",
    "errors.As in Go": f"\tvar invalid *types.{OWN}\n\tif errors.As(err, &invalid) {{",
    "a rescue clause of Ruby": f"rescue Aws::StorageGateway::Errors::{OWN} => e",
    "a match arm of Rust": f"        Err(DeleteVolumeError::{OWN}(e)) => retry(e),",
    "a catch clause of PHP": "} catch (Aws\\StorageGateway\\Exception\\StorageGatewayException $e) { // VolumeInUse",
    "a constant of Go": f'\tErrCode{OWN} = "{OWN}"',
    "a comment": f"# boto3 raises {OWN} with VolumeInUse while initiators are connected",
    "a diff": f"""diff --git a/backup/run.py b/backup/run.py
@@ -41,3 +41,3 @@ def delete(volume):
-    except client.exceptions.{OWN}:
+    except (client.exceptions.{OWN}, client.exceptions.InternalServerError):
         return retry(volume)""",
    "what grep found": f"""backup/run.py:41:    except client.exceptions.{OWN}:
backup/run.py:57:RETRYABLE = {{"{OWN}", "GatewayNotConnected"}}""",
    "a linter's remark": f"backup/run.py:41:5: B014 Redundant exception types in `except ({OWN}, ClientError)`",
    "a type stub": f"    class {OWN}(BotocoreClientError): ...",
    "a compiler's remark": f"Backup.java:[57,11] error: unreported exception {OWN}; must be caught or declared to be thrown",
    "a raise that is a source line": f'  File "/srv/run.py", line @N@, in check\n    raise {OWN}("not in this test")',
    "a frame that names a class": f"\tat com.amazonaws.services.storagegateway.model.transform.{OWN}Unmarshaller.<init>({OWN}Unmarshaller.java:25)",
    "an annotation of Javadoc": f"     * @throws {OWN} An exception occurred because an invalid gateway request was issued.",
    # Tests.
    "a test that passed": "tests/test_backup.py::test_invalid_gateway_request_exception PASSED [ @N@%]",
    "a test with an error in its id": f"tests/test_retry.py::test_retries[{OWN}-VolumeInUse] PASSED",
    "a test that expects an error": f"expected {OWN} to be raised",
    "a test that waits for an error": f"with pytest.raises(client.exceptions.{OWN}):",
    "pytest: it was not raised": f"Failed: DID NOT RAISE <class 'botocore.errorfactory.{OWN}'>",
    "a test of JavaScript": f"  ✓ handles {OWN} (@N@ ms)",
    "a test of Go": f"--- PASS: TestRetry/{OWN} (0.00s)",
    "a stub is prepared": f"Stubber: next response of delete_volume will be client error {OWN}/VolumeInUse",
    # Configuration.
    "a list in YAML": f"retry:\n  retryable_errors:\n    - {OWN}\n    - InternalServerError\n  max_attempts: @N@",
    "a list in JSON": json.dumps({"retry": {"retryableErrors": [OWN, "GatewayNotConnected"]}}),
    "a list in TOML": f'retryable_errors = ["{OWN}", "GatewayNotConnected"]',
    "a list in an environment variable": f"SGW_RETRY_ON={OWN},InternalServerError,ThrottlingException",
    "a list in HCL": f'  retryable_errors = ["(?s).*{OWN}.*GatewayNotConnected.*"]',
    "a filter pattern of CloudWatch": f'{{ $.errorCode = "{OWN}" }}',
    "a metric filter": json.dumps(
        {
            "filterName": "sgw-errors",
            "filterPattern": f'{{ ($.eventSource = "storagegateway.amazonaws.com") && ($.errorCode = "{OWN}") }}',
            "logGroupName": "CloudTrail/@ACCOUNT@",
        }
    ),
    "an alarm": json.dumps(
        {
            "AlarmName": "StorageGateway-InvalidGatewayRequestException",
            "Threshold": 5,
            "ComparisonOperator": "GreaterThanThreshold",
        }
    ),
    "an EventBridge pattern": json.dumps(
        {
            "source": ["aws.storagegateway"],
            "detail": {
                "eventSource": ["storagegateway.amazonaws.com"],
                "errorCode": [OWN, "InternalServerError"],
            },
        }
    ),
    "a policy of IAM": json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Action": ["storagegateway:DeleteVolume", "storagegateway:ListVolumes"],
                    "Resource": "arn:aws:storagegateway:eu-west-1:@ACCOUNT@:gateway/@GATEWAY@",
                }
            ],
        }
    ),
    "a retrier of Step Functions": json.dumps(
        {"Retry": [{"ErrorEquals": [f"StorageGateway.{OWN}"], "IntervalSeconds": 2}]}
    ),
    "a template of CloudFormation": f"    FilterPattern: '{{ $.errorCode = {OWN} }}'\n    MetricTransformations:\n      - MetricName: VolumeInUse",
    "a feature flag": f"flag retry-on-{OWN} evaluated: true (rule @N@)",
    "the levels of loggers": f"logging.level.com.amazonaws.services.storagegateway.model.{OWN}=ERROR",
    "a rule of Sentry": f"fingerprint rule: error.type:{OWN} -> storage-gateway-client",
    "a rule of fail2ban": f"failregex = ^.*{OWN}: The specified gateway is not connected.*$",
    "a routing rule of PagerDuty": f'route: if event.summary contains "{OWN}" then service=PBKUP@N@',
    # Documents.
    "a call in source": f'log.error("{OWN}: The specified gateway is not connected.")',
    "a constant in source": f'static final String A = "{OWN}: The specified gateway is not connected.";',
    "a condition in source": f'if "{OWN}: The specified gateway is not connected." in str(error):',
    "a conventional commit": f'feat(retry): try again after "An error occurred ({OWN}) when calling the ListTapes operation"',
    "a test of TAP": f"ok @N@ - {OWN}: The specified gateway is not connected. is tried again",
    "what a test expects, in fields": f"msg=checked expected={OWN} operation=DeleteVolume code=VolumeInUse",
    "what is retried, in fields": f"retryable={OWN} operation=DeleteVolume code=VolumeInUse max=@N@",
    "a prompt of Python": f'>>> explain("{OWN}: The specified gateway is not connected.")',
    "a metric in JSON": f'{{"metric":"errors","tags":{{"exception":"{OWN}","operation":"DeleteVolume"}},"value":@N@}}',
    "counts in parentheses": f"0 of @N@ calls failed ({OWN} 0, ThrottlingException 0)",
    "a docstring": f'"""Raises {OWN}: The specified volume was not found."""',
    "a reference": f"{OWN}\n  An exception occurred because an invalid request was issued.\n  HTTP Status Code: 400",
    "something to do": f"TODO: treat {OWN}: The specified gateway is not connected. as temporary",
    "a help text": f"  --retry-on NAME   exception to retry, for example {OWN} (repeatable)",
    "a man page": f"       {OWN}\n              An exception occurred because an invalid gateway request was issued to the service.",
    "a table of Markdown": "| VolumeInUse | The specified volume is already in use. | InvalidGatewayRequestException |",
    "a heading": f"## How to handle {OWN}",
    "a link": f"see [{OWN}](https://docs.aws.amazon.com/storagegateway/latest/APIReference/CommonErrors.html)",
    "a changelog": f"* [SGW-@N@] Retry {OWN} with code GatewayProxyNetworkConnectionBusy.",
    "a commit": f"a1b2c3d Fix {OWN} in backup job (#@N@)",
    "a branch": f"Switched to a new branch 'fix/{OWN}-on-delete'",
    "a chat": f"<ops> does anyone know what {OWN} means for @GATEWAY@?",
    "a mail's subject": f"Subject: Re: Fwd: {OWN} again? (ticket @N@)",
    "a question in a form": f"INFO ticket @N@ created: 'What to do about {OWN}'",
    "the model's shape": f'{{"shape":"{OWN}"}},{{"shape":"InternalServerError"}}',
    "an operation of the model": json.dumps(
        {
            "name": "DeleteVolume",
            "http": {"method": "POST", "requestUri": "/"},
            "errors": [{"shape": OWN}, {"shape": "InternalServerError"}],
        }
    ),
    "the enum of the model": json.dumps(
        {"ErrorCode": {"type": "string", "enum": ["ActivationKeyExpired", "VolumeInUse"]}}
    ),
    "a schema of OpenAPI": json.dumps(
        {
            "responses": {
                "480": {
                    "description": OWN,
                    "content": {
                        "application/json": {"schema": {"$ref": f"#/components/schemas/{OWN}"}}
                    },
                }
            }
        }
    ),
    # Searches and queries.
    "a search": f'user searched for "{OWN} VolumeInUse" (@N@ hits)',
    "a URL of a search": f"GET /search?q={OWN}+VolumeInUse HTTP/1.1 200 @N@",
    "a line of an access log": f'10.0.0.7 - - "GET /wiki/errors/{OWN} HTTP/1.1" 200 @N@ "-" "Mozilla/5.0"',
    "a URL of the API's documents": f"fetching https://docs.aws.amazon.com/storagegateway/latest/APIReference/API_DeleteVolume.html#{OWN}",
    "SQL": f"SELECT eventname, count(*) FROM cloudtrail WHERE eventsource = 'storagegateway.amazonaws.com' AND errorcode = '{OWN}' GROUP BY 1",
    "a slow query": f"slow query (@N@ ms): SELECT * FROM errors WHERE name = '{OWN}'",
    "a query of Logs Insights": f"fields @timestamp, errorCode | filter errorCode = '{OWN}' | stats count() by eventName",
    "a query of PromQL": 'evaluating rule: rate(sgw_errors_total{code="VolumeInUse"}[5m]) > 0.1',
    "a query of Loki": f'{{app="backup"}} |= "{OWN}"',
    "a command of grep": f"$ grep -c {OWN} /var/log/backup.log",
    "a command of the CLI": "$ aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=DeleteVolume",
    "a panel of Grafana": json.dumps(
        {"title": f"{OWN} by gateway", "targets": [{"expr": "sum(sgw_errors_total)"}]}
    ),
    # What SDKs and runtimes say without an error.
    "a class is loaded": f"[Loaded com.amazonaws.services.storagegateway.model.transform.{OWN}Unmarshaller from file:/app/sdk.jar]",
    "a class is loaded, Java 11": f"[0.@N@s][info][class,load] com.amazonaws.services.storagegateway.model.{OWN} source: jar:file:/app/sdk.jar",
    "botocore registers a retry handler": "Registering retry handlers for service: storagegateway",
    "botocore retries nothing": "No retry needed.",
    "botocore looks for an endpoint": "Looking for endpoint for storagegateway via: environment_service",
    "botocore sends a request": "Making request for OperationModel(name=DeleteVolume) with params: {'url_path': '/', 'headers': {'X-Amz-Target': 'StorageGateway_20130630.DeleteVolume'}}",
    "botocore got an answer": "Response headers: {'x-amzn-RequestId': '@ID@', 'Content-Type': 'application/x-amz-json-1.1'}\nResponse body:\nb'{\"VolumeARN\":\"arn:aws:storagegateway:eu-west-1:@ACCOUNT@:gateway/@GATEWAY@\"}'",
    "a span that went well": json.dumps(
        {
            "name": "StorageGateway.DeleteVolume",
            "attributes": {"rpc.service": "StorageGateway", "http.status_code": 200},
            "status": {"code": "UNSET"},
            "events": [],
        }
    ),
    "an event of CloudTrail that went well": _event("DeleteVolume", requestParameters={}),
    "an event whose parameters mention a name": _event(
        "UpdateGatewayInformation",
        requestParameters={"gatewayName": OWN, "gatewayARN": "gateway/@GATEWAY@"},
        responseElements={"gatewayName": OWN},
    ),
    "an event whose tags mention names": _event(
        "AddTagsToResource",
        requestParameters={"tags": [{"key": "errorCode", "value": "VolumeInUse"}]},
    ),
    "an event with an empty errorCode": _event("ListVolumes", errorCode=None, errorMessage=None),
    "an event of CloudWatch that mentions a filter": json.dumps(
        {
            "eventTime": "@TIME@",
            "eventSource": "logs.amazonaws.com",
            "eventName": "PutMetricFilter",
            "requestParameters": {"filterPattern": f'{{ $.errorCode = "{OWN}" }}'},
            "requestID": "@ID@",
        }
    ),
    "the head of a CSV": "operation,exception,VolumeInUse,GatewayNotConnected,InvalidGatewayRequestException",
    "the help of a CLI": "usage: aws storagegateway delete-volume --volume-arn <value> [--cli-error-format enhanced]",
    "completions": f"candidates: InternalServerError {OWN} ServiceUnavailableError",
    "names that were loaded": "loaded 41 error codes: ActivationKeyExpired, ActivationKeyInvalid, VolumeInUse (@N@ ms)",
    "an enum's repr": f"<ErrorName.{OWN}: '{OWN}'>",
    "a dashboard's state": "panel 'VolumeInUse': 0 series, state OK",
    "an alert is over": f"[RESOLVED] StorageGatewayErrors ({OWN} rate is 0.00)",
    "none came": f"no {OWN} seen on @GATEWAY@ in @N@ calls",
    "a fault plan": f"injecting nothing; available faults: {OWN}, InternalServerError",
    "a page that was not found": f'10.0.0.7 - - "GET /wiki/errors/{OWN} HTTP/1.1" 404 @N@',
    "a count in JSON": json.dumps({"errorCode": OWN, "gateway": "@GATEWAY@", "count": 3}),
    "a count in JSON, before the name": json.dumps({"count": 3, "errorCode": OWN}),
    "a policy with a code": f"ignoring {OWN} (VolumeInUse) on @GATEWAY@",
    "an expectation with a code": f"expected {OWN}/VolumeInUse to be raised",
    "a hypothetical sentence": f"if the gateway is offline the service would answer {OWN}",
    "an ARN of an alarm": f"arn:aws:cloudwatch:eu-west-1:@ACCOUNT@:alarm:{OWN}",
    "an alarm's description": f'{{"AlarmDescription": "Fires when {OWN} (VolumeInUse) occurs 5 times"}}',
    "a test that may fail": f"XFAIL tests/test_a.py::test_delete - reason: {OWN} until the fix",
    "a member of an enumeration": f'  {OWN} = "{OWN}",',
    "an embedded metric, its head first": json.dumps(
        {"_aws": {"CloudWatchMetrics": []}, "Error": OWN, "Failures": 1}
    ),
    "a help text with two names": f"  --retry-on CODE   one of @N@ codes, as VolumeInUse ({OWN})",
    "a file's name": f"wrote /var/reports/{OWN}-@N@.csv",
    "a queue's name": f"polling https://sqs.eu-west-1.amazonaws.com/@ACCOUNT@/{OWN}-retries",
}
# Lines that quote, and counts, settings and conditions in further words.
MENTIONS.update(
    (f"further {number}", text)
    for number, text in enumerate(
        (
            f"{OWN}: 12%",
            f"error={OWN} count=0",
            f"exception={OWN} n=3 rate=0.2",
            f'{{"exception":"{OWN}","num":3}}',
            '{"errorCode":"VolumeInUse","hits":3,"service":"storagegateway"}',
            f"aws.errors:0|c|#error_type:{OWN},service:storagegateway",
            f'{{"error_type":"{OWN}","Errors":0,"_aws":{{"Timestamp":1709280000000,"CloudWatchMetrics":[]}}}}',
            f"last error {OWN} repeated 5 times",
            f"No {OWN} was raised in the last 24 hours",
            f"we never received {OWN} from this gateway",
            f"retry if call failed with {OWN}",
            f"DeleteVolume may fail with: {OWN} (VolumeInUse)",
            f'If you see "An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use.", disconnect the initiators.',
            f'INFO runbook step 3: when the log says "An error occurred ({OWN}) when calling the DeleteVolume operation", page storage',
            f'INFO alert rule "sgw" matches "An error occurred ({OWN}) when calling the DeleteVolume operation"',
            f'$ grep "An error occurred ({OWN}) when calling the DeleteVolume operation" backup.log',
            f"+ echo 'An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use.'",
            f"PASSED tests/a.py::test[An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use.-VolumeInUse]",
            f'assert str(e.value) == "An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use."',
            f"# An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use.",
            f"    // botocore says: An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use.",
            f'+        "An error occurred ({OWN}) when calling the DeleteVolume operation: The specified volume is already in use.",',
            f'{{"{OWN}": "The specified gateway is not connected."}}',
            f'MESSAGES = {{"{OWN}": "The specified gateway is not connected."}}',
            f"errors.{OWN}=The specified gateway is not connected.",
            f'msgid "{OWN}: The specified gateway is not connected."\nmsgstr ""',
            f"- `{OWN}`: The specified gateway is not connected.",
            f"# {OWN}: The specified volume is already in use.",
            f'commit: handle "{OWN}: The specified gateway is not connected."',
            f'  501  sgw explain "{OWN}: The specified gateway is not connected."',
            f'stubber.add_client_error("delete_volume", "{OWN}", "The specified gateway is not connected.")',
            f'raise ClientError({{"Error": {{"Code": "{OWN}", "Message": "The specified gateway is not connected."}}}}, "DeleteVolume")',
            f'return {{"__type": "{OWN}", "message": "The specified gateway is not connected."}}',
            f'loaded fixture x.json: {{"__type": "{OWN}", "message": "The specified gateway is not connected."}}',
            f'WireMock: registered stub POST / -> 400 {{"__type": "{OWN}", "message": "The specified gateway is not connected."}}',
            f'Example response: {{"__type": "{OWN}", "message": "The specified gateway is not connected."}}',
            f"WARN {OWN} is not in retry list, add it",
            f"WARN {OWN} handler not registered",
            f"/alert create error {OWN} threshold 3",
            f"java.lang.ClassNotFoundException: com.amazonaws.services.storagegateway.model.{OWN}",
            f"Caused by: java.lang.NoClassDefFoundError: com/amazonaws/services/storagegateway/model/{OWN}",
            f"KeyError: '{OWN}'",
            f"export ERROR_TYPE={OWN}",
            f"ERROR_TYPE={OWN} python run.py",
            f"threshold for error={OWN} is 5/min",
            f'{{"error": "{OWN}", "action": "retry", "max_attempts": 5}}',
            f'{{"match": {{"exception": "{OWN}", "errorCode": "VolumeInUse"}}, "then": "detach"}}',
            f"12: DeleteVolume: VolumeInUse ({OWN})",
            f"DeleteVolume,{OWN},VolumeInUse,12,2026-03-01T10:00:00Z,2026-03-01T10:00:00Z",
            f"not met: DeleteVolume with VolumeInUse ({OWN})",
            f"plan: DeleteVolume#1 -> {OWN}/VolumeInUse",
            f"PR #12 merged: Retry when DeleteVolume returned {OWN}",
            f"- fixed: {OWN} was raised when listing volumes of two gateways",
            f"    Raises:\n        client.exceptions.{OWN}: If the volume is in use.",
            f"[simulate] DeleteVolume would return {OWN}: The specified volume is already in use.",
            f'want: "{OWN}: The specified volume is already in use.",',
            f'self.assertIn("{OWN}: The specified volume is already in use.", str(error))',
            f"expect(error.message).toBe('{OWN}: The specified volume is already in use.')",
            f"await act.Should().ThrowAsync<{OWN}>().WithMessage('The volume is in use.');",
            f".reply(400, {{ __type: '{OWN}', message: 'The specified volume is already in use.' }})",
            f"  * refresh: treat {OWN}/GatewayNotConnected as transient",
            f"\t\tcase *types.{OWN}:\n\t\t\treturn skip(err)",
            f"tests/a.py::test_offline[{OWN}: The specified gateway is not connected.] PASSED [ 10%]",
            f"index=aws eventSource=storagegateway.amazonaws.com errorCode={OWN} | stats count by eventName",
            f" ** {OWN} **   \nAn exception occurred because an invalid gateway request was issued.",
            f"{OWN}:\n    An exception occurred because a request was invalid.\nInternalServerError:\n    An internal server error has occurred during the request.",
            f"import software.amazon.awssdk.services.storagegateway.model.{OWN};\nimport software.amazon.awssdk.services.storagegateway.model.StorageGatewayException;",
            f'side_effect=ClientError(\n    {{"Error": {{"Code": "{OWN}", "Message": "The specified volume was not found."}}}},\n    "DeleteVolume",\n)',
            f'throw {OWN}.builder().message("The specified volume was not found.").build();',
            f'eventSource:"storagegateway.amazonaws.com" AND errorCode:"{OWN}"',
            f"errorCode:{OWN} AND eventName:DeleteVolume",
            f'error.type: "{OWN}" and service.name: backup',
            f'logs("service:backup @error.kind:{OWN}").index("*").rollup("count").last("5m") > 5',
            f"/#X-Amz-Target=StorageGateway_20130630.AddCache:\n  post:\n    responses:\n      '480':\n        description: {OWN}",
            f"  schemas:\n    InternalServerError: {{}}\n    {OWN}: {{}}",
            f'class {OWN} extends Base {{\n  name = "{OWN}";\n  constructor(it) {{\n    super({{name: "{OWN}", ...it}});',
            f"| {OWN} | One of the operation error code messages in Operation Error Codes. | 400 Bad Request |\n| ThrottlingException | Rate exceeded. |",
            f"The InternalServerError and {OWN} return one of the Operation Error Codes message codes.\n\nThe specified volume was not found.",
            f"}})({OWN} = exports.{OWN} || (exports.{OWN} = {{}}));",
            f'"{OWN}" => crate::operation::delete_volume::DeleteVolumeError::{OWN}({{',
            f"exports.InternalServerError = exports.{OWN} = void 0;",
            f"exports.{OWN} = {OWN};",
            f"class Exceptions:\n    {OWN}: Type[BotocoreClientError]",
            f"DeleteVolume can return {OWN} (VolumeInUse) and {OWN} (GatewayNotFound).",
            f'{{"insightDetails": {{"eventSource": "storagegateway.amazonaws.com", "eventName": "DeleteVolume", "insightType": "ApiErrorRateInsight", "errorCode": "{OWN}"}}}}',
        )
    )
)
"""By a form's name: texts that mention names of errors. None of them happened."""

_EVENT_OF_EC2: Final = {
    "eventTime": "@TIME@",
    "eventSource": "ec2.amazonaws.com",
    "eventName": "DeleteVolume",
    "errorCode": "Client.VolumeInUse",
    "errorMessage": "Volume @VOLUME@ is currently attached to i-0a1b2c3d4e5f67890",
    "requestID": "@ID@",
}

LOOK_ALIKES: Final[dict[str, str]] = {
    "EBS: VolumeInUse": "An error occurred (VolumeInUse) when calling the DeleteVolume operation: Volume @VOLUME@ is currently attached to i-0a1b2c3d4e5f67890",
    "EBS: VolumeInUse, Go v2": "operation error EC2: DeleteVolume, https response error StatusCode: 400, RequestID: @ID@, api error VolumeInUse: Volume @VOLUME@ is currently attached",
    "EBS: VolumeInUse, Go v1": "VolumeInUse: @VOLUME@ is already attached to an instance\n\tstatus code: 400, request id: @ID@",
    "EBS: VolumeInUse, Java": "com.amazonaws.services.ec2.model.AmazonEC2Exception: @VOLUME@ is already attached (Service: AmazonEC2; Status Code: 400; Error Code: VolumeInUse; Request ID: @ID@)",
    "EBS: VolumeInUse, XML": "<Response><Errors><Error><Code>VolumeInUse</Code><Message>@VOLUME@ is attached</Message></Error></Errors><RequestID>@ID@</RequestID></Response>",
    "EBS: VolumeInUse, CloudTrail": json.dumps(_EVENT_OF_EC2),
    "EBS: an event with the name of an own exception": json.dumps(
        {**_EVENT_OF_EC2, "eventName": "CreateSnapshot", "errorCode": OWN}
    ),
    "EBS: too many snapshots": "An error occurred (SnapshotCreationPerVolumeRateExceeded) when calling the CreateSnapshot operation: The maximum per volume CreateSnapshot request rate has been exceeded.",
    "EBS in Terraform": "Error: deleting EBS Volume (@VOLUME@): operation error EC2: DeleteVolume, https response error StatusCode: 400, RequestID: @ID@, api error VolumeInUse: Volume @VOLUME@ is currently attached",
    "DynamoDB: InternalServerError": "An error occurred (InternalServerError) when calling the GetItem operation (reached max retries: 10): Internal server error",
    "DynamoDB: InternalServerError, Java": "com.amazonaws.services.dynamodbv2.model.InternalServerErrorException: Internal server error (Service: AmazonDynamoDBv2; Status Code: 500; Error Code: InternalServerError; Request ID: @ID@; Proxy: null)",
    "DynamoDB: InternalServerError, body": '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"The request processing has failed because of an unknown error, exception or failure."}',
    "DynamoDB: ThrottlingException": "An error occurred (ThrottlingException) when calling the UpdateTable operation: Rate of requests exceeds the allowed throughput.",
    "DynamoDB: ValidationException": "botocore.exceptions.ClientError: An error occurred (ValidationException) when calling the PutItem operation: One or more parameter values were invalid",
    "SSM: InternalServerError": "An error occurred (InternalServerError) when calling the GetParameter operation (reached max retries: 4): None",
    "CloudWatch: ThrottlingException": "An error occurred (ThrottlingException) when calling the PutMetricData operation (reached max retries: 4): Rate exceeded",
    "CloudWatch Logs: ThrottlingException": "An error occurred (ThrottlingException) when calling the PutLogEvents operation: Rate exceeded",
    "CloudWatch Logs: ThrottlingException, JavaScript": "ThrottlingException: Rate exceeded\n    at throwDefaultError (/app/node_modules/@aws-sdk/client-cloudwatch-logs/dist-cjs/index.js:@N@:8) {\n  '$fault': 'client',\n  '$metadata': { httpStatusCode: 400, requestId: '@ID@' },\n  __type: 'ThrottlingException'\n}",
    "CloudTrail: ThrottlingException": "An error occurred (ThrottlingException) when calling the LookupEvents operation (reached max retries: 4): Rate exceeded",
    "Organizations, Go v2": "operation error Organizations: ListAccounts, exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: @ID@, api error ThrottlingException: Rate exceeded",
    "ECS, Ruby": "Aws::ECS::Errors::ThrottlingException (Rate exceeded)",
    "Lambda: ServiceException": "An error occurred (ServiceException) when calling the Invoke operation (reached max retries: 4): Internal server error",
    "KMS, .NET": "Amazon.KeyManagementService.AmazonKeyManagementServiceException: Rate exceeded ---> Amazon.Runtime.Internal.HttpErrorResponseException: ThrottlingException",
    "Bedrock, Java v2": "software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException: Rate exceeded. (Service: BedrockRuntime, Status Code: 429, Request ID: @ID@)",
    "a service's own gateway": "API Gateway: InternalServerError: lambda execution failed with status 500",
    "API Gateway, body": '{"message":"Internal server error"}',
    "API Gateway in CloudTrail": json.dumps(
        {
            "eventTime": "@TIME@",
            "eventSource": "apigateway.amazonaws.com",
            "eventName": "DeleteGateway",
            "errorCode": "ThrottlingException",
            "errorMessage": "Rate exceeded",
            "requestID": "@ID@",
        }
    ),
    "API Gateway of Kubernetes": "gateway-controller: GatewayNotFound: The specified gateway was not found: ingress-@N@",
    "Backup in CloudTrail": json.dumps(
        {
            "eventTime": "@TIME@",
            "eventSource": "backup-gateway.amazonaws.com",
            "eventName": "DeleteGateway",
            "errorCode": "InternalServerException",
            "requestID": "@ID@",
        }
    ),
    "Backup Gateway": "An error occurred (InternalServerException) when calling the TestHypervisorConfiguration operation: An internal error occurred.",
    "S3: InternalError": "An error occurred (InternalError) when calling the PutObject operation (reached max retries: 4): We encountered an internal error. Please try again.",
    "S3: InternalError, XML": '<?xml version="1.0" encoding="UTF-8"?><Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message><RequestId>@N@</RequestId></Error>',
    "S3: InternalError, Java": "com.amazonaws.services.s3.model.AmazonS3Exception: We encountered an internal error. Please try again. (Service: Amazon S3; Status Code: 500; Error Code: InternalError; Request ID: @N@)",
    "S3: ServiceUnavailable": "An error occurred (ServiceUnavailable) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.",
    "S3: NotSupported": "NotSupported: The specified operation is not supported. bucket backup-@N@",
    "EC2: InternalError, Go": "InternalError: An internal error has occurred\n\tstatus code: 500, request id: @ID@",
    "EC2: InvalidAction": "Error: InvalidAction: The action DescribeTransitGatewayAttachments is not valid for this web service.\n\tstatus code: 400, request id: @ID@",
    "STS: InvalidClientTokenId": "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
    "STS: ExpiredToken": "An error occurred (ExpiredToken) when calling the AssumeRole operation: The security token included in the request is expired",
    "ECR: UnrecognizedClientException": "An error occurred (UnrecognizedClientException) when calling the GetAuthorizationToken operation: The security token included in the request is invalid.",
    "EFS: FileSystemNotFound": "An error occurred (FileSystemNotFound) when calling the DescribeFileSystems operation: File system 'fs-@N@' does not exist.",
    "FSx: FileSystemNotFound": "com.amazonaws.services.fsx.model.FileSystemNotFoundException: not found (Service: AmazonFSx; Status Code: 400; Error Code: FileSystemNotFound; Request ID: @ID@)",
    "IAM: ServiceUnavailable, CloudTrail": json.dumps(
        {
            "eventTime": "@TIME@",
            "eventSource": "iam.amazonaws.com",
            "eventName": "ListRoles",
            "errorCode": "ServiceUnavailable",
            "requestID": "@ID@",
        }
    ),
    "GraphQL": '{"errors":[{"message":"boom","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
    "HTTP 500": "502 Bad Gateway, then 500 InternalServerError from billing-@N@",
    "a Python web framework": "werkzeug.exceptions.InternalServerError: 500 Internal Server Error: The server encountered an internal error",
    "a Node web framework": "InternalServerError: something broke\n    at /app/node_modules/http-errors/index.js:@N@:8",
    "OpenAI": "openai.InternalServerError: Error code: 500 - {'error': {'message': 'internal', 'type': 'server_error'}}",
    "OpenStack Cinder": "cinderclient.exceptions.BadRequest: Volume @ID@ VolumeInUse: Volume is in use. (HTTP 400)",
    "Docker volumes": "Error response from daemon: remove data: volume is in use - [@N@]",
    "CSI driver of EBS": 'GRPC error: rpc error: code = Internal desc = Could not detach volume "@VOLUME@": VolumeInUse',
    "Windows: a volume": "vssadmin: The specified volume was not found.",
    "Windows: a disk": "diskpart: The specified disk does not exist. (0x@N@)",
    "an iSCSI initiator": "iscsiadm: initiator reported error (@N@ - target not found): TargetNotFound",
    "Java's own exception": "java.lang.UnsupportedOperationException: NotSupported",
    "Alibaba's storage gateway": '{"Code":"GatewayNotExist","Message":"The specified gateway does not exist.","RequestId":"@ID@","HostId":"sgw.cn-shanghai.aliyuncs.com"}',
    "Azure": "StorageErrorException: InternalError: The server encountered an internal error. RequestId:@ID@",
    "Google Cloud": "googleapiclient.errors.HttpError: <HttpError 503 when requesting https://compute.googleapis.com returned 'ServiceUnavailable'>",
    "a program's own error": "ERROR StagingAreaFull: deploy staging area has @N@ artefacts",
    "a service's name near another's error": "storage gateway proxy: upstream dynamodb answered InternalServerError (@N@)",
}
"""By a form's name: errors of other services and programs."""

DOUBTFUL: Final[dict[str, tuple[str, str, str]]] = {
    "handled": (
        f"caught and handled {OWN}: The specified volume is already in use.",
        "it happened: a service sent it, whatever the program did next",
        "the program says that nothing is wrong",
    ),
    "expected in a test": (
        f"got expected {OWN}: The specified volume was not found.",
        "it happened, if the test called a real gateway",
        "a test provoked it",
    ),
    "a shared operation": (
        "An error occurred (ThrottlingException) when calling the ListTagsForResource operation: Rate exceeded",
        "Storage Gateway has this operation and this exception",
        "many services have both",
    ),
    "a shared operation, EC2's": (
        "An error occurred (InternalError) when calling the CreateSnapshot operation: An internal error occurred.",
        "a code of Storage Gateway, in the place of the exception",
        "an error of EC2",
    ),
    "the last error of a report": (
        f"volume report: 12 ok, 1 failed, last error {OWN}: The specified volume was not found.",
        "it happened",
        "it was counted when it was logged",
    ),
    "an alert quotes an example": (
        f"[FIRING] StorageGatewayErrors: for example '{OWN}: The specified gateway is not connected.'",
        "it happened somewhere",
        "it was counted where it was logged",
    ),
    "a status of the last run": (
        f"status of @GATEWAY@: lastError={OWN}, at @TIME@",
        "it happened at that time",
        "a field of a status that is repeated each minute",
    ),
    "a dry run": (
        f"[dry-run] would raise {OWN}(VolumeInUse)",
        "none: nothing was sent",
        "a program raised it",
    ),
    "an assertion of a live test": (
        f'Then I expect the response error code to be "{OWN}"',
        "it happened: the test ran against the service and passed",
        "a step of a test, printed",
    ),
    "a name after a prefix": (
        f"ERROR {OWN}",
        "a program logged the type of what it caught",
        "a name without any sentence",
    ),
}
"""By a form's name: a text, and the two ways to read it."""
