"""Texts of clients that are not run here, in the form that their source or a public report shows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from tests.diagnosis.corpus.cases import CASES, GATEWAY
from tests.diagnosis.corpus.entries import Entry, Source, entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.diagnosis.corpus.cases import Case, Truth

MODELLED = ("InvalidGatewayRequestException", "InternalServerError")
HOST = "storagegateway.us-east-1.amazonaws.com"
USUAL = "volume-in-use internal throttled share-not-found"


class Told(NamedTuple):
    """What a form can put into its text."""

    truth: Truth
    id: str
    method: str
    kind: str
    """The class: of a modelled exception its own, of another that of the service."""

    @property
    def body(self) -> str:
        truth = self.truth
        error = {"error": {"errorCode": truth.code}} if truth.code else {}
        return json.dumps({"__type": truth.exception, **error, "message": truth.message})


def entries() -> Iterator[Entry]:
    """Return a text of each form for each of its cases."""
    for (client, version, form), (names, text) in FORMS.items():
        for name in names.split():
            case = CASES[name]
            source = Source(client, version, form, "constructed")
            told = _told(case, client)
            yield entry(f"{client}-{name}-{form}", source, text(told), case)
    yield _trail_of_two(CASES["volume-in-use"], CASES["throttled"])


def _told(case: Case, client: str) -> Told:
    truth = case.truth
    request = str(uuid5(NAMESPACE_URL, f"{client}/{case.name}"))
    method = truth.operation[0].lower() + truth.operation[1:]
    return Told(truth, request, method, truth.exception if truth.exception in MODELLED else "")


# --- Java -----------------------------------------------------------------------------------------


def java_2(told: Told) -> str:
    kind = told.kind or "StorageGatewayException"
    return (
        f"software.amazon.awssdk.services.storagegateway.model.{kind}: {told.truth.message} "
        f"(Service: StorageGateway, Status Code: {told.truth.status}, Request ID: {told.id})"
    )


def java_2_counted(told: Told) -> str:
    return f"{java_2(told)} (SDK Attempt Count: {4 if told.truth.status >= 500 else 1})"


def java_2_stack(told: Told) -> str:
    internal = "software.amazon.awssdk.core.internal.http"
    client = "software.amazon.awssdk.services.storagegateway.DefaultStorageGatewayClient"
    return (
        f'Exception in thread "main" {java_2(told)}\n'
        f"\tat {internal}.CombinedResponseHandler.handleErrorResponse(CombinedResponseHandler.java:125)\n"
        f"\tat {internal}.CombinedResponseHandler.handleResponse(CombinedResponseHandler.java:82)\n"
        f"\tat {client}.{told.method}(DefaultStorageGatewayClient.java:1892)\n"
        "\tat com.example.backup.Cleanup.main(Cleanup.java:41)\n"
    )


def java_2_details(told: Told) -> str:
    return (
        f"AwsErrorDetails(errorMessage={told.truth.message}, errorCode={told.truth.exception}, "
        "serviceName=StorageGateway)"
    )


def java_1(told: Told) -> str:
    kind = told.kind or "AWSStorageGatewayException"
    return (
        f"com.amazonaws.services.storagegateway.model.{kind}: {told.truth.message} "
        f"(Service: AWSStorageGateway; Status Code: {told.truth.status}; "
        f"Error Code: {told.truth.exception}; Request ID: {told.id}; Proxy: null)"
    )


def java_1_caused(told: Told) -> str:
    client = "com.amazonaws.services.storagegateway.AWSStorageGatewayClient"
    return (
        "2024-04-06 07:08:09.123 ERROR 4711 --- [   scheduling-1] c.e.backup.Cleanup : Cleanup failed\n"
        "java.lang.IllegalStateException: nightly cleanup\n"
        "\tat com.example.backup.Cleanup.run(Cleanup.java:57)\n"
        f"Caused by: {java_1(told)}\n"
        "\tat com.amazonaws.http.AmazonHttpClient$RequestExecutor.handleErrorResponse"
        "(AmazonHttpClient.java:1879)\n"
        f"\tat {client}.{told.method}({client.rpartition('.')[2]}.java:2204)\n"
        "\t... 12 common frames omitted\n"
    )


# --- .NET, Ruby 3, PHP, Rust ----------------------------------------------------------------------


def dotnet(told: Told) -> str:
    kind = f"Model.{told.kind}" if told.kind else "AmazonStorageGatewayException"
    runtime = "Amazon.Runtime.Internal"
    return (
        f"Unhandled exception. Amazon.StorageGateway.{kind}: {told.truth.message}\n"
        f" ---> {runtime}.HttpErrorResponseException: Exception of type "
        f"'{runtime}.HttpErrorResponseException' was thrown.\n"
        f"   at {runtime}.HttpHandler`1.InvokeAsync[T](IExecutionContext executionContext)\n"
        "   --- End of inner exception stack trace ---\n"
        f"   at {runtime}.HttpErrorResponseExceptionHandler.HandleExceptionStream(...)\n"
        "   at Backup.Cleanup.RunAsync() in /home/user/Backup/Cleanup.cs:line 41\n"
    )


def ruby_3(told: Told) -> str:
    return (
        "/home/user/.gem/ruby/3.2.0/gems/aws-sdk-core-3.191.0/lib/seahorse/client/plugins/"
        f"raise_response_errors.rb:17:in `call': {told.truth.message} "
        f"(Aws::StorageGateway::Errors::{told.truth.exception})\n"
        "\tfrom cleanup.rb:12:in `<main>'\n"
    )


def ruby_3_inspect(told: Told) -> str:
    return f"#<Aws::StorageGateway::Errors::{told.truth.exception}: {told.truth.message}>"


def ruby_3_log(told: Told) -> str:
    retries = 3 if told.truth.status >= 500 else 0
    return (
        f"[Aws::StorageGateway::Client {told.truth.status} 0.214551 {retries} retries] "
        f'{_snake(told.truth.operation)}(gateway_arn:"{GATEWAY}") '
        f"Aws::StorageGateway::Errors::{told.truth.exception} {told.truth.message}"
    )


def php(told: Told) -> str:
    side, phrase = ("Server", "500 Internal Server Error"), ("Client", "400 Bad Request")
    word, reason = side if told.truth.status >= 500 else phrase
    return (
        "PHP Fatal error:  Uncaught exception 'Aws\\StorageGateway\\Exception\\StorageGatewayException' "
        f'with message \'Error executing "{told.truth.operation}" on "https://{HOST}"; AWS HTTP error: '
        f"{word} error: `POST https://{HOST}` resulted in a `{reason}` response:\n{told.body}\n "
        f"{told.truth.exception} ({word.lower()}): {told.truth.message} - {told.body}' in "
        "/home/user/vendor/aws/aws-sdk-php/src/WrappedHttpHandler.php:195"
    )


def rust(told: Told) -> str:
    code = (
        f"Some(StorageGatewayError {{ error_code: Some({told.truth.code}), error_details: None }})"
    )
    kind, message = told.truth.exception, told.truth.message
    return (
        f'Error: ServiceError(ServiceError {{ source: {kind}({kind} {{ message: Some("{message}"), '
        f'error: {code}, meta: ErrorMetadata {{ code: Some("{kind}"), message: Some("{message}"), '
        f'extras: Some({{"aws_request_id": "{told.id}"}}) }} }}), raw: Response {{ '
        f"status: StatusCode({told.truth.status}) }} }})"
    )


# --- what others make of an error -----------------------------------------------------------------


def sentence(told: Told) -> str:
    return (
        f"An error occurred ({told.truth.exception}) when calling the {told.truth.operation} "
        f"operation: {told.truth.message}"
    )


def terraform(told: Told) -> str:
    resource = "aws_storagegateway_gateway"
    return (
        "╷\n"
        f"│ Error: reading Storage Gateway Gateway ({GATEWAY}): operation error Storage Gateway: "
        f"{told.truth.operation}, https response error StatusCode: {told.truth.status}, RequestID: "
        f"{told.id}, {'' if told.kind else 'api error '}{told.truth.exception}: {told.truth.message}\n│ \n"
        f"│   with {resource}.this,\n"
        f'│   on main.tf line 12, in resource "{resource}" "this":\n'
        f'│   12: resource "{resource}" "this" {{\n│ \n╵\n'
    )


def ansible(told: Told) -> str:
    told_by_module = {
        "boto3_version": "1.34.11",
        "changed": False,
        "error": {"code": told.truth.exception, "message": told.truth.message},
        "msg": f"Unable to clean up: {sentence(told)}",
        "response_metadata": {
            "http_status_code": told.truth.status,
            "request_id": told.id,
            "retry_attempts": 0,
        },
    }
    return f"fatal: [localhost]: FAILED! => {json.dumps(told_by_module)}"


def aws_lambda(told: Told) -> str:
    failure = {
        "errorMessage": sentence(told),
        "errorType": told.kind or "ClientError",
        "stackTrace": ['  File "/var/task/cleanup.py", line 12, in handler\n    clean_up()\n'],
    }
    return json.dumps(failure)


def lambda_log(told: Told) -> str:
    kind = f"botocore.errorfactory.{told.kind}" if told.kind else "botocore.exceptions.ClientError"
    return (
        f"[ERROR]\t2024-04-06T07:08:09.123Z\t{told.id}\tcleanup failed\n"
        "Traceback (most recent call last):\n"
        '  File "/var/task/cleanup.py", line 12, in handler\n'
        f"{kind}: {sentence(told)}\n"
    )


def trail_record(told: Told) -> dict[str, Any]:
    """Return an event as CloudTrail documents it; its errorCode is the exception."""
    return {
        "eventVersion": "1.08",
        "userIdentity": {"type": "IAMUser", "accountId": "111122223333", "userName": "backup"},
        "eventTime": "2024-04-06T07:08:09Z",
        "eventSource": "storagegateway.amazonaws.com",
        "eventName": told.truth.operation,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "192.0.2.0",
        "userAgent": "aws-cli/2.15.0",
        "errorCode": told.truth.exception,
        "errorMessage": told.truth.message,
        "requestParameters": {"gatewayARN": GATEWAY},
        "responseElements": None,
        "requestID": told.id,
        "eventID": str(uuid5(NAMESPACE_URL, told.id)),
        "eventType": "AwsApiCall",
        "recipientAccountId": "111122223333",
    }


def trail(told: Told) -> str:
    return json.dumps(trail_record(told))


def trail_pretty(told: Told) -> str:
    return json.dumps(trail_record(told), indent=4)


def trail_file(told: Told) -> str:
    """Return a file of two records, of which the first is no error."""
    fine = trail_record(told) | {"eventName": "ListGateways", "responseElements": {}}
    del fine["errorCode"], fine["errorMessage"], fine["requestID"], fine["eventID"]
    return json.dumps({"Records": [fine, trail_record(told)]})


def _trail_of_two(*cases: Case) -> Entry:
    """Make an entry of a file in which both records are errors."""
    source = Source("cloudtrail", "1.08", "two-errors", "constructed")
    records = [trail_record(_told(case, "cloudtrail")) for case in cases]
    first, second = (
        entry("cloudtrail-two-errors", source, json.dumps(record), case)
        for record, case in zip(records, cases, strict=True)
    )
    text = json.dumps({"Records": records})
    return replace(first, text=text, expected=replace(first.expected, errors=2), others=(second,))


def namespaced(told: Told) -> str:
    return told.body.replace(
        f'"{told.truth.exception}"', f'"com.amazonaws.storagegateway#{told.truth.exception}"', 1
    )


def capitalised(told: Told) -> str:
    return told.body.replace('"message"', '"Message"')


def error_first(told: Told) -> str:
    return f"[aws-sdk-go] {told.body}".replace('": ', '":').replace(', "', ',"')


def _snake(operation: str) -> str:
    from botocore import xform_name

    return str(xform_name(operation))


CARRIERS = "volume-in-use internal share-not-found no-code"
FORMS: dict[tuple[str, str, str], tuple[str, Callable[[Told], str]]] = {
    ("aws-sdk-java-2", "2.20", "message"): (f"{USUAL} no-code", java_2),
    ("aws-sdk-java-2", "2.31", "counted"): ("internal volume-not-found", java_2_counted),
    ("aws-sdk-java-2", "2.20", "stack"): ("volume-in-use throttled", java_2_stack),
    ("aws-sdk-java-2", "2.16", "details"): (f"{USUAL} no-code", java_2_details),
    ("aws-sdk-java-1", "1.12", "message"): (USUAL, java_1),
    ("aws-sdk-java-1", "1.12", "caused-by"): ("volume-in-use internal", java_1_caused),
    ("aws-sdk-net", "3.7", "unhandled"): (USUAL, dotnet),
    ("aws-sdk-ruby-3", "3.191", "uncaught"): (USUAL, ruby_3),
    ("aws-sdk-ruby-3", "3.191", "inspect"): ("signature not-connected", ruby_3_inspect),
    ("aws-sdk-ruby-3", "3.191", "log"): ("internal volume-in-use", ruby_3_log),
    ("aws-sdk-php", "3.300", "uncaught"): (USUAL, php),
    ("aws-sdk-rust", "1.30", "debug"): ("volume-in-use internal", rust),
    ("terraform", "5.40", "apply"): (f"{USUAL} not-connected", terraform),
    ("ansible", "2.16", "failed"): ("volume-not-found throttled", ansible),
    ("aws-lambda", "", "error"): ("volume-in-use token", aws_lambda),
    ("aws-lambda", "", "log"): ("gateway-type throttled", lambda_log),
    ("cloudtrail", "1.08", "event"): (f"{USUAL} signature denied", trail),
    ("cloudtrail", "1.08", "pretty"): ("volume-not-found cache-throttled", trail_pretty),
    ("cloudtrail", "1.08", "file"): ("not-connected token", trail_file),
    ("body", "", "namespaced"): (f"{CARRIERS} throttled", namespaced),
    ("body", "", "capitalised"): ("volume-in-use failure", capitalised),
    ("body", "", "go-debug"): ("not-connected gateway-type", error_first),
}
"""Client, version and form to the cases and the text."""
