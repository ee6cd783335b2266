"""What learners typically write first in lessons 04 to 07, and words that the feedback has on each.

Handlers, plans and tests: (exercise, answer, words).
"""

from __future__ import annotations

import time
from typing import Any

from sgwlib import Fault, FaultPlan, explain, load_catalogue, simulate
from sgwlib.running import new_client
from sgwlib.tutorial.lessons.lesson_06 import PASSING

__all__ = ["WRONG_HANDLERS"]

catalogue = load_catalogue()
ARN = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"


def code_of(error: Any) -> Any:
    return error.response.get("error", {}).get("errorCode")


# 04


def forever_each(operation: str) -> FaultPlan:
    return FaultPlan([Fault(operation, code) for code in catalogue.codes_of(operation)])


def only_faults(operation: str) -> Any:
    return [Fault(operation, code, times=1) for code in catalogue.codes_of(operation)]


def sorted_codes(operation: str) -> FaultPlan:
    codes = sorted(catalogue.codes_of(operation), reverse=True)
    return FaultPlan([Fault(operation, code, times=1) for code in codes])


# 05


def delete_swallowing(client: Any, arn: str) -> bool:
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.ClientError:
        return False
    return True


def delete_by_boto3s_code(client: Any, arn: str) -> bool:
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.ClientError as error:
        if error.response["Error"]["Code"] != "VolumeNotFound":
            raise
        return False
    return True


def delete_without_a_look(client: Any, arn: str) -> bool:
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.ClientError as error:
        if error.response["error"]["errorCode"] != "VolumeNotFound":
            raise
        return False
    return True


def delete_with_a_missing_class(client: Any, arn: str) -> bool:
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.VolumeNotFound:
        return False
    return True


def delete_by_the_message(client: Any, arn: str) -> bool:
    try:
        client.delete_volume(VolumeARN=arn)
    except client.exceptions.ClientError as error:
        if "not found" in str(error):
            return False
        raise
    return True


def delete_with_a_client_of_ones_own(_client: Any, arn: str) -> bool:
    gateway = new_client()  # as the notebook's, but that its credentials are none
    try:
        gateway.delete_volume(VolumeARN=arn)
    except Exception:  # noqa: BLE001 - the mistake
        return False
    return True


def delete_saying_nothing(client: Any, arn: str) -> None:
    client.delete_volume(VolumeARN=arn)


def pause_without_end(attempt: int) -> Any:
    return 2**attempt


def pause_by_steps(attempt: int) -> int:
    return min(attempt + 1, 20)


def snapshot_for_ever(client: Any, arn: str) -> Any:
    while True:
        try:
            return client.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")[
                "SnapshotId"
            ]
        except client.exceptions.ClientError:
            time.sleep(1)


def snapshot_without_growing(client: Any, arn: str) -> Any:
    for attempt in range(5):
        try:
            made = client.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")
        except client.exceptions.ClientError as error:
            if code_of(error) != "VolumeNotReady" or attempt == 4:
                raise
            time.sleep(1)
        else:
            return made["SnapshotId"]
    return None


def snapshot_of_anything(client: Any, arn: str) -> Any:
    for attempt in range(5):
        try:
            made = client.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")
        except client.exceptions.ClientError:
            if attempt == 4:
                raise
            time.sleep(2**attempt)
        else:
            return made["SnapshotId"]
    return None


def clean_up_to_the_first(client: Any, arns: list[str]) -> Any:
    found = {}
    for arn in arns:
        client.delete_volume(VolumeARN=arn)
        found[arn] = "deleted"
    return found


def clean_up_catching_all(client: Any, arns: list[str]) -> Any:
    found = {}
    for arn in arns:
        try:
            client.delete_volume(VolumeARN=arn)
            found[arn] = "deleted"
        except client.exceptions.ClientError as error:
            found[arn] = code_of(error)
    return found


def clean_up_catching_one_carrier(client: Any, arns: list[str]) -> Any:
    found = {}
    for arn in arns:
        try:
            client.delete_volume(VolumeARN=arn)
            found[arn] = "deleted"
        except client.exceptions.InvalidGatewayRequestException as error:
            found[arn] = "gone" if code_of(error) == "VolumeNotFound" else code_of(error)
    return found


# 06


def limit_by_message(client: Any, arn: str) -> Any:
    try:
        limits = client.describe_bandwidth_rate_limit(GatewayARN=arn)
    except client.exceptions.ClientError as error:
        if "This operation is not valid for the specified gateway." not in str(error):
            raise
        return None
    return limits["AverageUploadRateLimitInBitsPerSec"]


def limit_of_one_code(client: Any, arn: str) -> Any:
    try:
        limits = client.describe_bandwidth_rate_limit(GatewayARN=arn)
    except client.exceptions.ClientError as error:
        if code_of(error) != "UnsupportedOperationForGatewayType":
            raise
        return None
    return limits["AverageUploadRateLimitInBitsPerSec"]


def whole_answer(client: Any, arn: str) -> Any:
    return client.describe_bandwidth_rate_limit(GatewayARN=arn)


def state_by_get(client: Any, arn: str) -> Any:
    try:
        client.describe_gateway_information(GatewayARN=arn)
    except client.exceptions.ClientError as error:
        return {"GatewayNotConnected": "offline", "GatewayNotFound": "gone"}.get(code_of(error))
    return "running"


def always_offline(client: Any, arn: str) -> Any:
    try:
        client.describe_gateway_information(GatewayARN=arn)
    except client.exceptions.ClientError:
        return "offline"
    return "running"


def triage_without_retries(text: str) -> str:
    told = explain(text)
    if not told.certain:
        return "not ours"
    return "wait" if told.code in PASSING else "look"


def triage_of_all(text: str) -> str:
    return "wait" if explain(text).code in PASSING else "look"


def triage_of_none(text: str) -> str:
    told = explain(text)
    if told.retried.clients:  # type: ignore[union-attr] # the mistake
        return "wait"
    return "look"


# 07


def test_of_anything(storage_gateway: Any, remove: Any) -> None:
    remove(storage_gateway.client, ARN)


def test_of_the_value(storage_gateway: Any, remove: Any) -> None:
    storage_gateway.faults.add(Fault("DeleteVolume", "VolumeInUse"))
    assert remove(storage_gateway.client, ARN) is False


def test_without_counting(storage_gateway: Any, remove: Any) -> None:
    storage_gateway.faults.add(Fault("DeleteVolume", "InternalError", times=3))
    storage_gateway.faults.add(Fault("DeleteVolume", "VolumeNotFound"))
    try:
        remove(storage_gateway.client, ARN)
    except storage_gateway.client.exceptions.ClientError:
        assert remove(storage_gateway.client, ARN) is True


def test_of_one_call(storage_gateway: Any, remove: Any) -> None:
    storage_gateway.faults.add(Fault("DeleteVolume", "InternalError", times=3))
    try:
        remove(storage_gateway.client, ARN)
    finally:
        assert len(storage_gateway.calls) == 1


def met_instead(coverage: Any, operation: str) -> Any:
    return [code for name, code in coverage.met() if name == operation]


def missing_pairs(coverage: Any, operation: str) -> Any:
    return [pair for pair in coverage.missing() if pair[0] == operation]


def every_pair(operations: list[str]) -> Any:
    return [(name, code) for name in operations for code in catalogue.codes_of(name)]


def one_operation(operations: list[str]) -> Any:
    return [(operations[0], code) for code in catalogue.codes_of(operations[0])]


def codes_alone(operations: list[str]) -> Any:
    return [code for name in operations for code in catalogue.codes_of(name)]


def codes_swapped(operations: list[str]) -> Any:
    return [(code, name) for name in operations for code in catalogue.codes_of(name)]


def undocumented_pair(operations: list[str]) -> Any:
    return [(operations[0], "VolumeInUse")]


def plan_of_the_first(operations: list[str]) -> FaultPlan:
    return FaultPlan(
        [Fault(operations[0], code, times=1) for code in catalogue.codes_of(operations[0])]
    )


def plan_without_times(operations: list[str]) -> FaultPlan:
    return FaultPlan([Fault(o, code) for o in operations for code in catalogue.codes_of(o)])


BUSY = Fault("DeleteVolume", "VolumeInUse")
THROTTLED = Fault("CreateSnapshot", "ThrottlingException", after=2, times=1)
OFFLINE = Fault("*", "GatewayNotConnected", times=3)

WRONG_HANDLERS: list[tuple[str, object, str]] = [
    ("04-1", simulate("DeleteVolume", "VolumeNotFound"), "Its operation is `DeleteVolume`."),
    ("04-1", simulate("CreateSnapshot", "VolumeNotFound"), "Its error code is `VolumeNotFound`."),
    ("04-2", simulate("ListVolumes", "NotSupported"), "Its operation is `ListVolumes`."),
    ("04-4", FaultPlan([BUSY]), "Call 4, `DeleteVolume`: meets `VolumeInUse`; it should succeed."),
    ("04-4", BUSY, "Put your faults into `sgwlib.FaultPlan([...])`"),
    ("04-4", FaultPlan([Fault("*", "VolumeInUse", times=3)]), "it should succeed"),
    (
        "04-5",
        FaultPlan([Fault("CreateSnapshot", "VolumeNotReady", times=1), THROTTLED]),
        "Call 1, `CreateSnapshot`: meets `VolumeNotReady`; it should succeed.",
    ),
    (
        "04-5",
        FaultPlan([Fault("CreateSnapshot", "VolumeNotReady", after=1), THROTTLED]),
        "Call 3, `CreateSnapshot`: meets `VolumeNotReady`; it should meet `Throttling",
    ),
    ("04-6", FaultPlan([OFFLINE]), "Call 5, `CreateSnapshot`: succeeds; it should meet "),
    (
        "04-6",
        FaultPlan([Fault("CreateSnapshot", "VolumeNotReady", times=1), OFFLINE]),
        "Call 4, `CreateSnapshot`: meets `VolumeNotReady`; it should meet `GatewayNot",
    ),
    ("04-7", forever_each, "Call 2, `ActivateGateway`: meets `ActivationKeyExpired`; it should"),
    ("04-7", only_faults, "it returned a list, expected a fault plan."),
    ("04-7", sorted_codes, "more plans are wrong"),
    ("05-2", delete_swallowing, "so its caller never sees `VolumeInUse`"),
    ("05-2", delete_by_boto3s_code, "expected it to return `False`"),
    ("05-2", delete_by_boto3s_code, '`error.response["Error"]["Code"]` is the exception'),
    ("05-2", delete_without_a_look, "`KeyError: 'error'`, in line"),
    ("05-2", delete_with_a_missing_class, "object has no attribute VolumeNotFound"),
    ("05-2", delete_saying_nothing, "Does it `return`?"),
    (
        "05-2",
        delete_with_a_client_of_ones_own,
        "call the `client` that your function gets",
    ),
    ("05-3", {"GatewayNotConnected": 3}, "For `GatewayNotConnected`, `3` is not the number of"),
    ("05-4", pause_without_end, "`pause(5)`: it returned `32`, expected `20`."),
    ("05-4", pause_by_steps, "`pause(2)`: it returned `3`, expected `4`."),
    ("05-5", snapshot_for_ever, "never ends"),
    (
        "05-5",
        snapshot_without_growing,
        "it waited 1, 1 seconds; each wait should be longer than the last.",
    ),
    ("05-5", snapshot_of_anything, "`InvalidParameters`: 5 calls of `CreateSnapshot`, expected"),
    ("05-5", snapshot_of_anything, "15 calls of `CreateSnapshot`, expected 3."),
    ("05-7", clean_up_to_the_first, "The second volume is already gone: your function raised"),
    (
        "05-7",
        clean_up_catching_all,
        "it returned `'VolumeNotFound'` for `vol-2`, expected `'gone'`.",
    ),
    ("05-7", clean_up_catching_all, "so its caller never sees `InvalidClientTokenId`"),
    (
        "05-7",
        clean_up_catching_one_carrier,
        "`InternalServerError` carries: your function raised",
    ),
    ("06-6", limit_by_message, "The answer is `UnsupportedOperationForGatewayType`: your function"),
    ("06-6", limit_of_one_code, "The answer is `NotSupported`: your function raised"),
    ("06-6", whole_answer, "expected the limit, a number"),
    ("06-7", state_by_get, "so its caller never sees `NotSupported`"),
    ("06-7", always_offline, "The answer is `GatewayNotFound`: it returned `'offline'`"),
    ("06-8", triage_without_retries, "it returned `'look'`, expected `'wait'`"),
    ("06-8", triage_of_all, "`activation`: it returned `'look'`, expected `'not ours'`"),
    ("06-8", triage_of_none, "`AttributeError: 'NoneType' object has no attribute 'clients'`"),
    ("07-3", test_of_anything, "It passes the inherited one, which returns False. What could it"),
    ("07-3", test_of_the_value, "It should pass a function that raises the error, but your"),
    ("07-4", test_without_counting, "It passes one that retries after boto3 has given up."),
    ("07-4", test_of_one_call, "It should pass a function that leaves the retries to boto3, but"),
    ("07-5", met_instead, "`ActivateGateway, 0 of 8 met`: "),
    ("07-5", missing_pairs, "more cases failed"),
    ("07-6", every_pair, "more than needed: a code is met twice."),
    ("07-6", one_operation, "no test meets"),
    ("07-6", codes_alone, "expected a list of pairs."),
    ("07-6", codes_swapped, "has an operation that the service does not call"),
    ("07-6", undocumented_pair, "is not documented"),
    ("07-7", plan_of_the_first, "succeeds; it should meet "),
    ("07-7", plan_without_times, "it should meet"),
]
