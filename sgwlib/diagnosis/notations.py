"""The notations in which clients print an error, as a table.

A pattern is tried only where its needle stands in the text. Its named groups are evidence:

* ``exception``, ``code``, ``operation``, ``http_status``, ``request_id``, ``attempts``, ``failure``
* ``retries``: attempts, without the first one
* ``errorcode``, ``unquoted``: an exception or an error code, as its name decides
* ``service_name``: the name of a service, ours or another
* ``ours``: something that only Storage Gateway's clients print
* ``theirs``: something that no client of Storage Gateway prints
* ``spelt``: an operation as a method or a command, ignored if the service has no such operation
* ``words``: what the Terraform provider was doing

Every quantifier is bounded or possessive, so that the time grows with the text and no faster.
"""

from __future__ import annotations

import re
from typing import Final

# Between two words: blanks, a line end, and the frame that a tool puts before the next line.
_S: Final = r"(?:[\s│|>]{1,80}+)"
_NAME: Final = r"[A-Za-z][\w.]{1,99}+"  # "ThrottlingException"
# "5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e". Any other id may be truncated at the end of the text.
_ID: Final = (
    r"(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|(?![0-9a-fA-F]{8}-)[0-9A-Za-z-]{8,64}+(?!\Z))"
)


class Pattern:
    """One notation. A blank in its regular expression stands for any between two words."""

    def __init__(self, how: str, needle: str, *parts: str, message: str | None = None) -> None:
        self.how = how
        self.needle = needle
        self.regex = re.compile("".join(parts).replace(" ", _S))
        self.message = message  # "before" or "after" it


# In the order in which they are tried.
PATTERNS: Final[tuple[Pattern, ...]] = (
    # An error occurred (ThrottlingException) when calling the ListTapes operation
    # (reached max retries: 4): Rate exceeded
    Pattern(
        "botocore",
        "calling",
        r"(?:(?:An error occurred )?\((?P<exception>[\w.:#-]{1,100}+)\)|\A[\w.:#-]{0,100}\)?)",
        r"(?: occurred)? (?P<failure>when calling the)",
        r" (?P<operation>\w{1,80}+)(?: operation\b|\x20[operati]{0,8}\Z)",
        r"(?:(?: \(reached max retries: (?P<retries>\d{1,4}+)\))?:)?",
        message="after",
    ),
    # operation error Storage Gateway: AddCache, exceeded maximum number of attempts, 3, https
    # response error StatusCode: 400, RequestID: 5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e, ...
    Pattern(
        "SDK for Go v2",
        "operation error",
        r"operation error (?P<service_name>\w{1,40}+(?:\x20\w{1,40}+){0,5}):",
        r" (?P<operation>\w{1,80}+),",
        r"(?: exceeded maximum number of attempts, (?P<attempts>\d{1,4}+),)?",
        r"(?: (?P<failure>https response)(?! error StatusCode: 0\b)",
        r"(?: error StatusCode: (?P<http_status>\d{3}),",
        rf"(?: RequestID: (?P<request_id>{_ID})?,)?)?)?",
    ),
    # api error ThrottlingException: Rate exceeded
    Pattern("SDK for Go v2", "api error", rf"api error (?P<exception>{_NAME}):", message="after"),
    # Rate exceeded (Service: AWSStorageGateway; Status Code: 400; Error Code:
    # ThrottlingException; Request ID: 5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e)
    Pattern(
        "SDK for Java",
        "Service:",
        r"\((?P<failure>Service): (?P<service_name>\w{1,60}+(?:\x20\w{1,40}+){0,5})[;,]",
        r" Status Code: (?P<http_status>\d{3})",
        rf"(?:[;,] Error Code: (?!null\b)(?P<exception>{_NAME})(?= ?[;),]))?",
        rf"(?:[;,] Request ID: (?P<request_id>{_ID}))?",
        message="before",
    ),
    # As in: (SDK Attempt Count: 3)
    Pattern("SDK for Java", "SDK Attempt Count", r"SDK Attempt Count: (?P<attempts>\d{1,4}+)\)"),
    # AwsErrorDetails(errorMessage=Rate exceeded, errorCode=..., serviceName=StorageGateway)
    Pattern("SDK for Java v2", "errorMessage=", r"\berrorMessage=", message="after"),
    Pattern("SDK for Java v2", "serviceName=", r"\bserviceName=(?P<service_name>\w{1,60}+)[,)]"),
    # Message: The specified gateway is not connected.
    Pattern("YAML", "essage: ", r"(?m:^)[\s│|>]{0,20}[Mm]essage: (?!Some\()", message="after"),
    # |  Message|  The specified gateway is not connected.  |
    Pattern("AWS CLI, table", "essage", r"\|\s{0,99}[Mm]essage\s{0,99}\|", message="after"),
    # Error executing "ListTapes" on "https://storagegateway.eu-west-1.amazonaws.com"
    Pattern(
        "SDK for PHP",
        "Error executing",
        r"Error executing \"(?P<operation>\w{1,80}+)\" on",
        r" \"https?://(?P<service_name>[\w-]{1,60}+)\.",
    ),
    # HTTP/1.1 400 Bad Request
    Pattern("HTTP", "HTTP/", r"HTTP/\d(?:\.\d)? (?P<http_status>[45]\d\d)\b"),
    # x-amzn-ErrorType: ThrottlingException:http://internal.amazon.com/
    Pattern(
        "HTTP", "rror", r"(?i:x-amzn-errortype)[\"']?: ?[\"']?(?P<exception>[\w.]{1,99}+)[:\s\"',]"
    ),
    # x-amzn-RequestId: 5b0e8a54-2a4a-4a53-9f2c-6d8b2cbf6a3e, but not x-amz-extended-request-id
    Pattern(
        "HTTP",
        "equest",
        r"(?<!xtended\x20)(?i:(?:\b|(?<=amzn_))request[\x20_-]?id)[\"']?\s{0,5}[:=]\s{0,5}[\"']?",
        rf"(?P<request_id>{_ID})(?![\w-])",
    ),
    # X-Amz-Target: StorageGateway_20130630.ListTapes
    Pattern(
        "HTTP",
        "StorageGateway_20",
        r"(?P<ours>StorageGateway_\d{8}\.(?P<operation>\w{1,80}+))(?!\Z)",
    ),
    # status code: 400
    Pattern(
        "status",
        "tatus",
        r"(?i:\b(?:http[\x20_-]?)?status[\x20_-]?code)[\"']?\s{0,5}[:=]\s{0,5}",
        r"(?P<http_status>[45]\d\d)\b",
    ),
    # As in: rpc.method=ListTapes
    Pattern("OpenTelemetry", "rpc.method=", r"\brpc\.method=(?P<operation>\w{3,80}+)"),
    # (HTTP 400)
    Pattern("HTTP", "(HTTP ", r"\(HTTP (?P<http_status>[45]\d\d)\)"),
    # HTTP response code: 400
    Pattern("SDK for C++", "response code: ", r"HTTP response code: (?P<http_status>[45]\d\d)\b"),
    # errorCode: "VolumeInUse", errorCode=VolumeInUse)
    Pattern(
        "field",
        "rrorCode",
        rf"\b[eE]rrorCode[\"']?\s{{0,9}}[:=]\s{{0,9}}(?:[\"'](?P<errorcode>{_NAME})[\"']",
        rf"|(?P<unquoted>{_NAME})(?=[,;\s)}}\]|]))",
    ),
    # As in: error: errorCode: VolumeInUse, on two lines
    Pattern("YAML", "errorCode: ", rf"\berror: errorCode: (?P<code>{_NAME})(?=\s)"),
    # {:errorCode "VolumeInUse"}
    Pattern("EDN", ":errorCode", rf":errorCode \"(?P<errorcode>{_NAME})\""),
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
    # https://storagegateway.eu-west-1.amazonaws.com
    Pattern(
        "endpoint",
        "storagegateway",
        r"(?P<ours>https?://storagegateway(?:-fips)?\.[a-z0-9-]{2,30}\.(?:amazonaws\.com|api\.aws))",
    ),
    # is not authorized to perform: storagegateway:ListTapes on
    Pattern(
        "IAM",
        "storagegateway:",
        r"perform(?:ing)?: (?P<ours>storagegateway:(?P<operation>\w{3,80}+))\s",
    ),
    # at /app/node_modules/@aws-sdk/client-storage-gateway/dist-cjs/index.js:1:1
    Pattern(
        "SDK for JavaScript",
        "client-storage-gateway",
        r"(?P<ours>@aws-sdk[\\/+]client-storage-gateway)",
    ),
    # StorageGatewayServiceException: Rate exceeded
    Pattern(
        "SDK for JavaScript",
        "StorageGatewayServiceException",
        r"(?P<ours>StorageGatewayServiceException)",
    ),
    # Amazon.StorageGateway.AmazonStorageGatewayException: Rate exceeded
    Pattern(
        "SDK for .NET",
        "StorageGatewayException",
        r"(?P<ours>Amazon\.StorageGateway)\.(?P<failure>AmazonStorageGatewayException):",
        message="after",
    ),
    # com.amazonaws.services.storagegateway.model.AWSStorageGatewayException: Rate exceeded
    Pattern(
        "SDK for Java",
        ".storagegateway.model.",
        r"\.services\.(?P<ours>storagegateway)\.model\.",
        r"(?P<failure>(?:AWS)?StorageGatewayException|\w{3,80}+\Z):?",
        message="after",
    ),
    # error: Some(StorageGatewayError { error_code: Some(VolumeInUse) })
    Pattern(
        "SDK for Rust",
        "StorageGatewayError",
        rf"\b(?P<ours>StorageGatewayError)\b(?: \{{ error_code: Some\((?P<code>{_NAME})\))?",
    ),
    # As in: status: StatusCode(400)
    Pattern("SDK for Rust", "StatusCode(", r"\bStatusCode\((?P<http_status>[45]\d\d)\)"),
    # [Aws::StorageGateway::Client 400 0.123456 3 retries]
    Pattern(
        "SDK for Ruby",
        " retries]",
        r"\[(?i:aws)(?:::|\x20)(?P<service_name>\w{1,60}+)(?:::Client)?",
        r" (?P<http_status>[45]\d\d) [\d.]{1,20}+ (?P<retries>\d{1,4}+) retries\]",
    ),
    # resulted in a `400 Bad Request` response
    Pattern("SDK for PHP", "resulted in a", r"resulted in a `(?P<http_status>[45]\d\d) "),
    # AWSStorageGatewayClient.executeListTapes(AWSStorageGatewayClient.java:812)
    Pattern(
        "stack",
        "StorageGatewayClient",
        r"(?P<ours>StorageGatewayClient)\.(?:execute)?(?P<spelt>[A-Za-z]{5,80}+)(?:Async)?\(",
    ),
    # Please call the "ActivateGateway" API first
    Pattern("feature", "call", r"call(?:ing)? the \"(?P<operation>\w{3,80}+)\" (?:API|operation)"),
    # The action CreateCachediSCSIVolume is not valid for
    Pattern("message", "The action ", r"The action (?P<operation>\w{3,80}+) is not valid"),
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
