"""One call of a client: what its input names, and its answer in the shape of the API.

botocore's model says which members a shape has. The table says what each is called in a record.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sgwlib.simulation.api import api_model
from sgwlib.simulation.sandbox.state import (
    KINDS,
    Association,
    Disk,
    Gateway,
    Schedule,
    Snapshot,
    Volume,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sgwlib.simulation.sandbox.state import Account, Key, Machine

    Members = Mapping[str, Any]

_MEMBERS = {
    Disk: "DiskId=id DiskPath=path DiskNode=node DiskSizeInBytes=size",
    Gateway: """
        GatewayARN=arn GatewayId=id GatewayName=name GatewayTimezone=timezone GatewayType=api_type
        GatewayState=state Tags=tags CloudWatchLogGroupARN=log_group GatewayCapacity=capacity
        AverageUploadRateLimitInBitsPerSec=upload_limit
        AverageDownloadRateLimitInBitsPerSec=download_limit HourOfDay=hour MinuteOfHour=minute
        DayOfWeek=weekday DayOfMonth=monthday Timezone=timezone AutomaticUpdatePolicy=update_policy
    """,
    Volume: """
        VolumeARN=arn VolumeId=id VolumeType=api_type VolumeSizeInBytes=size CreatedDate=created
        GatewayARN=gateway GatewayId=gateway_id SourceSnapshotId=snapshot KMSKey=kms_key
        TargetName=target TargetARN=target_arn NetworkInterfaceId=interface
        ChapEnabled=asks_secrets
    """,
    Schedule: "StartAt=start_at RecurrenceInHours=recurrence Description=description Tags=tags",
    Snapshot: "SnapshotId=id",
    Association: """
        FileSystemAssociationARN=arn LocationARN=location GatewayARN=gateway UserName=user
        AuditDestinationARN=audit CacheStaleTimeoutInSeconds=stale_seconds IpAddresses=addresses
        Tags=tags
    """,
}
_ATTRIBUTES: dict[type, dict[str, str]] = {
    kind: dict(each.split("=") for each in names.split()) for kind, names in _MEMBERS.items()
}
_ALWAYS = {  # members that have the same value in each answer
    "HostEnvironment": "VMWARE",
    "EndpointType": "STANDARD",
    "GatewayOperationalState": "ACTIVE",
    "DiskStatus": "present",
    "VolumeAttachmentStatus": "ATTACHED",
    "VolumeUsedInBytes": 0,
    "VolumeUsageInBytes": 0,
    "NetworkInterfacePort": 3260,
    "LunNumber": 1,
    "FileSystemAssociationStatus": "AVAILABLE",
}
_PAGE = 100  # how many elements a page has without Limit (botocore 1.44.5 model)


def members_of(record: object) -> dict[str, Any]:
    """Return all members that shapes can have of a record."""
    attributes = _ATTRIBUTES[type(record)]
    return {name: getattr(record, attribute) for name, attribute in attributes.items()}


def take(record: Any, given: Members) -> None:
    """Set the fields of a record that an input names, except its tags."""
    fields = {*type(record).__slots__} - {"tags"}
    attributes = _ATTRIBUTES[type(record)]
    for name, value in given.items():
        if isinstance(value, dict):
            take(record, value)
        elif attributes.get(name) in fields and value is not None:
            setattr(record, attributes[name], value)


def shaped(shape: Any, members: Members) -> dict[str, Any]:
    """Return those of some members that a structure has, or that a structure inside it has."""
    found: dict[str, Any] = {}
    for name, member in shape.members.items():
        value = members.get(name, _ALWAYS.get(name))
        if member.type_name == "structure":
            value = shaped(member, members)
        elif name == "Tags" and isinstance(value, dict):
            value = [{"Key": key, "Value": value[key]} for key in sorted(value)]
        elif member.type_name == "list" and member.member.type_name == "structure" and value:
            value = [shaped(member.member, each) for each in value]
        if value not in (None, "", {}):
            found[name] = value
    return found


class Call:
    """One call of a client: its input, and what it names.

    What it names may be missing. The types don't say so, since a guard refuses the call then.
    """

    def __init__(self, account: Account, operation: str, given: Members) -> None:
        self.account, self.operation, self.given, self.get = account, operation, given, given.get
        first = next(iter(given.get("VolumeARNs", ())), "")
        part = given.get("VolumeARN") or given.get("TargetARN") or first
        # The ARN of a volume or target begins with that of its gateway.
        gateway = part.partition("/volume/")[0].partition("/target/")[0]
        self.gateway_arn: str | None = gateway or given.get("GatewayARN")
        its: Any = account
        self.key: Key = its.keys.get(given.get("ActivationKey"))
        self.gateway: Gateway = its.gateways.get(self.gateway_arn)
        self.volume: Volume = its.resource(given.get("VolumeARN", ""))
        self.snapshot: Snapshot | None = its.snapshots.get(given.get("SnapshotId", "").lower())
        self.source: Volume | None = its.resource(given.get("SourceVolumeARN", ""))
        self.origin = self.snapshot or self.source  # of a new volume
        self.resource: Gateway | Volume | Association = its.resource(given.get("ResourceARN", ""))
        self.tags: dict[str, str] = {each["Key"]: each["Value"] for each in given.get("Tags", ())}
        if "TargetARN" in given and self.gateway is not None:
            targets: Any = {each.target_arn: each for each in self.gateway.volumes.values()}
            self.volume = targets.get(given["TargetARN"])

    def __getitem__(self, member: str) -> Any:
        return self.given[member]

    @property
    def machine(self) -> Machine:
        """The machine of the activation key or of the gateway."""
        owner = self.key if "ActivationKey" in self.given else self.gateway
        return self.account.machines[owner.machine]

    @property
    def kind(self) -> str | None:
        """The kind of gateway to activate; None if the machine cannot be one."""
        kind = self.machine.kind
        asked = KINDS[self["GatewayType"]] if "GatewayType" in self.given else kind
        both = {kind, asked} <= {"cached", "stored"}  # one image serves for both
        return asked if both or asked == kind else None

    @property
    def disks(self) -> list[Disk]:
        """Those of the disks that the call names and that are there."""
        ids = {self.get("DiskId"), *self.get("DiskIds", ())}
        return [each for each in self.machine.disks if each.id in ids]

    @property
    def associations(self) -> list[Association]:
        """All associations of the gateway."""
        found = self.account.associations.values()
        return [each for each in found if each.gateway == self.gateway_arn]

    @property
    def address(self) -> str:
        """The IP address for the clients of a file system; empty if the call names none."""
        addresses = self.get("EndpointNetworkConfiguration", {}).get("IpAddresses") or [""]
        return str(addresses[0])

    @property
    def token(self) -> str:
        """The name of the request, for which a client can ask again."""
        return f"{self.operation} {self['ClientToken']}"

    @property
    def digest(self) -> str:
        """What tells the input from another one."""
        return sha256(json.dumps(self.given, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def after(self) -> str | None:
        """The name after which the page begins; None if the operation never returned the marker."""
        if "Marker" not in self.given:
            return ""
        try:
            text = base64.b64decode(self["Marker"], b"-_", validate=True).decode()
        except ValueError:
            return None
        operation, _, name = text.partition(" ")
        return name if operation == self.operation else None

    def page(self, names: Iterable[str]) -> tuple[list[str], dict[str, str]]:
        """Return the page of names that is asked for, and the mark of the next page."""
        start, most = self.after or "", self.get("Limit", _PAGE)
        found = sorted(name for name in names if name > start)
        if len(found) <= most:
            return found, {}
        text = f"{self.operation} {found[most - 1]}"
        return found[:most], {"Marker": base64.urlsafe_b64encode(text.encode()).decode()}

    def answer(self, members: Members) -> dict[str, Any]:
        """Return the answer. It repeats the members of the input that it has, too."""
        shape = api_model().operation_model(self.operation).output_shape
        return shaped(shape, {**self.given, "Marker": None, **members})
