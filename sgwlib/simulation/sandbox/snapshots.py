"""Snapshots, recovery points, and schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.common import KNOWN, ON_GATEWAY, SERVING, shut_down, volume_unknown
from sgwlib.simulation.sandbox.rules import DOCUMENTED, INFERRED, Stage, guard, operation
from sgwlib.simulation.sandbox.state import SNAPSHOT_STATUSES, Schedule

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output
    from sgwlib.simulation.sandbox.state import Account

_ON_VOLUME = (*ON_GATEWAY, volume_unknown)


@guard(
    "VolumeNotReady",
    Stage.STATE,
    DOCUMENTED,
    "user guide, managing-volumes: no snapshots in PASS THROUGH or BOOTSTRAPPING",
)
def not_ready(call: Call) -> object:
    """The volume is neither available nor restoring; perhaps the upload buffer is full or missing."""
    return call.account.status_of(call.volume) not in SNAPSHOT_STATUSES


@guard("VolumeNotReady", Stage.STATE, INFERRED, "only the code's wording", guessed=True)
def no_recovery_point(call: Call) -> object:
    """The volume has no recovery point yet."""
    return call.account.recovery_point_of(call.volume) is None


def _text_of_time(account: Account, time: float) -> str:
    """Return a time as the API writes it, such as 2012-09-04T21:08:44.627Z."""
    return f"{account.moment(time):%Y-%m-%dT%H:%M:%S}.000Z"


@operation("CreateSnapshot", *_ON_VOLUME, not_ready)
def create_snapshot(call: Call) -> Output:
    snapshot = call.account.take_snapshot(call.volume, call["SnapshotDescription"], call.tags)
    return {"VolumeARN": call.volume.arn, "SnapshotId": snapshot.id}


# It is meant for a gateway that cannot be reached, but not for one that was shut down. The guide
# says the first, the API model the second.
@operation(
    "CreateSnapshotFromVolumeRecoveryPoint",
    *KNOWN,
    shut_down,
    *SERVING,
    volume_unknown,
    no_recovery_point,
)
def create_snapshot_from_volume_recovery_point(call: Call) -> Output:
    point = call.account.recovery_point_of(call.volume) or 0.0
    return {
        **create_snapshot(call),
        "VolumeRecoveryPointTime": _text_of_time(call.account, point),
    }


@operation("ListVolumeRecoveryPoints", *ON_GATEWAY)
def list_volume_recovery_points(call: Call) -> Output:
    volumes = [call.account.volumes[each] for each in call.gateway.volumes]
    return {
        "GatewayARN": call.gateway.arn,
        "VolumeRecoveryPointInfos": [
            {
                "VolumeARN": volume.arn,
                "VolumeSizeInBytes": volume.size,
                "VolumeUsageInBytes": 0,
                "VolumeRecoveryPointTime": _text_of_time(call.account, point),
            }
            for volume in volumes
            if (point := call.account.recovery_point_of(volume)) is not None
        ],
    }


@operation("DescribeSnapshotSchedule", *_ON_VOLUME)
def describe_snapshot_schedule(call: Call) -> Output:
    """Describe a schedule. A cached volume has none until one is set."""
    schedule = call.volume.schedule
    answer = {"VolumeARN": call.volume.arn, "Timezone": call.gateway.timezone}
    if schedule is None:
        return answer
    return {
        **answer,
        "StartAt": schedule.start_at,
        "RecurrenceInHours": schedule.recurrence,
        "Description": schedule.description,
    }


@operation("UpdateSnapshotSchedule", *_ON_VOLUME)
def update_snapshot_schedule(call: Call) -> Output:
    volume = call.volume
    before = volume.schedule.description if volume.schedule else ""
    text = call.get("Description", before or f"{call.gateway.id}:{volume.id}:Schedule")
    call.account.set_schedule(volume, Schedule(call["StartAt"], call["RecurrenceInHours"], text))
    return {"VolumeARN": volume.arn}


@operation("DeleteSnapshotSchedule", *_ON_VOLUME)
def delete_snapshot_schedule(call: Call) -> Output:
    call.account.set_schedule(call.volume, None)
    return {"VolumeARN": call.volume.arn}
