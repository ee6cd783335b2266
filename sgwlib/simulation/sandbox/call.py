"""One call of a client: its input, what that names, and the shape of the answer."""

from __future__ import annotations

import base64
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sgwlib.simulation.api import api_model
from sgwlib.simulation.sandbox.shapes import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sgwlib.simulation.sandbox.shapes import Output
    from sgwlib.simulation.sandbox.state import (
        Account,
        Association,
        Disk,
        Gateway,
        Key,
        Machine,
        Snapshot,
        Volume,
    )

_Record = TypeVar("_Record")
_PAGE = 100
"""How many elements a page has without Limit (botocore 1.44.5 model)."""


class AnsweredError(Exception):
    """A guard has found that the same request was answered before: it has made `record`."""

    def __init__(self, record: object) -> None:
        super().__init__(record)
        self.record = record


class Call:
    """One call of a client: its input, and what it names.

    What it names is expected to be there: a guard has made sure of it.
    """

    __slots__ = ("account", "gateway_arn", "get", "given", "operation")

    def __init__(self, account: Account, operation: str, given: Mapping[str, Any]) -> None:
        self.account, self.operation, self.given, self.get = account, operation, given, given.get
        first = next(iter(given.get("VolumeARNs", ())), "")
        part = given.get("VolumeARN") or given.get("TargetARN") or first
        # The ARN of a volume or target begins with that of its gateway.
        gateway = part.partition("/volume/")[0].partition("/target/")[0]
        self.gateway_arn: str | None = gateway or given.get("GatewayARN")

    def __getitem__(self, member: str) -> Any:
        return self.given[member]

    @property
    def key(self) -> Key:
        """The activation key."""
        return self.account.keys[self["ActivationKey"]]

    @property
    def gateway(self) -> Gateway:
        """The gateway."""
        return self.account.gateways[self.gateway_arn or ""]

    @property
    def machine(self) -> Machine:
        """The machine of the gateway, or of the activation key."""
        owner = self.key if "ActivationKey" in self.given else self.gateway
        return self.account.machines[owner.machine]

    @property
    def volume(self) -> Volume:
        """The volume."""
        return self.account.volumes[self["VolumeARN"]]

    @property
    def siblings(self) -> list[Volume]:
        """All volumes of the gateway."""
        return [self.account.volumes[each] for each in self.gateway.volumes]

    @property
    def target(self) -> Volume | None:
        """The volume of the target, which need not be there."""
        return next((each for each in self.siblings if each.target_arn == self["TargetARN"]), None)

    @property
    def chap(self) -> dict[str, list[str]]:
        """The secrets of each initiator of the target."""
        return self.target.chap if self.target else {}

    @property
    def disks(self) -> list[Disk]:
        """Those of the disks that the call names and that are there."""
        ids = {self["DiskId"]} if "DiskId" in self.given else {*self["DiskIds"]}
        return [each for each in self.machine.disks if each.id in ids]

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot, which need not be there."""
        return self.account.snapshots.get(self.get("SnapshotId", "").lower())

    @property
    def associations(self) -> list[Association]:
        """All associations of the gateway."""
        found = self.account.associations.values()
        return [each for each in found if each.gateway == self.gateway_arn]

    @property
    def resource(self) -> Gateway | Volume | Association | None:
        """What has tags, which need not be there."""
        its, arn = self.account, self.get("ResourceARN", "")
        return its.gateways.get(arn) or its.volumes.get(arn) or its.associations.get(arn)

    @property
    def resource_tags(self) -> dict[str, str]:
        """The tags of the resource."""
        return self.resource.tags if self.resource else {}

    @property
    def tags(self) -> dict[str, str]:
        """The tags."""
        return {each["Key"]: each["Value"] for each in self.get("Tags", ())}

    # The answer

    @property
    def output(self) -> Any:
        """The shape of the answer."""
        return api_model().operation_model(self.operation).output_shape

    @property
    def echo(self) -> Output:
        """What the answer repeats of the input."""
        names = (name for name in self.output.members if name != "Marker")
        return {name: self[name] for name in names if name in self.given}

    def shown(self, record: object) -> Output:
        """Return what the answer shows of a record."""
        return shown(self.output, record)

    def listing(
        self, records: Iterable[_Record], more: Callable[[_Record], Output] = lambda _: {}
    ) -> Output:
        """Return the list that the answer is, with what it shows of each record, and more."""
        [(name, shape)] = [
            (name, each.member)
            for name, each in self.output.members.items()
            if each.type_name == "list"
        ]
        return {name: [shown(shape, each) | more(each) for each in records]}

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

    def page(self, names: Iterable[str]) -> tuple[list[str], Output]:
        """Return the page of sorted names that is asked for, and the mark of the next page."""
        start, most = self.after or "", self.get("Limit", _PAGE)
        found = [*islice((name for name in names if name > start), most + 1)]
        if len(found) <= most:
            return found, {}
        del found[most:]
        text = f"{self.operation} {found[-1]}"
        return found, {"Marker": base64.urlsafe_b64encode(text.encode()).decode()}

    def paged(self, names: Iterable[str], records: Mapping[str, object]) -> Output:
        """Return the page of records that is asked for, by their sorted names."""
        found, marker = self.page(names)
        return self.listing(records[name] for name in found) | marker
