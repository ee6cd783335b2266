"""Errors as clients print them: what happened is known first, the text is made from it.

Each notation also says how much of the error its text shows: an AWS SDK for Java names no operation,
an unmodelled exception carries no code.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from sgwlib.diagnosis import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["HAPPENINGS", "NOTATIONS", "OWN", "Error", "Happening", "Notation"]

OWN: Final = "InvalidGatewayRequestException"


class Happening(NamedTuple):
    """What a service can answer: the same each time, but for the values of a request."""

    operation: str
    exception: str
    code: str | None
    message: str
    status: int = 400


class Error(NamedTuple):
    """One error that happened."""

    what: Happening
    at: datetime
    id: str
    gateway: str
    account: str
    number: int

    @property
    def arn(self) -> str:
        return f"arn:aws:storagegateway:eu-west-1:{self.account}:gateway/{self.gateway}"

    @property
    def body(self) -> str:
        """The body of the response."""
        what = self.what
        error = {"error": {"errorCode": what.code}} if what.code else {}
        return json.dumps({"__type": what.exception, "message": what.message} | error)

    @property
    def sentence(self) -> str:
        """What botocore makes of it."""
        retries = " (reached max retries: 4)" if self.retried else ""
        return (
            f"An error occurred ({self.what.exception}) when calling the {self.what.operation} "
            f"operation{retries}: {self.what.message}"
        )

    @property
    def retried(self) -> bool:
        return self.what.status >= 500 or self.what.exception == "ThrottlingException"


HAPPENINGS: Final = (
    Happening("DeleteVolume", OWN, "VolumeInUse", "The specified volume is already in use."),
    Happening("ListLocalDisks", OWN, "GatewayNotConnected", "The specified gateway is not connected."),
    Happening("DescribeStorediSCSIVolumes", OWN, "VolumeNotFound", "The specified volume was not found."),
    Happening("AddCache", OWN, "DiskAlreadyAllocated", "The specified disk is already allocated."),
    Happening("ActivateGateway", OWN, "ActivationKeyExpired", "The specified activation key has expired."),
    Happening("CreateTapes", OWN, "InvalidParameters", "The specified request contains invalid parameters."),
    Happening("DescribeCachediSCSIVolumes", OWN, None, "Cannot describe volumes of multiple gateways"),
    Happening("DescribeGatewayInformation", "InternalServerError", "InternalError", "An internal error occurred.", 500),
    Happening("ListVolumeRecoveryPoints", "InternalServerError", "GatewayInternalError", "A gateway internal error occurred.", 500),
    Happening("RefreshCache", "ThrottlingException", None, "Rate exceeded."),
    Happening("UpdateMaintenanceStartTime", "ValidationException", None, "1 validation error detected: Value at 'gatewayARN' failed to satisfy constraint"),
)  # fmt: skip
"""One that other services have too stands at the end: its text must name the service."""


class Notation(NamedTuple):
    """How a client prints an error.

    `operation` and `exception` say whether the text shows them, and `happenings` which errors this
    client prints so that a reader can be certain of them.
    """

    text: Callable[[Error], str]
    operation: bool
    happenings: tuple[Happening, ...]
    exception: bool = True

    def kind(self, what: Happening) -> Kind:
        """Return what a reader of the text can know."""
        return Kind(
            what.operation if self.operation else None,
            what.exception if self.exception else None,
            what.code,
        )


_OWN: Final = tuple(each for each in HAPPENINGS if each.exception == OWN)
_MODELLED: Final = tuple(each for each in HAPPENINGS if each.code or each.exception == OWN)


def _class(error: Error) -> str:
    """Return the class that botocore raises."""
    modelled = error.what in _MODELLED
    return (
        f"botocore.errorfactory.{error.what.exception}"
        if modelled
        else "botocore.exceptions.ClientError"
    )


def _traceback(error: Error) -> str:
    return f"""Traceback (most recent call last):
  File "/srv/backup/run.py", line {error.number}, in main
    step(client, "{error.arn}")
  File "/usr/lib/python3.13/site-packages/botocore/client.py", line 1094, in _make_api_call
    raise error_class(parsed_response, operation_name)
{_class(error)}: {error.sentence}"""


def python(error: Error) -> str:
    return f"step {error.number} on {error.gateway} failed: {error.sentence}"


def python_traceback(error: Error) -> str:
    return f"step {error.number} failed\n{_traceback(error)}"


def python_chained(error: Error) -> str:
    """The sentence stands in it three times."""
    return f"""step {error.number} failed: {error.sentence}
{_traceback(error)}

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/backup/run.py", line {error.number + 7}, in main
    raise BackupError(f"giving up: {{error}}") from error
backup.errors.BackupError: giving up: {error.sentence}"""


def python_response(error: Error) -> str:
    what = error.what
    response = {
        "Error": {"Message": what.message, "Code": what.exception},
        "ResponseMetadata": {
            "RequestId": error.id,
            "HTTPStatusCode": what.status,
            "HTTPHeaders": {"x-amzn-requestid": error.id, "content-length": str(error.number)},
            "RetryAttempts": 0,
        },
        "message": what.message,
    } | ({"error": {"errorCode": what.code}} if what.code else {})
    return f"response: {response}"


def botocore_debug(error: Error) -> str:
    return f"Response body:\nb'{error.body}'"


def go_1(error: Error) -> str:
    what = error.what
    error_ = f'\n  Error_: {{\n    ErrorCode: "{what.code}"\n  }},' if what.code else ""
    return f"""step {error.number}: {what.exception}: {what.message}
{{
  RespMetadata: {{
    StatusCode: {what.status},
    RequestID: "{error.id}"
  }},{error_}
  Message_: "{what.message}"
}}"""


def go_2(error: Error) -> str:
    what = error.what
    retries = "exceeded maximum number of attempts, 3, " if error.retried else ""
    api = "" if what in _MODELLED else "api error "
    return (
        f"operation error Storage Gateway: {what.operation}, {retries}https response error "
        f"StatusCode: {what.status}, RequestID: {error.id}, {api}{what.exception}: {what.message}"
    )


def java_1(error: Error) -> str:
    what = error.what
    kind = what.exception if what in _MODELLED else "AWSStorageGatewayException"
    return (
        f"com.amazonaws.services.storagegateway.model.{kind}: {what.message} (Service: "
        f"AWSStorageGateway; Status Code: {what.status}; Error Code: {what.exception}; "
        f"Request ID: {error.id}; Proxy: null)"
    )


def java_1_caused(error: Error) -> str:
    return f"""Cleanup {error.number} failed
java.lang.IllegalStateException: nightly cleanup
\tat com.example.backup.Cleanup.run(Cleanup.java:{error.number})
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: {java_1(error)}
\tat com.amazonaws.http.AmazonHttpClient$RequestExecutor.execute(AmazonHttpClient.java:744)
\t... 12 common frames omitted"""


def java_2(error: Error) -> str:
    what = error.what
    attempts = f" (SDK Attempt Count: {4 if error.retried else 1})"
    return (
        f"software.amazon.awssdk.services.storagegateway.model.{what.exception}: {what.message} "
        f"(Service: StorageGateway, Status Code: {what.status}, Request ID: {error.id}){attempts}"
    )


def java_2_stack(error: Error) -> str:
    return f"""{java_2(error)}
\tat software.amazon.awssdk.core.internal.http.CombinedResponseHandler.handleResponse(CombinedResponseHandler.java:82)
\tat com.example.backup.Cleanup.main(Cleanup.java:{error.number})"""


def javascript_3(error: Error) -> str:
    what = error.what
    code = f"\n  error: {{ errorCode: '{what.code}' }}," if what.code else ""
    return f"""{what.exception}: {what.message}
    at AwsJson1_1Protocol.handleError (/srv/node_modules/@aws-sdk/core/dist-cjs/protocols/index.js:{error.number}:27)
    at async run (file:///srv/backup/run.mjs:{error.number}:5) {{
  '$fault': 'client',
  '$metadata': {{
    httpStatusCode: {what.status},
    requestId: '{error.id}',
    attempts: 1,
    totalRetryDelay: 0
  }},{code}
  __type: '{what.exception}'
}}"""


def javascript_2(error: Error) -> str:
    what = error.what
    return f"""{what.exception}: {what.message}
    at Request.extractError (/srv/node_modules/aws-sdk/lib/protocol/json.js:80:27)
    at Request.callListeners (/srv/node_modules/aws-sdk/lib/sequential_executor.js:{error.number}:18) {{
  code: '{what.exception}',
  requestId: '{error.id}',
  statusCode: {what.status},
  retryable: false,
  retryDelay: 2.8{error.number}
}}"""


def dotnet(error: Error) -> str:
    return f"""Cleanup {error.number} failed. Amazon.StorageGateway.Model.{error.what.exception}: {error.what.message}
 ---> Amazon.Runtime.Internal.HttpErrorResponseException: Exception of type 'Amazon.Runtime.Internal.HttpErrorResponseException' was thrown.
   at Amazon.Runtime.HttpWebRequestMessage.GetResponseAsync(CancellationToken cancellationToken)
   --- End of inner exception stack trace ---
   at Backup.Cleanup.RunAsync() in /srv/Backup/Cleanup.cs:line {error.number}"""


def ruby(error: Error) -> str:
    return f"""/usr/lib/ruby/seahorse/client/plugins/raise_response_errors.rb:17:in `call': {error.what.message} (Aws::StorageGateway::Errors::{error.what.exception})
\tfrom cleanup.rb:{error.number}:in `<main>'"""


def ruby_inspect(error: Error) -> str:
    return f"#<Aws::StorageGateway::Errors::{error.what.exception}: {error.what.message}>"


def php(error: Error) -> str:
    what, host = error.what, "storagegateway.eu-west-1.amazonaws.com"
    side, reason = ("Client", "400 Bad Request")
    return (
        "PHP Fatal error:  Uncaught exception 'Aws\\StorageGateway\\Exception\\StorageGatewayException' "
        f'with message \'Error executing "{what.operation}" on "https://{host}"; AWS HTTP error: '
        f"{side} error: `POST https://{host}` resulted in a `{reason}` response:\n{error.body}\n "
        f"{what.exception} ({side.lower()}): {what.message} - {error.body}' in "
        f"/srv/vendor/aws/aws-sdk-php/src/WrappedHttpHandler.php:{error.number}"
    )


def rust(error: Error) -> str:
    what = error.what
    code = f"Some(StorageGatewayError {{ error_code: Some({what.code}), error_details: None }})"
    return (
        f"ServiceError(ServiceError {{ source: {what.exception}({what.exception} {{ message: "
        f'Some("{what.message}"), error: {code if what.code else "None"}, meta: ErrorMetadata {{ '
        f'code: Some("{what.exception}"), message: Some("{what.message}"), extras: '
        f'Some({{"aws_request_id": "{error.id}"}}) }} }}), raw: Response {{ status: '
        f"StatusCode({what.status}) }} }})"
    )


def kotlin(error: Error) -> str:
    what = error.what
    return (
        f"aws.sdk.kotlin.services.storagegateway.model.{what.exception}: {what.message}, "
        f"Request ID: {error.id}"
    )


def cplusplus(error: Error) -> str:
    what = error.what
    return f"""HTTP response code: {what.status}
Resolved remote host IP address: 10.0.{error.number % 256}.7
Request ID: {error.id}
Exception name: {what.exception}
Error message: {what.message}
5 response headers:
content-type : application/x-amz-json-1.1"""


def wire(error: Error) -> str:
    return error.body


def aws_lambda(error: Error) -> str:
    failure = {
        "errorMessage": error.sentence,
        "errorType": _class(error).rpartition(".")[2],
        "requestId": error.id,
        "stackTrace": [
            f'  File "/var/task/cleanup.py", line {error.number}, in handler\n    run()\n'
        ],
    }
    return f"[ERROR] {json.dumps(failure)}"


def ansible(error: Error) -> str:
    failure = {
        "boto3_version": "1.44.8",
        "changed": False,
        "error": {"code": error.what.exception, "message": error.what.message},
        "msg": f"Unable to clean up: {error.sentence}",
        "response_metadata": {"http_status_code": error.what.status, "request_id": error.id},
    }
    return f"fatal: [host{error.number}]: FAILED! => {json.dumps(failure)}"


NOTATIONS: Final[dict[str, Notation]] = {
    "botocore": Notation(python, operation=True, happenings=HAPPENINGS),
    "botocore, a traceback": Notation(python_traceback, operation=True, happenings=HAPPENINGS),
    "botocore, two tracebacks": Notation(python_chained, operation=True, happenings=HAPPENINGS),
    "botocore, error.response": Notation(python_response, operation=False, happenings=_OWN),
    "botocore's debug log": Notation(botocore_debug, operation=False, happenings=_OWN),
    "Go v1": Notation(go_1, operation=False, happenings=_OWN),
    "Go v2": Notation(go_2, operation=True, happenings=HAPPENINGS),
    "Java v1": Notation(java_1, operation=False, happenings=HAPPENINGS),
    "Java v1, as a cause": Notation(java_1_caused, operation=False, happenings=HAPPENINGS),
    "Java v2": Notation(java_2, operation=False, happenings=_MODELLED),
    "Java v2, a stack": Notation(java_2_stack, operation=False, happenings=_MODELLED),
    "JavaScript v3": Notation(javascript_3, operation=False, happenings=_OWN),
    "JavaScript v2": Notation(javascript_2, operation=False, happenings=_OWN),
    ".NET": Notation(dotnet, operation=False, happenings=_MODELLED),
    "Ruby": Notation(ruby, operation=False, happenings=HAPPENINGS),
    "Ruby, inspect": Notation(ruby_inspect, operation=False, happenings=HAPPENINGS),
    "PHP": Notation(php, operation=True, happenings=_OWN),
    "Rust": Notation(rust, operation=False, happenings=_OWN),
    "Kotlin": Notation(kotlin, operation=False, happenings=_MODELLED),
    "C++": Notation(cplusplus, operation=False, happenings=_OWN),
    "the body of a response": Notation(wire, operation=False, happenings=_OWN),
    "Lambda": Notation(aws_lambda, operation=True, happenings=HAPPENINGS),
    "Ansible": Notation(ansible, operation=True, happenings=HAPPENINGS),
}
