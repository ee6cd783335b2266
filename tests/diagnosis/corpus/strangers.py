"""Look-alikes: errors of other services and programs, which are not to be taken for certain.

Answers of other services are what a real client meets at a local server, in that service's
protocol. Plain texts are quoted from programs that have nothing to do with AWS.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.diagnosis.corpus.answers import Answer, Answering
from tests.diagnosis.corpus.cases import GATEWAY, VOLUME
from tests.diagnosis.corpus.entries import Source, look_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.diagnosis.corpus.entries import Entry

REQUEST = "0f2c5f0e-6a1b-4d53-9d0b-3c1f5a7e9b24"


class Stranger(NamedTuple):
    """A call of another service, and the error that answers it."""

    name: str
    service: str
    operation: str
    input: dict[str, Any]
    answer: Answer

    def server(self) -> Answering:
        """Return what answers it, ready to be entered."""
        return Answering([self.answer])


def _json(kind: str, message: str, status: int = 400, **more: Any) -> Answer:
    """Answer as services with a JSON protocol do, in a header and in the body."""
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "x-amzn-RequestId": REQUEST,
        "x-amzn-ErrorType": kind,
    }
    return Answer(
        status, headers, json.dumps({"__type": kind, "message": message, **more}).encode()
    )


def _xml(status: int, body: str) -> Answer:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return Answer(status, {"Content-Type": "text/xml"}, text.encode())


def _ec2(code: str, message: str, status: int = 400) -> Answer:
    error = f"<Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
    return _xml(status, f"<Response>{error}<RequestID>{REQUEST}</RequestID></Response>")


def _query(code: str, message: str, status: int = 400) -> Answer:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return _xml(status, f"<ErrorResponse>{error}<RequestId>{REQUEST}</RequestId></ErrorResponse>")


def _s3(code: str, message: str, status: int = 400) -> Answer:
    inside = (
        f"<Code>{code}</Code><Message>{message}</Message><RequestId>4442587FB7D0A2F9</RequestId>"
    )
    return _xml(status, f"<Error>{inside}</Error>")


VOLUME_ID = {"VolumeId": "vol-0123456789abcdef0"}
OBJECT = {"Bucket": "storage-gateway-backups", "Key": "a"}
ITEM = {"TableName": "jobs", "Key": {"id": {"S": "1"}}}
DENIED = (
    "User: arn:aws:sts::111122223333:assumed-role/backup/i-0abc is not authorized to perform: "
    f"storagegateway:DeleteVolume on resource: {VOLUME}"
)
ROLE = {"RoleArn": "arn:aws:iam::111122223333:role/StorageGatewayRole", "RoleSessionName": "a"}
BACKUP = {
    "BackupVaultName": "vault",
    "ResourceArn": VOLUME,
    "IamRoleArn": "arn:aws:iam::111122223333:role/backup",
}

STRANGERS = {
    one.name: one
    for one in (
        Stranger(
            "s3-internal",
            "s3",
            "GetObject",
            OBJECT,
            _s3("InternalError", "We encountered an internal error. Please try again.", 500),
        ),
        Stranger(
            "s3-unavailable",
            "s3",
            "PutObject",
            OBJECT,
            _s3("ServiceUnavailable", "Please reduce your request rate.", 503),
        ),
        Stranger(
            "ec2-volume-in-use",
            "ec2",
            "DeleteVolume",
            VOLUME_ID,
            _ec2("VolumeInUse", "Volume vol-0123456789abcdef0 is currently attached to i-0abc"),
        ),
        Stranger(
            "ec2-attach",
            "ec2",
            "AttachVolume",
            {**VOLUME_ID, "InstanceId": "i-0abc", "Device": "/dev/sdf"},
            _ec2("VolumeInUse", "vol-0123456789abcdef0 is already attached to an instance"),
        ),
        Stranger(
            "ec2-snapshot",
            "ec2",
            "CreateSnapshot",
            VOLUME_ID,
            _ec2("InternalError", "An internal error has occurred", 500),
        ),
        Stranger(
            "ec2-action",
            "ec2",
            "DescribeVolumes",
            {},
            _ec2("InvalidAction", "The action DescribeVolumes is not valid for this web service."),
        ),
        Stranger(
            "dynamodb-throttled",
            "dynamodb",
            "GetItem",
            ITEM,
            _json("com.amazon.coral.availability#ThrottlingException", "Rate exceeded."),
        ),
        Stranger(
            "dynamodb-internal",
            "dynamodb",
            "GetItem",
            ITEM,
            _json("com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal error", 500),
        ),
        Stranger(
            "iam-token",
            "iam",
            "ListUsers",
            {},
            _query(
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
                403,
            ),
        ),
        Stranger("sts-denied", "sts", "AssumeRole", ROLE, _query("AccessDenied", DENIED, 403)),
        Stranger(
            "backup-volume",
            "backup",
            "StartBackupJob",
            BACKUP,
            _json(
                "InvalidParameterValueException", f"The specified volume was not found. {VOLUME}"
            ),
        ),
        Stranger(
            "backup-unavailable",
            "backup",
            "ListBackupVaults",
            {},
            _json("ServiceUnavailableException", "Service unavailable", 500),
        ),
        Stranger(
            "backup-gateway",
            "backup-gateway",
            "DeleteGateway",
            {"GatewayArn": "arn:aws:backup-gateway:us-east-1:111122223333:gateway/bgw-12A3456B"},
            _json("ResourceNotFoundException", "The specified gateway was not found."),
        ),
        Stranger(
            "backup-gateway-internal",
            "backup-gateway",
            "ListGateways",
            {},
            _json("InternalServerException", "An internal error occurred.", 500),
        ),
        Stranger(
            "fsx-volume",
            "fsx",
            "DeleteVolume",
            {"VolumeId": "fsvol-0123456789abcdef0"},
            _json("VolumeNotFound", "The specified volume was not found."),
        ),
        Stranger(
            "fsx-internal",
            "fsx",
            "DeleteVolume",
            {"VolumeId": "fsvol-0123456789abcdef0"},
            _json("InternalServerError", "An internal error occurred.", 500),
        ),
        Stranger(
            "efs-internal",
            "efs",
            "DescribeFileSystems",
            {},
            _json(
                "InternalServerError",
                "An internal error occurred.",
                500,
                ErrorCode="InternalServerError",
            ),
        ),
        Stranger(
            "ds-snapshot",
            "ds",
            "CreateSnapshot",
            {"DirectoryId": "d-1234567890"},
            _json("SnapshotLimitExceededException", "The snapshot limit was exceeded."),
        ),
        Stranger(
            "redshift-schedule",
            "redshift",
            "DeleteSnapshotSchedule",
            {"ScheduleIdentifier": "nightly"},
            _query(
                "SnapshotScheduleNotFound", "The specified snapshot schedule was not found.", 404
            ),
        ),
        Stranger(
            "ecs-throttled",
            "ecs",
            "ListClusters",
            {},
            _json("ThrottlingException", "Rate exceeded"),
        ),
        Stranger(
            "tagging",
            "resourcegroupstaggingapi",
            "TagResources",
            {"ResourceARNList": [GATEWAY], "Tags": {"a": "b"}},
            _json("InvalidParameterException", f"The specified gateway was not found: {GATEWAY}"),
        ),
        Stranger(
            "cloudcontrol",
            "cloudcontrol",
            "GetResource",
            {"TypeName": "AWS::StorageGateway::Gateway", "Identifier": "sgw-12A3456B"},
            _json(
                "TypeNotFoundException", "The type 'AWS::StorageGateway::Gateway' cannot be found."
            ),
        ),
        Stranger(
            "ssm-internal",
            "ssm",
            "GetParameter",
            {"Name": "/storagegateway/activation-key"},
            _json("InternalServerError", "An error occurred on the server side.", 500),
        ),
        Stranger(
            "logs-signature",
            "logs",
            "DescribeLogGroups",
            {"logGroupNamePrefix": "/aws/storagegateway"},
            _json(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided. "
                "Check your AWS Secret Access Key and signing method.",
            ),
        ),
    )
}

PLAIN = {
    "windows-vss": "The specified volume was not found.",
    "windows-vss-event": (
        "Volume Shadow Copy Service error: Unexpected error querying for the IVssWriterCallback "
        "interface. hr = 0x80042308, The specified volume was not found."
    ),
    "windows-event": (
        "Log Name: System\r\nSource: volsnap\r\nEvent ID: 36\r\nLevel: Error\r\nDescription: The shadow "
        "copies of volume C: were aborted. The specified volume is already in use.\r\n"
    ),
    "windows-disk": "Virtual Disk Service error:\nThe specified disk is not convertible.",
    "kubernetes-volume": (
        'Multi-Attach error for volume "pvc-7c2a" Volume is already used by pod(s) db-0\n'
        "MountVolume.SetUp failed for volume: VolumeInUse"
    ),
    "kubernetes-ebs-csi": (
        'AttachVolume.Attach failed for volume "pvc-7c2a" : rpc error: code = Internal desc = Could not '
        'attach volume "vol-0123456789abcdef0" to node "i-0abc": VolumeInUse: vol-0123456789abcdef0 is '
        f"already attached to an instance\n\tstatus code: 400, request id: {REQUEST}"
    ),
    "kubernetes-gateway": (
        "Error: GatewayNotFound: the specified gateway was not found in namespace storage-gateway"
    ),
    "nfs": "mount.nfs: access denied by server while mounting storagegateway.example.com:/share",
    "smb": "NT_STATUS_BAD_NETWORK_NAME: The specified share was not found.",
    "iscsi": "iscsiadm: initiator reported error (8 - connection timed out)\nTargetNotFound",
    "iscsi-windows": "The specified target was not found. (0xefff0012)",
    "azure": (
        "(InternalServerError) The server encountered an internal error. Please retry the request.\n"
        "Code: InternalServerError\nMessage: An internal error occurred."
    ),
    "azure-body": '{"error":{"code":"GatewayNotConnected","message":"The gateway is not connected."}}',
    "azure-gateway": (
        '{"error":{"code":"InternalServerError","message":"An internal error occurred.","details":[]}}'
    ),
    "gcp": (
        "ERROR: (gcloud.compute.disks.delete) Could not fetch resource:\n - The disk resource "
        "'projects/p/zones/z/disks/d' is already being used by 'projects/p/zones/z/instances/i'"
    ),
    "gcp-quota": "google.api_core.exceptions.ResourceExhausted: 429 Rate exceeded.",
    "openstack": "VolumeNotFound: Volume 4a2b could not be found. (HTTP 404) (Request-ID: req-1)",
    "docker": "Error response from daemon: remove data: volume is in use - [4f2a]",
    "nginx": "HTTP/1.1 503 Service Unavailable\r\nServer: nginx\r\n\r\n<h1>503 Service Unavailable</h1>",
    "host": "GET https://storagegateway.intranet.example/health: 500 Internal Server Error: InternalError",
    "throttled-sentence": "Rate exceeded (ThrottlingException)",
    "go-throttled": f"ThrottlingException: Rate exceeded\n\tstatus code: 400, request id: {REQUEST}",
    "bare-action": '{"__type":"InvalidAction","message":"The requested action or operation is invalid."}',
    "bare-internal": '{"__type":"InternalServerError","message":"An internal error occurred."}',
    "bare-code": "InternalError",
    "bare-not-supported": "NotSupported: The specified operation is not supported.",
    "go-1-ec2": (
        "VolumeInUse: Volume vol-0123456789abcdef0 is currently attached to i-0abc\n"
        f"\tstatus code: 400, request id: {REQUEST}"
    ),
    "java-1-ec2": (
        "com.amazonaws.services.ec2.model.AmazonEC2Exception: vol-0abc is already attached to an instance "
        f"(Service: AmazonEC2; Status Code: 400; Error Code: VolumeInUse; Request ID: {REQUEST}; Proxy: null)"
    ),
    "java-2-s3": (
        "software.amazon.awssdk.services.s3.model.S3Exception: We encountered an internal error. (Service: "
        "S3, Status Code: 500, Request ID: 4442587FB7D0A2F9)"
    ),
    "net-s3": "Amazon.S3.AmazonS3Exception: InternalError ---> We encountered an internal error.",
    "s3-beside-prose": (
        "Our Storage Gateway uploads to this bucket; last night it logged: An error occurred "
        "(InternalError) when calling the PutObject operation (reached max retries: 4): We encountered "
        "an internal error. Please try again."
    ),
    "denied-beside-arn": f"An error occurred (AccessDenied) when calling the AssumeRole operation: {DENIED}",
    "trail-ec2": json.dumps(
        {
            "eventSource": "ec2.amazonaws.com",
            "eventName": "DeleteVolume",
            "errorCode": "Client.VolumeInUse",
            "errorMessage": "Volume vol-0abc is currently attached to i-0abc",
        }
    ),
    "trail-s3-with-arn": json.dumps(
        {
            "eventSource": "s3.amazonaws.com",
            "eventName": "PutObject",
            "errorCode": "InternalError",
            "errorMessage": "An internal error occurred.",
            "userIdentity": {"arn": "arn:aws:sts::111122223333:assumed-role/StorageGateway/sgw-1"},
            "userAgent": "[aws-storage-gateway]",
        }
    ),
    "s3-after-success": (
        "INFO storagegateway DescribeGatewayInformation: 200 OK\nERROR An error occurred (InternalError) "
        "when calling the PutObject operation: We encountered an internal error. Please try again."
    ),
    "terraform-s3": (
        "aws_storagegateway_gateway.this: Creation complete after 3s [id=sgw-12A3456B]\n\n"
        "Error: creating S3 Bucket (backups): operation error S3: CreateBucket, exceeded maximum number of "
        f"attempts, 3, https response error StatusCode: 503, RequestID: {REQUEST}, HostID: a, api error "
        "ServiceUnavailable: Please reduce your request rate.\n"
    ),
    "trail-of-two-services": json.dumps(
        {
            "Records": [
                {"eventSource": "storagegateway.amazonaws.com", "eventName": "DescribeTapes"},
                {
                    "eventSource": "kms.amazonaws.com",
                    "eventName": "Decrypt",
                    "errorCode": "ThrottlingException",
                    "errorMessage": "Rate exceeded.",
                },
            ]
        }
    ),
    "logger-of-that-name": json.dumps(
        {
            "logger": "storagegateway-sync",
            "level": "ERROR",
            "message": "An error occurred (ThrottlingException) when calling the PutMetricData operation "
            "(reached max retries: 4): Rate exceeded.",
        }
    ),
    "file-of-that-name": (
        "/var/log/storagegateway/sync.log:17:ThrottlingException: Rate exceeded.\n"
        f"\tstatus code: 400, request id: {REQUEST}"
    ),
    "host-of-that-name": (
        "Apr  6 07:08:09 storagegateway-1 sync[4711]: An error occurred (InternalError) when calling the "
        "PutObject operation (reached max retries: 4): An internal error occurred."
    ),
    "table-of-that-name": (
        "An error occurred (ValidationException) when calling the PutItem operation: The value of an input "
        "parameter is bad or out of range. (arn:aws:dynamodb:us-east-1:111122223333:table/storagegateway)"
    ),
    "folder-of-that-name": (
        "InternalError: We encountered an internal error. Please try again.\n    at throwDefaultError "
        "(/srv/storage-gateway-tool/node_modules/@aws-sdk/client-s3/dist-cjs/index.js:838:20) {\n"
        "  '$fault': 'server',\n  '$metadata': { httpStatusCode: 500, attempts: 3 }\n}"
    ),
    "package-of-that-name": (
        "com.amazonaws.services.dynamodbv2.model.InternalServerErrorException: An internal error occurred. "
        f"(Service: AmazonDynamoDBv2; Status Code: 500; Error Code: InternalServerError; Request ID: {REQUEST}"
        "; Proxy: null)\n\tat com.example.storagegateway.Jobs.next(Jobs.java:12)"
    ),
    "role-of-that-name": (
        "An error occurred (UnrecognizedClientException) when calling the GetSecretValue operation: The "
        "security token included in the request is invalid. role/StorageGatewayBackup"
    ),
    "fsx-in-prose": (
        "We moved from Storage Gateway to FSx, and now: An error occurred (VolumeNotFound) when calling the "
        "DeleteVolume operation: The specified volume was not found."
    ),
    "sqs-event-of-a-bucket": json.dumps(
        {
            "errorCode": "ServiceUnavailable",
            "errorMessage": "The request has failed due to a temporary failure of the server.",
            "bucket": "arn:aws:s3:::storagegateway-logs",
        }
    ),
    "activation": (
        "Error: error retrieving activation key from IP Address (192.0.2.7): context deadline exceeded"
    ),
    "prose": "The gateway is slow. Is the specified volume in use, or is the disk already allocated?",
    "configuration": 'resource "aws_storagegateway_gateway" "this" { gateway_type = "CACHED" }',
    "fine": "aws storagegateway delete-volume --volume-arn x\nINFO deleted",
    "nothing": "INFO all is well",
}


def entries() -> Iterator[Entry]:
    """Return the plain texts."""
    for name, text in PLAIN.items():
        source = Source("other", "", name, "constructed")
        yield look_alike(f"other-{name}", source, text)
