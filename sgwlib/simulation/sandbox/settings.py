"""Bandwidth limits, maintenance time, and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.common import ANY, ON_GATEWAY
from sgwlib.simulation.sandbox.gateways import page
from sgwlib.simulation.sandbox.rules import DOCUMENTED, INFERRED, Stage, guard, operation

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output

_LIMITS = {"UPLOAD": ("upload_limit",), "DOWNLOAD": ("download_limit",)}
_LIMITS["ALL"] = (*_LIMITS["UPLOAD"], *_LIMITS["DOWNLOAD"])
_MEMBERS = {
    "upload_limit": "AverageUploadRateLimitInBitsPerSec",
    "download_limit": "AverageDownloadRateLimitInBitsPerSec",
}


# --- Bandwidth ----------------------------------------------------------------------------------


def _limits(call: Call) -> tuple[str, ...]:
    return _LIMITS.get(call["BandwidthType"].upper(), ())  # an example of AWS has "All"


@guard("InvalidParameters", Stage.FORM, DOCUMENTED, "botocore 1.44.5 model: UPLOAD, DOWNLOAD, ALL")
def bandwidth_type_wrong(call: Call) -> object:
    """BandwidthType is not UPLOAD, DOWNLOAD or ALL."""
    return not _limits(call)


@guard(
    "BandwidthThrottleScheduleNotFound",
    Stage.RESOURCE,
    INFERRED,
    "botocore 1.44.5 model: by default, the limits are not set",
)
def limit_not_set(call: Call) -> object:
    """The limit is not set."""
    return all(getattr(call.gateway, each) is None for each in _limits(call))


@operation("DescribeBandwidthRateLimit", *ON_GATEWAY)
def describe_bandwidth_rate_limit(call: Call) -> Output:
    limits = {member: getattr(call.gateway, name) for name, member in _MEMBERS.items()}
    known = {member: limit for member, limit in limits.items() if limit is not None}
    return {"GatewayARN": call.gateway.arn, **known}


@operation("UpdateBandwidthRateLimit", *ON_GATEWAY)
def update_bandwidth_rate_limit(call: Call) -> Output:
    for name, member in _MEMBERS.items():
        setattr(call.gateway, name, call.get(member, getattr(call.gateway, name)))
    return {"GatewayARN": call.gateway.arn}


@operation("DeleteBandwidthRateLimit", *ON_GATEWAY, bandwidth_type_wrong, limit_not_set)
def delete_bandwidth_rate_limit(call: Call) -> Output:
    for name in _limits(call):
        setattr(call.gateway, name, None)
    return {"GatewayARN": call.gateway.arn}


# --- Maintenance --------------------------------------------------------------------------------


@guard(
    "InvalidParameters",
    Stage.FORM,
    DOCUMENTED,
    "botocore 1.44.5 model: hour, minute, and a day of the week or of the month",
)
def window_incomplete(call: Call) -> object:
    """The hour, the minute or the day is missing, or there are two days."""
    given = call.given
    if given.keys() == {"GatewayARN", "SoftwareUpdatePreferences"}:
        return False
    days = ("DayOfWeek" in given) + ("DayOfMonth" in given)
    return "HourOfDay" not in given or "MinuteOfHour" not in given or days != 1


@guard(
    "NotSupported",
    Stage.STATE,
    INFERRED,
    "user guide, MaintenanceManagingUpdate: an old gateway has no monthly window, and gives an error",
)
def no_monthly_window(call: Call) -> object:
    """The software of the gateway is too old for a monthly window."""
    return "DayOfMonth" in call.given and call.machine.outdated


@operation("DescribeMaintenanceStartTime", *ON_GATEWAY)
def describe_maintenance_start_time(call: Call) -> Output:
    gateway = call.gateway
    if gateway.weekday is not None:
        day = {"DayOfWeek": gateway.weekday}
    else:
        day = {"DayOfMonth": gateway.monthday or 1}
    return {
        "GatewayARN": gateway.arn,
        "HourOfDay": gateway.hour,
        "MinuteOfHour": gateway.minute,
        **day,
        "Timezone": gateway.timezone,
        "SoftwareUpdatePreferences": {"AutomaticUpdatePolicy": gateway.update_policy},
    }


@operation("UpdateMaintenanceStartTime", *ON_GATEWAY, window_incomplete, no_monthly_window)
def update_maintenance_start_time(call: Call) -> Output:
    gateway, preferences = call.gateway, call.get("SoftwareUpdatePreferences", {})
    gateway.update_policy = preferences.get("AutomaticUpdatePolicy") or gateway.update_policy
    if "HourOfDay" in call.given:
        gateway.hour, gateway.minute = call["HourOfDay"], call["MinuteOfHour"]
        gateway.weekday, gateway.monthday = call.get("DayOfWeek"), call.get("DayOfMonth")
    return {"GatewayARN": gateway.arn}


# --- Tags ---------------------------------------------------------------------------------------

# No edition of the page has these three, but most clients tag what they make and read it back.


@guard("InvalidParameters", Stage.RESOURCE, INFERRED, "no edition has this operation", needed=True)
def resource_unknown(call: Call) -> object:
    """There is no gateway, volume or file system association of this ARN."""
    return call.account.tags_of(call["ResourceARN"]) is None


def _tags(call: Call) -> dict[str, str]:
    return call.account.tags_of(call["ResourceARN"]) or {}


@operation("AddTagsToResource", *ANY, resource_unknown)
def add_tags_to_resource(call: Call) -> Output:
    _tags(call).update(call.tags)
    return {"ResourceARN": call["ResourceARN"]}


@operation("RemoveTagsFromResource", *ANY, resource_unknown)
def remove_tags_from_resource(call: Call) -> Output:
    for key in call["TagKeys"]:
        _tags(call).pop(key, None)
    return {"ResourceARN": call["ResourceARN"]}


@operation("ListTagsForResource", *ANY, resource_unknown)
def list_tags_for_resource(call: Call) -> Output:
    tags = _tags(call)
    keys, marker = page(call, sorted(tags))
    listed = [{"Key": key, "Value": tags[key]} for key in keys]
    return {"ResourceARN": call["ResourceARN"], "Tags": listed, **marker}
