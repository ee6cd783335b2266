"""The notations in which clients print an error, as a table.

A pattern is tried only where its needle stands in the text. Its named groups are evidence, and
`_PARTS` says what ``<operation>`` and other names in angle brackets stand for:

* ``exception``, ``code``, ``operation``, ``http_status``, ``request_id``, ``attempts``, ``failure``
* ``retries``: attempts, without the first one
* ``errorcode``, ``unquoted``: an exception or an error code, as its name decides
* ``service_name``: the name of a service, ours or another
* ``program``: what logs, which only shows something if it is our service
* ``ours``: something that only Storage Gateway's clients print
* ``theirs``: something that no client of Storage Gateway prints
* ``spelt``: an operation as a method or a command, ignored if the service has no such operation
* ``words``: what the Terraform provider was doing

``<message>`` stands at the end or the start: what the service said is there, however it is wrapped.

Every quantifier is bounded or possessive, so that the time grows with the text and no faster.
"""

from __future__ import annotations

import re
from typing import Final

from sgwlib.diagnosis.evidence import LOGGED, REQUEST_ID

# Between two words: blanks, a line end, and the frame that a tool puts before the next line.
_S: Final = r"(?:[\s│|>]{1,80}+)"
_LOGGED: Final = r"\"?(?=[\s,;]|\Z)"  # what ends a value of logfmt
_NAME: Final = r"[A-Za-z][\w.]{1,99}+"  # "ThrottlingException"
# What <operation> stands for in a pattern, and so on.
_PARTS: Final = {
    "operation": r"\w{3,80}+",
    "spelt": r"\w{3,80}+",
    "exception": _NAME,
    "code": _NAME,
    "errorcode": _NAME,
    "unquoted": _NAME,
    "http_status": r"[45]\d\d",
    "attempts": r"\d{1,4}+",
    "retries": r"\d{1,4}+",
    "service_name": r"\w{1,60}+(?:\x20\w{1,40}+){0,5}",
    "request_id": rf"{REQUEST_ID}(?!\Z)",  # but for a UUID, it may be truncated there
}


class Pattern:
    """One notation. A blank in its regular expression stands for any between two words."""

    def __init__(self, how: str, needle: str, *parts: str) -> None:
        self.how = how
        self.needle = needle
        pattern = "".join(parts)
        before, after = pattern.startswith("<message>"), pattern.endswith("<message>")
        self.message = "before" if before else "after" if after else None
        """Where a message is, seen from what the regular expression matches."""
        pattern = pattern.replace("<message>", "")
        named = re.sub(r"(?<!P)<([a-z_]+)>", lambda it: f"(?P{it[0]}{_PARTS[it[1]]})", pattern)
        self.regex = re.compile(named.replace(" ", _S))


# In the order in which they are tried.
PATTERNS: Final[tuple[Pattern, ...]] = (
    # An error occurred (ThrottlingException) when calling the ListTapes operation
    # (reached max retries: 4): Rate exceeded
    Pattern(
        "botocore",
        "calling",
        r"(?:(?:An error occurred )?\((?P<exception>[\w.:#-]{1,100}+)\)|\A[\w.:#-]{0,100}\)?)",
        r"(?: occurred)? (?P<failure>when calling the)",
        r" <operation>(?: operation\b|\x20[operati]{0,8}\Z)",
        r"(?:(?: \(reached max retries: <retries>\))?:)?<message>",
    ),
    # operation error Storage Gateway: AddCache, exceeded maximum number of attempts, 3, https
    # response error StatusCode: 400, RequestID: 5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e, ...
    Pattern(
        "SDK for Go v2",
        "operation error",
        r"operation error <service_name>: <operation>,",
        r"(?: exceeded maximum number of attempts, <attempts>,)?",
        r"(?: (?P<failure>https response)(?! error StatusCode: 0\b)",
        r"(?: error StatusCode: (?P<http_status>\d{3}),(?: RequestID: <request_id>?,)?)?)?",
    ),
    # api error ThrottlingException: Rate exceeded
    Pattern("SDK for Go v2", "api error", r"api error <exception>:<message>"),
    # Rate exceeded (Service: AWSStorageGateway; Status Code: 400; Error Code:
    # ThrottlingException; Request ID: 5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e)
    Pattern(
        "SDK for Java",
        "Service:",
        r"<message>\((?P<failure>Service): <service_name>[;,] Status Code: (?P<http_status>\d{3})",
        r"(?:[;,] Error Code: (?!null\b)<exception>(?= ?[;),]))?(?:[;,] Request ID: <request_id>)?",
    ),
    # As in: (SDK Attempt Count: 3)
    Pattern("SDK for Java", "SDK Attempt Count", r"SDK Attempt Count: <attempts>\)"),
    # AwsErrorDetails(errorMessage=Rate exceeded, errorCode=..., serviceName=StorageGateway)
    Pattern("SDK for Java v2", "errorMessage=", r"\berrorMessage=<message>"),
    Pattern("SDK for Java v2", "serviceName=", r"\bserviceName=<service_name>[,)]"),
    # Message: The specified gateway is not connected.
    Pattern("YAML", "essage: ", r"(?m:^)[\s│|>]{0,20}[Mm]essage: (?!Some\()<message>"),
    # |  Message|  The specified gateway is not connected.  |
    Pattern("AWS CLI, table", "essage", r"\|\s{0,99}[Mm]essage\s{0,99}\|<message>"),
    # Error executing "ListTapes" on "https://storagegateway.eu-west-1.amazonaws.com"
    Pattern(
        "SDK for PHP",
        "Error executing",
        r"Error executing \"<operation>\" on \"https?://(?P<service_name>[\w-]{1,60}+)\.",
    ),
    # HTTP/1.1 400 Bad Request
    Pattern("HTTP", "HTTP/", r"HTTP/\d(?:\.\d)? <http_status>\b"),
    # x-amzn-ErrorType: ThrottlingException:http://internal.amazon.com/
    Pattern("HTTP", "rror", r"(?i:x-amzn-errortype)[\"']?: ?[\"']?<exception>[:\s\"',]"),
    # x-amzn-RequestId: 5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e, but not x-amz-extended-request-id
    Pattern(
        "HTTP",
        "equest",
        r"(?<!xtended\x20)(?i:(?:\b|(?<=amzn_))request[\x20_-]?id)[\"']?\s{0,20}[:=]\s{0,5}[\"']?",
        r"<request_id>(?![\w-])",
    ),
    # X-Amz-Target: StorageGateway_20130630.ListTapes
    Pattern("HTTP", "StorageGateway_20", r"(?P<ours>StorageGateway_\d{8}\.<operation>)(?!\Z)"),
    # status code: 400
    Pattern(
        "status",
        "tatus",
        r"(?i:\b(?:http[\x20_-]?)?status[\x20_-]?code)[\"']?\s{0,5}[:=]\s{0,5}<http_status>\b",
    ),
    # As in: rpc.method=ListTapes, rpc.method: Str(ListTapes)
    Pattern("OpenTelemetry", "rpc.method", r"\brpc\.method(?:=|: Str\()<operation>"),
    # (HTTP 400)
    Pattern("HTTP", "(HTTP ", r"\(HTTP <http_status>\)"),
    # Error message: The specified gateway is not connected.
    Pattern("SDK for C++", "rror message: ", r"\b[Ee]rror message: (?!An error)<message>"),
    # Encountered AWSError 'ThrottlingException': Rate exceeded
    Pattern("SDK for C++", "AWSError '", r"\b(?P<failure>AWSError) '<exception>':<message>"),
    # HTTP response code: 400
    Pattern("SDK for C++", "response code: ", r"HTTP response code: <http_status>\b"),
    # errorCode: "VolumeInUse", errorCode=VolumeInUse)
    Pattern(
        "field",
        "rrorCode",
        r"\b[eE]rrorCode[\"']?\s{0,9}[:=]\s{0,9}",
        r"(?:[\"']<errorcode>[\"']|<unquoted>(?=[,;\s)}\]|]|\Z))",
    ),
    # level=error service=storagegateway operation=DeleteVolume code=VolumeInUse
    Pattern(LOGGED, "code=", r"(?<!\S)(?:err(?:or)?[._])?code=\"?<unquoted>", _LOGGED),
    Pattern(LOGGED, "op", r"(?<!\S)(?:aws\.)?op(?:eration)?=\"?<spelt>", _LOGGED),
    Pattern(LOGGED, "service=", r"(?<!\S)service=\"?(?P<program>[\w-]{3,60}+)", _LOGGED),
    # As in: error: errorCode: VolumeInUse, on two lines
    Pattern("YAML", "errorCode: ", r"\berror: errorCode: <code>(?=\s)"),
    # {:errorCode "VolumeInUse"}
    Pattern("EDN", ":errorCode", r":errorCode \"<errorcode>\""),
    # ERROR<tab>VolumeInUse
    Pattern("AWS CLI, text", "ERROR\t", r"(?m:^)ERROR\t(?P<code>[A-Za-z]\w{1,99}+)[\t\n]"),
    # ||  errorCode   |  VolumeInUse  ||
    Pattern("AWS CLI, table", "errorCode", r"\|\s{0,99}(?P<code>[A-Z]\w{2,99}+)\s{1,200}\|"),
    # aws storagegateway list-tapes --limit 3
    Pattern(
        "AWS CLI",
        "aws storagegateway ",
        r"(?P<ours>\baws storagegateway) (?P<spelt>[a-z][a-z-]{4,80}+)\s",
    ),
    # https://storagegateway.eu-west-1.amazonaws.com, and within a VPC
    Pattern(
        "endpoint",
        "storagegateway",
        r"(?P<ours>\b(?:https?://)?storagegateway(?:-fips)?\.[a-z0-9-]{2,30}\.",
        r"(?:(?:vpce\.)?amazonaws\.com|api\.aws))",
    ),
    # is not authorized to perform: storagegateway:ListTapes on
    Pattern("IAM", "storagegateway:", r"perform(?:ing)?: (?P<ours>storagegateway:<operation>)\s"),
    # at /app/node_modules/@aws-sdk/client-storage-gateway/dist-cjs/index.js:1:1
    Pattern(
        "SDK for JavaScript", "client-storage", r"(?P<ours>@aws-sdk[\\/+]client-storage-gateway)"
    ),
    # StorageGatewayServiceException: Rate exceeded
    Pattern("SDK for JavaScript", "ServiceExc", r"(?P<ours>StorageGatewayServiceException)"),
    # Amazon.StorageGateway.AmazonStorageGatewayException: Rate exceeded
    Pattern(
        "SDK for .NET",
        "StorageGatewayException",
        r"(?P<ours>Amazon\.StorageGateway)\.(?P<failure>AmazonStorageGatewayException):<message>",
    ),
    # com.amazonaws.services.storagegateway.model.AWSStorageGatewayException: Rate exceeded
    Pattern(
        "SDK for Java",
        ".storagegateway.model.",
        r"\.services\.(?P<ours>storagegateway)\.model\.",
        r"(?P<failure>(?:AWS)?StorageGatewayException(?=:|\s*\Z|\n)|\w{3,80}+\Z):?<message>",
    ),
    # software.amazon.awssdk.services.storagegateway.model.InternalServerErrorException: An ...
    Pattern(
        "SDK for Java",
        "ErrorException",
        r"(?i:(?P<ours>storagegateway)\.model)\.(?P<exception>\w{3,40}Error)Exception\b:?<message>",
    ),
    # error: Some(StorageGatewayError { error_code: Some(VolumeInUse) })
    Pattern(
        "SDK for Rust",
        "StorageGatewayError",
        r"\b(?P<ours>StorageGatewayError)\b(?!:)(?: \{ error_code: Some\(<code>\))?",
    ),
    # As in: status: StatusCode(400)
    Pattern("SDK for Rust", "StatusCode(", r"\bStatusCode\(<http_status>\)"),
    # [Aws::StorageGateway::Client 400 0.123456 3 retries] delete_volume(volume_arn:"...")
    Pattern(
        "SDK for Ruby",
        " retries]",
        r"\[(?i:aws)(?:::|\x20)(?P<service_name>\w{1,60}+)(?:::Client)?",
        r" <http_status> [\d.]{1,20}+s? <retries> retries\](?: <spelt>\()?",
    ),
    # resulted in a `400 Bad Request` response
    Pattern("SDK for PHP", "resulted in a", r"resulted in a `<http_status> "),
    # As in: [Remove-SGVolume], InvalidOperationException
    Pattern("PowerShell", "-SG", r"\[(?P<spelt>[A-Z][a-z]{2,9}-SG\w{3,60}+)\],"),
    # AWSStorageGatewayClient.executeListTapes(AWSStorageGatewayClient.java:812)
    Pattern(
        "stack",
        "StorageGatewayClient",
        r"(?P<ours>StorageGatewayClient)\.(?:execute|<)?(?P<spelt>[A-Za-z]{5,80}+)[(>]",
    ),
    # /lib/aws-sdk-storagegateway/client.rb:1650:in `delete_volume'
    Pattern(
        "stack",
        "client.rb",
        r"(?P<ours>aws-sdk-storagegateway)/client\.rb:\d{1,6}:in [`'](?:[\w:]{1,60}#)?<spelt>'",
    ),
    # Please call the "ActivateGateway" API first
    Pattern("feature", "call", r"call(?:ing)? the \"<operation>\" (?:API|operation)"),
    # The action CreateCachediSCSIVolume is not valid for
    Pattern("message", "The action ", r"The action <operation> is not valid"),
    # error reading Storage Gateway Cached iSCSI Volume (arn:aws:...):
    # creating Storage Gateway (sgw-12A3456B) File System Association:
    # reading Storage Gateway cached iSCSI volume "arn:aws:...":
    Pattern(
        "Terraform",
        "ing Storage Gateway",
        r"(?P<ours>(?P<words>\b[a-z]{3,20}ing Storage Gateway",
        r"(?: \w{1,30}+| \([^\n()]{0,300}+\)){1,9}))(?: \"[^\"\n]{0,300}+\")?:",
    ),
    # <Error><Code>SlowDown</Code>
    Pattern("XML", "<Code>", r"<(?P<theirs>Code)>(?P<exception>[\w.]{1,99}+)</Code>"),
)
