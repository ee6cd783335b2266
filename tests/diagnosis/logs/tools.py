"""What Terraform and the AWS CLI print, and what a file gateway reports."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Final

from sgwlib.diagnosis import Kind
from tests.diagnosis.logs.records import Log, Record, epoch, records, truth_of
from tests.diagnosis.notations import HAPPENINGS, NOTATIONS, Error, Notation

if TYPE_CHECKING:
    from collections.abc import Callable


WORDINGS: Final = {
    "DescribeGatewayInformation": "reading Storage Gateway Gateway ({})",
    "ListLocalDisks": "listing Storage Gateway Local Disks after creating Upload Buffer",
    "DeleteVolume": "deleting Storage Gateway Stored iSCSI Volume ({})",
    "AddCache": "adding Storage Gateway cache",
    "ActivateGateway": "activating Storage Gateway Gateway",
    "DescribeStorediSCSIVolumes": "reading Storage Gateway Stored iSCSI Volume ({})",
}
"""How the provider words the operation that failed."""


def framed(text: str, error: Error) -> str:
    where = f'\n\n  with aws_storagegateway_gateway.this,\n  on main.tf line {error.number}, in resource "aws_storagegateway_gateway" "this":\n  {error.number}: resource "aws_storagegateway_gateway" "this" {{\n'
    lines = f"Error: {text}{where}".split("\n")
    return "\n".join(["╷", *(f"│ {line}".rstrip() for line in lines), "╵"])


def terraform_1(error: Error) -> str:
    wording = WORDINGS[error.what.operation].format(error.arn)
    block = NOTATIONS["Go v1"].text(error).partition(": ")[2]
    return framed(f"{wording}: {block}", error)


def terraform_2(error: Error) -> str:
    wording = WORDINGS[error.what.operation].format(error.arn)
    return framed(f"{wording}: {NOTATIONS['Go v2'].text(error)}", error)


WORDED: Final = tuple(each for each in HAPPENINGS if each.operation in WORDINGS)
TERRAFORM: Final = (
    Notation(terraform_1, operation=True, happenings=WORDED),
    Notation(terraform_2, operation=True, happenings=WORDED),
)
PLAN: Final = (
    "aws_storagegateway_gateway.this: Refreshing state... [id=@GATEWAY@]",
    "aws_storagegateway_cache.this: Still creating... [10s elapsed]",
    "aws_storagegateway_cached_iscsi_volume.this: Creation complete after @N@s [id=@ID@]",
)


def plain(found: list[Record], _: Random) -> bytes:
    return "".join(f"{each.message}\n" for each in found).encode()


def plain_coloured(found: list[Record], _: Random) -> bytes:
    """Terraform on a terminal: the frame and the word Error are red and bold."""
    text = plain(found, Random(0)).decode()
    text = text.replace("│ Error: ", "│ \x1b[0m\x1b[1m\x1b[31mError: \x1b[0m\x1b[0m\x1b[1m")
    for frame in "╷│╵":
        text = text.replace(frame, f"\x1b[31m{frame}\x1b[0m\x1b[0m")
    return text.encode()


def cli(error: Error) -> dict[str, str]:
    """Return what the AWS CLI 2 prints, by its error format; `v1` is what version 1 prints."""
    what = error.what
    code = {"error": {"errorCode": what.code}} if what.code else {}
    details = f"\n\nAdditional error details:\nerror: {{errorCode: {what.code}}}" if code else ""
    fields = {"Message": what.message, "Code": what.exception, "message": what.message} | code
    table = f"""-----------------------------------------------------------------
|                             error                             |
+---------+-----------------------------------------------------+
|  Code   |  {what.exception:<51}|
|  Message|  {what.message:<51}|
|  message|  {what.message:<51}|
+---------+-----------------------------------------------------+
||                            error                            ||
|+-------------------+-----------------------------------------+|
||  errorCode        |  {what.code!s:<39}||
|+-------------------+-----------------------------------------+|"""
    return {
        "v1": f"\n{error.sentence}",
        "legacy": f"\naws: [ERROR]: {error.sentence}",
        "enhanced": f"\naws: [ERROR]: {error.sentence}{details}",
        "json": json.dumps(fields, indent=4),
        "yaml": f"Code: {what.exception}\nMessage: {what.message}\nerror:\n  errorCode: {what.code}\nmessage: {what.message}",
        "text": f"{what.exception}\t{what.message}\t{what.message}\nERROR\t{what.code}",
        "table": table,
    }


CODED: Final = tuple(each for each in HAPPENINGS if each.code and each.status == 400)


def cli_notation(form: str) -> Notation:
    named = form in {"v1", "legacy", "enhanced"}
    return Notation(lambda error: cli(error)[form], named, HAPPENINGS if named else CODED)


SCRIPT: Final = (
    "backup step @N@ took @N@ s",
    '{\n    "GatewayARN": "arn:aws:storagegateway:eu-west-1:@ACCOUNT@:gateway/@GATEWAY@"\n}',
    "exit status 254 after @N@ s",
)

HEALTH: Final = {
    "InaccessibleStorageClass": "S3Upload",
    "InvalidObjectState": "S3Upload",
    "ObjectMissing": "S3Stat",
    "RoleTrustRelationshipInvalid": "S3Upload",
    "S3AccessDenied": "S3Download",
}
"""Errors that a file gateway reports in its health log, each with an operation of the gateway."""


def health_kind(name: str) -> Kind:
    """Return how an entry of the health log counts: it is no answer of the API, so it has no exception."""
    return Kind(HEALTH[name], None, name)


def health_entry(record: Record, name: str | None) -> dict[str, str]:
    """Return an entry; without a name, one that reports no error."""
    return {
        "severity": "ERROR" if name else "INFO",
        "bucket": f"bucket-{record.number}",
        "roleArn": f"arn:aws:iam::{record.number:012}:role/share",
        "source": f"share-{record.number:08X}",
        "type": name or "Reboot",
        "operation": HEALTH.get(name or "", "Restart"),
        "key": "reports/InvalidObjectState.csv" if name is None else f"folder/{record.id}.txt",
        "gateway": f"sgw-{record.number:08X}",
        "timestamp": str(epoch(record.at)),
    }


def health_log(dumps: Callable[[Record, dict[str, str]], str]) -> Callable[[Random], Log]:
    def make(random: Random) -> Log:
        found: list[Record] = []
        lines: list[str] = []
        for record in records(random):
            name = random.choice([*HEALTH, None])
            found.append(record._replace(kind=health_kind(name) if name else None))
            lines.append(dumps(record, health_entry(record, name)))
        return Log({"health.log": "\n".join([*lines, ""]).encode()}, truth_of(found), found[-1].at)

    return make
