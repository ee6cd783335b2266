"""What is wrong is the job itself, so each has trials."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from sgwlib.drills.jobs import extend, inventory, limits, sizes, teardown
from sgwlib.drills.scenario import Scenario, Trial, add_gateway, fails, returns, works
from sgwlib.response import build_response
from sgwlib.simulation.faults import Fault
from sgwlib.simulation.hooks import Layer
from sgwlib.tutorial.feedback import Part, either
from sgwlib.tutorial.kinds.scenes import add_volume, call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sgwlib.drills.outcome import Outcome
    from sgwlib.drills.scenario import Settings
    from sgwlib.response import ErrorResponse
    from sgwlib.simulation.sandbox import Sandbox
    from sgwlib.simulation.sandbox.state import Account

_LIMITS: Final = {"turin": 50_000_000, "genoa": 20_000_000}
_LIMIT: Final = "DescribeBandwidthRateLimit"
_PATH: Final = "/dev/sdd"
# How many calls the service answers in how many seconds. The real limits aren't published.
_MOST, _SECONDS = 15, 60


def _turn_off(sandbox: Sandbox, _: Settings) -> None:
    sandbox.appliances["vm-1"].power_off()


def mend_bandwidth(client: Any, _settings: dict[str, Any]) -> dict[str, int | None]:
    """Report None for gateways whose type has no such limit."""
    report: dict[str, int | None] = {}
    for gateway in client.list_gateways()["Gateways"]:
        limit = None
        try:
            found = client.describe_bandwidth_rate_limit(GatewayARN=gateway["GatewayARN"])
            limit = found["AverageUploadRateLimitInBitsPerSec"]
        except client.exceptions.InvalidGatewayRequestException as error:
            code = error.response.get("error", {}).get("errorCode")
            if code not in {"UnsupportedOperationForGatewayType", "NotSupported"}:
                raise
        report[gateway["GatewayName"]] = limit
    return report


def _complete(outcome: Outcome) -> Iterator[Part]:
    found = outcome.value if isinstance(outcome.value, dict) else {}
    expected = {each.name: each.upload_limit for each in outcome.after.gateways.values()}
    limits = {name: limit for name, limit in expected.items() if limit is not None}
    yield either(
        {name: limit for name, limit in found.items() if limit is not None} == limits
        and found.keys() <= expected.keys(),
        "the report has each limit that is set.",
        f"the report should have these limits, and no others: {limits}.",
    )


def _only_the_file_gateway(sandbox: Sandbox, _: Settings) -> None:
    for name in ("vm-1", "vm-2"):
        call(sandbox, "DeleteGateway", GatewayARN=sandbox.appliances[name].arn)


def _let_fail(sandbox: Sandbox, _: Settings) -> None:
    sandbox.failing = True


class Bandwidth(Scenario):
    """A report of limits stops at the first gateway that has none, because of its type."""

    job = limits
    solution = staticmethod(mend_bandwidth)
    trials = (
        Trial("Tonight", works(_complete)),
        Trial(
            "The service says UnsupportedOperationForGatewayType",
            works(_complete),
            _only_the_file_gateway,
            (Fault(_LIMIT, "UnsupportedOperationForGatewayType", undocumented=True),),
        ),
        Trial("A volume gateway is off", fails("GatewayNotConnected"), _turn_off),
        Trial("The service fails", fails("InternalError"), _let_fail),
    )

    def build(self, sandbox: Sandbox) -> Settings:
        """Add two volume gateways with limits."""
        for name, limit in _LIMITS.items():
            gateway = add_gateway(sandbox, name)
            given = {"GatewayARN": gateway.arn, "AverageUploadRateLimitInBitsPerSec": limit}
            call(sandbox, "UpdateBandwidthRateLimit", **given)
        return {}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Add a file gateway."""
        add_gateway(sandbox, "archive", kind="s3-file")


def mend_disk_id(client: Any, settings: dict[str, Any]) -> None:
    """Find each disk by its path, which stays."""
    gateway = settings["gateway"]
    disks = client.list_local_disks(GatewayARN=gateway)["Disks"]
    by_path = {disk["DiskPath"]: disk for disk in disks}
    planned = [by_path[path] for path in settings["disks"]]
    missing = [each["DiskId"] for each in planned if each["DiskAllocationType"] != "UPLOAD BUFFER"]
    if missing:
        client.add_upload_buffer(GatewayARN=gateway, DiskIds=missing)


def _planned_disk_id(outcome: Outcome) -> Iterator[Part]:
    planned = {"/dev/sdc", _PATH}
    buffers = [
        {each.path for each in machine.disks if each.use == "buffer"}
        for machine in outcome.after.machines.values()
    ]
    wrong = [", ".join(sorted(each)) for each in buffers if each != planned]
    yield either(
        not wrong,
        "the upload buffer has the planned disk.",
        f"the upload buffer has {''.join(wrong[:1])}; expected {', '.join(sorted(planned))}.",
    )


def _start_again(sandbox: Sandbox, settings: Settings) -> None:
    """Name a gateway on which the job has never run."""
    settings |= DiskId().build(sandbox)


class DiskId(Scenario):
    """A job asks for a disk by an id that changes once the disk is used."""

    job = extend
    solution = staticmethod(mend_disk_id)
    looks = frozenset({"ListLocalDisks"})
    trials = (
        Trial("The disk is in the buffer", works(_planned_disk_id)),
        Trial("The disk is free", works(_planned_disk_id), _start_again),
        Trial(
            "The disk isn't there", fails(), lambda _, settings: settings.update(disks=["/dev/sdz"])
        ),
        Trial(
            "The disk is the cache",
            fails("DiskAlreadyAllocated"),
            lambda _, settings: settings.update(disks=["/dev/sdb"]),
        ),
    )

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with two free disks, of which one is planned for the upload buffer."""
        gateway = add_gateway(sandbox, "bremen", disks=[200, 500])
        return {"gateway": gateway.arn, "disks": [_PATH]}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Nothing happens but that the job has done its work: from then on, it fails."""
        if any(each.id == _PATH for each in sandbox.appliances["vm-1"].disks):
            given = {"GatewayARN": settings["gateway"], "DiskIds": [_PATH]}
            call(sandbox, "AddUploadBuffer", **given)


def mend_endless(client: Any, settings: dict[str, Any]) -> None:
    """Take a volume that is gone as deleted, and wait a few times for what may pass."""
    import time

    passing = {"GatewayProxyNetworkConnectionBusy", "SnapshotInProgressException"}
    for arn in settings["volumes"]:
        for minutes in (1, 2, 4, 8, None):
            try:
                client.delete_volume(VolumeARN=arn)
            except client.exceptions.InvalidGatewayRequestException as error:
                code = error.response.get("error", {}).get("errorCode")
                if code == "VolumeNotFound":
                    break
                if code not in passing or minutes is None:
                    raise
                time.sleep(60 * minutes)
            else:
                break


def _deleted(outcome: Outcome) -> Iterator[Part]:
    left = {each.target for each in outcome.after.volumes.values()} & {"old-2", "old-3"}
    yield either(not left, "the volumes are deleted.", f"it left {', '.join(sorted(left))} behind.")


class Endless(Scenario):
    """A job retries forever what can never succeed."""

    job = teardown
    solution = staticmethod(mend_endless)
    given_up = frozenset({"old-2", "old-3"})
    trials = (
        Trial("Tonight", works(_deleted)),
        Trial(
            "The appliance is busy at first",
            works(_deleted),
            faults=(Fault("DeleteVolume", "GatewayProxyNetworkConnectionBusy", times=2),),
        ),
        Trial(
            "A host is still connected",
            fails("VolumeInUse"),
            lambda sandbox, settings: sandbox.connect(settings["volumes"][-1]),
        ),
        Trial("The gateway is off", fails("GatewayNotConnected"), _turn_off),
    )

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with a volume to keep, and one to delete."""
        gateway = add_gateway(sandbox, "hamburg", "payroll")
        return {"volumes": [add_volume(sandbox, gateway, "old-1")]}

    def breaks(self, sandbox: Sandbox, settings: Settings) -> None:
        """Plan to delete two more, of which somebody deletes the first one by hand."""
        gateway = sandbox.appliances["vm-1"]
        gone, old = (add_volume(sandbox, gateway, each) for each in ("old-2", "old-3"))
        call(sandbox, "DeleteVolume", VolumeARN=gone)
        settings["volumes"] = [gone, old]


def mend_gateways(client: Any, _settings: dict[str, Any]) -> dict[str, str]:
    """Ask once for the volumes of each gateway."""
    by_gateway: dict[str, list[str]] = {}
    for info in client.list_volumes()["VolumeInfos"]:
        by_gateway.setdefault(info["GatewayARN"], []).append(info["VolumeARN"])
    report: dict[str, str] = {}
    for arns in by_gateway.values():
        found = client.describe_cached_iscsi_volumes(VolumeARNs=arns)
        report |= {each["VolumeARN"]: each["VolumeStatus"] for each in found["CachediSCSIVolumes"]}
    return report


def _true_gateways(account: Account) -> dict[str, str]:
    return {arn: account.status_of(volume) for arn, volume in account.volumes.items()}


def _delete_all(sandbox: Sandbox, _: Settings) -> None:
    for arn in (each.arn for each in sandbox.appliances.values()):
        call(sandbox, "DeleteGateway", GatewayARN=arn)


class Gateways(Scenario):
    """One call asks for volumes of several gateways."""

    job = inventory
    solution = staticmethod(mend_gateways)
    trials = (
        Trial("Tonight", returns(_true_gateways)),
        Trial(
            "The upload buffer of lille is full",
            returns(_true_gateways),
            lambda sandbox, _: sandbox.appliances["vm-2"].fill_buffer(),
        ),
        Trial("There are no volumes", returns(_true_gateways), _delete_all),
        Trial("A gateway is off", fails("GatewayNotConnected"), _turn_off),
    )

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with two volumes."""
        add_gateway(sandbox, "paris", "mail", "wiki")
        return {}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Add another gateway."""
        add_gateway(sandbox, "lille", "photos")


def mend_throttled(client: Any, _settings: dict[str, Any]) -> dict[str, int]:
    """Ask for all volumes of a gateway in one call."""
    found: dict[str, int] = {}
    for gateway in client.list_gateways()["Gateways"]:
        infos = client.list_volumes(GatewayARN=gateway["GatewayARN"])["VolumeInfos"]
        arns = [info["VolumeARN"] for info in infos]
        if arns:
            volumes = client.describe_cached_iscsi_volumes(VolumeARNs=arns)["CachediSCSIVolumes"]
            found |= {each["VolumeARN"]: each["VolumeSizeInBytes"] for each in volumes}
    return found


def _true_throttled(account: Account) -> dict[str, int]:
    return {arn: volume.size for arn, volume in account.volumes.items()}


class Throttled(Scenario):
    """A loop calls faster than the service allows."""

    job = sizes
    solution = staticmethod(mend_throttled)
    trials = (
        Trial("Tonight", returns(_true_throttled)),
        Trial(
            "Each call is throttled",
            fails("ThrottlingException", most=200),
            faults=(Fault("*", "ThrottlingException"),),
        ),
        Trial(
            "Describing volumes is throttled",
            fails("ThrottlingException", most=200, unless=_true_throttled),
            faults=(Fault("DescribeCachediSCSIVolumes", "ThrottlingException"),),
        ),
        Trial(
            "A gateway is off",
            fails("GatewayNotConnected", most=30, unless=_true_throttled),
            _turn_off,
        ),
    )

    def build(self, sandbox: Sandbox) -> Settings:
        """Add a gateway with a few volumes."""
        add_gateway(sandbox, "north", *(f"north-{number}" for number in range(8)))
        return {}

    def breaks(self, sandbox: Sandbox, _settings: Settings) -> None:
        """Add another gateway with many volumes."""
        south = add_gateway(sandbox, "south", *(f"south-{number}" for number in range(24)))
        add_volume(sandbox, south, "south-large", gib=500)

    def layer(self, sandbox: Sandbox) -> Layer:
        """Return a layer that refuses calls which come too fast, by the clock of the sandbox."""
        answered: deque[datetime] = deque()

        def decide(operation: str, _body: bytes) -> tuple[ErrorResponse, float] | None:
            while answered and (sandbox.now - answered[0]).total_seconds() >= _SECONDS:
                answered.popleft()
            if len(answered) >= _MOST:
                return build_response(operation, "ThrottlingException"), 0
            answered.append(sandbox.now)
            return None

        return Layer(decide, retry_waits=False)
