"""The notations in which clients print an error, as a table.

A pattern is tried only where its needle stands in the text. Its named groups are signs:

* ``exception``, ``code``, ``operation``, ``http_status``, ``request_id``, ``attempts``, ``failure``
* ``retries``: attempts, without the first one
* ``whose``: the name of a service, ours or another
* ``ours``: something that only Storage Gateway's clients print
* ``theirs``: something that no client of Storage Gateway prints
* ``spelt``: an operation as a method or a command; no sign if it is none of ours
* ``words``: what the Terraform provider does

Every quantifier is bounded or possessive, so that no text takes longer than its length.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

__all__ = ["PATTERNS", "Pattern"]

# Between two words: blanks, a line's end, and what is put before the next line.
_S: Final = r"(?:[\s│|>]{1,80}+)"
_NAME: Final = r"[A-Za-z][\w.]{1,99}+"
# Live ones are UUIDs; a part of one is none, and another one may go on where the text ends.
_ID: Final = (
    r"(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|(?![0-9a-fA-F]{8}-)[0-9A-Za-z-]{8,64}+(?!\Z))"
)


class Pattern(NamedTuple):
    """One notation.

    Parameters
    ----------
    how
        Its name.
    needle
        What a text must have.
    regex
        The notation itself.
    message
        On which side of it the message stands, if it has one.
    """

    how: str
    needle: str
    regex: re.Pattern[str]
    message: Literal["before", "after"] | None = None


def _pattern(
    how: str, needle: str, *parts: str, message: Literal["before", "after"] | None = None
) -> Pattern:
    return Pattern(how, needle, re.compile("".join(parts).replace(" ", _S)), message)


PATTERNS: Final[tuple[Pattern, ...]] = (
    _pattern(
        "botocore",
        "calling",
        r"(?:(?:An error occurred )?\((?P<exception>[\w.:#-]{1,100}+)\)|\A[\w.:#-]{0,100}\)?)",
        r"(?: occurred)? (?P<failure>when calling the)",
        r" (?P<operation>\w{1,80}+)(?: operation\b|\x20[operati]{0,8}\Z)",
        r"(?:(?: \(reached max retries: (?P<retries>\d{1,4}+)\))?:)?",
        message="after",
    ),
    _pattern(
        "SDK for Go v2",
        "operation error",
        r"operation error (?P<whose>\w{1,40}+(?:\x20\w{1,40}+){0,5}): (?P<operation>\w{1,80}+),",
        r"(?: exceeded maximum number of attempts, (?P<attempts>\d{1,4}+),)?",
        r"(?: (?P<failure>https response)(?! error StatusCode: 0\b)",
        r"(?: error StatusCode: (?P<http_status>\d{3}),",
        rf"(?: RequestID: (?P<request_id>{_ID})?,)?)?)?",
    ),
    _pattern("SDK for Go v2", "api error", rf"api error (?P<exception>{_NAME}):", message="after"),
    _pattern(
        "SDK for Go v1",
        "status code:",
        rf"status code: (?P<http_status>\d{{3}}), request id: (?P<request_id>{_ID})",
    ),
    _pattern(
        "SDK for Java",
        "Service:",
        r"\((?P<failure>Service): (?P<whose>\w{1,60}+(?:\x20\w{1,40}+){0,5})[;,]",
        r" Status Code: (?P<http_status>\d{3})",
        rf"(?:[;,] Error Code: (?P<exception>{_NAME}))?",
        rf"(?:[;,] Request ID: (?P<request_id>{_ID}))?",
        message="before",
    ),
    _pattern("SDK for Java", "SDK Attempt Count", r"SDK Attempt Count: (?P<attempts>\d{1,4}+)\)"),
    _pattern("SDK for Java v2", "errorMessage=", r"\berrorMessage=", message="after"),
    _pattern("SDK for Java v2", "serviceName=", r"\bserviceName=(?P<whose>\w{1,60}+)[,)]"),
    _pattern("YAML", "essage: ", r"(?m:^)[\s│|>]{0,20}[Mm]essage: (?!Some\()", message="after"),
    _pattern("AWS CLI, table", "essage", r"\|\s{0,99}[Mm]essage\s{0,99}\|", message="after"),
    _pattern(
        "SDK for PHP",
        "Error executing",
        r"Error executing \"(?P<operation>\w{1,80}+)\" on \"https?://(?P<whose>[\w-]{1,60}+)\.",
    ),
    _pattern("HTTP", "HTTP/", r"HTTP/\d(?:\.\d)? (?P<http_status>[45]\d\d)\b"),
    _pattern(
        "HTTP",
        "rror",
        r"(?i:x-amzn-errortype)[\"']?: ?[\"']?(?P<exception>[\w.]{1,99}+)[:\s\"',]",
    ),
    _pattern(
        "HTTP",
        "equest",
        r"(?<!xtended\x20)(?i:(?:\b|(?<=amzn_))request[\x20_-]?id)[\"']?\s{0,5}[:=]\s{0,5}[\"']?",
        rf"(?P<request_id>{_ID})(?![\w-])",
    ),
    _pattern(
        "HTTP",
        "StorageGateway_20",
        r"(?P<ours>StorageGateway_\d{8}\.(?P<operation>\w{1,80}+))(?!\Z)",
    ),
    _pattern(
        "status",
        "tatus",
        r"(?i:\b(?:http[\x20_-]?)?status[\x20_-]?code)[\"']?\s{0,5}[:=]\s{0,5}(?P<http_status>[45]\d\d)\b",
    ),
    _pattern("OpenTelemetry", "rpc.method=", r"\brpc\.method=(?P<operation>\w{3,80}+)"),
    _pattern(
        "OpenTelemetry",
        "rpc.service=",
        r"\brpc\.service=\"?(?P<whose>\w{1,40}+(?:\x20\w{1,40}+){0,5})",
    ),
    _pattern("HTTP", "(HTTP ", r"\(HTTP (?P<http_status>[45]\d\d)\)"),
    _pattern("SDK for C++", "response code: ", r"HTTP response code: (?P<http_status>[45]\d\d)\b"),
    _pattern(
        "field",
        "rrorCode",
        rf"\b[eE]rrorCode[\"']?\s{{0,9}}[:=]\s{{0,9}}(?:[\"'](?P<errorcode>{_NAME})[\"']",
        rf"|(?P<unquoted>{_NAME})(?=[,;\s)}}\]|]))",
    ),
    _pattern("EDN", ":errorCode", rf":errorCode \"(?P<errorcode>{_NAME})\""),
    _pattern("AWS CLI, text", "ERROR\t", r"(?m:^)ERROR\t(?P<code>[A-Za-z]\w{1,99}+)[\t\n]"),
    _pattern("AWS CLI, table", "errorCode", r"\|\s{0,99}(?P<cell>[A-Z]\w{2,99}+)\s{1,200}\|"),
    _pattern(
        "AWS CLI",
        "aws storagegateway ",
        r"(?P<ours>\baws storagegateway) (?P<spelt>[a-z][a-z-]{4,80}+)\s",
    ),
    _pattern(
        "endpoint",
        "storagegateway",
        r"(?P<ours>https?://storagegateway(?:-fips)?\.[a-z0-9-]{2,30}\.(?:amazonaws\.com|api\.aws))",
    ),
    _pattern(
        "IAM",
        "storagegateway:",
        r"perform(?:ing)?: (?P<ours>storagegateway:(?P<operation>\w{3,80}+))\s",
    ),
    _pattern(
        "SDK for JavaScript",
        "client-storage-gateway",
        r"(?P<ours>@aws-sdk[\\/+]client-storage-gateway)",
    ),
    _pattern(
        "SDK for JavaScript",
        "StorageGatewayServiceException",
        r"(?P<ours>StorageGatewayServiceException)",
    ),
    _pattern(
        "SDK for .NET",
        "StorageGatewayException",
        r"(?P<ours>Amazon\.StorageGateway)\.(?P<failure>AmazonStorageGatewayException):",
        message="after",
    ),
    _pattern(
        "SDK for Java",
        ".storagegateway.model.",
        r"\.services\.(?P<ours>storagegateway)\.model\.",
        r"(?P<failure>(?:AWS)?StorageGatewayException|\w{3,80}+\Z):?",
        message="after",
    ),
    _pattern("SDK for Rust", "StorageGatewayError", r"\b(?P<ours>StorageGatewayError)\b"),
    _pattern("SDK for Rust", "StatusCode(", r"\bStatusCode\((?P<http_status>[45]\d\d)\)"),
    _pattern(
        "SDK for Ruby",
        " retries]",
        r"\[(?i:aws)(?:::|\x20)(?P<whose>\w{1,60}+)(?:::Client)? (?P<http_status>[45]\d\d)",
        r" [\d.]{1,20}+ (?P<retries>\d{1,4}+) retries\]",
    ),
    _pattern("SDK for PHP", "resulted in a", r"resulted in a `(?P<http_status>[45]\d\d) "),
    _pattern(
        "SDK for PHP",
        "StorageGatewayException",
        r"(?P<ours>Aws\\{1,4}StorageGateway\\{1,4}Exception\\{1,4}StorageGatewayException)",
    ),
    _pattern(
        "stack",
        "StorageGatewayClient",
        r"(?P<ours>StorageGatewayClient)\.(?:execute)?(?P<spelt>[A-Za-z]{5,80}+)(?:Async)?\(",
    ),
    _pattern(
        "stack",
        "aws-sdk-storagegateway",
        r"(?P<ours>aws-sdk-storagegateway)[^\s:]{0,120}:\d{1,6}:in [`'](?:[\w:]{1,80}#)?",
        r"(?P<spelt>[a-z_]{5,80}+)'",
    ),
    _pattern(
        "botocore",
        ".storage-gateway.",
        r"(?P<ours>\.storage-gateway)\.(?P<spelt>\w{3,80}+)[:\s'\"]",
    ),
    _pattern("feature", "call", r"call(?:ing)? the \"(?P<operation>\w{3,80}+)\" (?:API|operation)"),
    _pattern("message", "The action ", r"The action (?P<operation>\w{3,80}+) is not valid"),
    _pattern(
        "Terraform",
        "ing Storage Gateway",
        r"(?P<ours>(?P<words>\b[a-z]{4,20}ing Storage Gateway(?: \w{1,30}+){1,5}))",
        r"(?: \([^\n]{0,300}?\))?:",
    ),
    _pattern("XML", "<Code>", r"<(?P<theirs>Code)>(?P<exception>[\w.]{1,99}+)</Code>"),
)
"""In the order in which they are tried."""
