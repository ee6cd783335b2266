"""For each drill: further ways that solve it, and ways that don't."""

from __future__ import annotations

import time
from contextlib import suppress
from random import uniform
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from sgwlib.drills.outcome import account_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib import Drill

    Way = Callable[[Drill], object]
    Job = Callable[[Any, dict[str, Any]], object]


def volumes_of(drill: Drill) -> dict[str, str]:
    """Return the ARN of each volume by the name of its target, where a gateway answers."""
    found = {}
    for info in drill.client.list_volumes()["VolumeInfos"]:
        with suppress(ClientError):
            [each] = drill.client.describe_cached_iscsi_volumes(VolumeARNs=[info["VolumeARN"]])[
                "CachediSCSIVolumes"
            ]
            name = each["VolumeiSCSIAttributes"]["TargetARN"].rpartition(":")[2]
            found[name] = info["VolumeARN"]
    return found


def gateways_of(drill: Drill) -> dict[str, str]:
    found = drill.client.list_gateways()["Gateways"]
    return {each["GatewayName"]: each["GatewayARN"] for each in found}


# --- what is wrong in every drill about an account -----------------------------------------------


def nothing(_: Drill) -> None:
    pass


def delete_the_volumes(drill: Drill) -> None:
    for info in drill.client.list_volumes()["VolumeInfos"]:
        with suppress(ClientError):
            drill.client.delete_volume(VolumeARN=info["VolumeARN"])
    delete_the_gateways(drill)


def delete_the_gateways(drill: Drill) -> None:
    for arn in gateways_of(drill).values():
        drill.client.delete_gateway(GatewayARN=arn)


def turn_all_off(drill: Drill) -> None:
    for appliance in drill.sandbox.appliances.values():
        if appliance.on:
            appliance.power_off()


def empty_the_settings(drill: Drill) -> None:
    for name, value in [*drill.settings.items()]:
        if isinstance(value, list):
            drill.settings[name] = []
        else:
            del drill.settings[name]


def spoil_the_settings(drill: Drill) -> None:
    for name in drill.settings:
        drill.settings[name] = None


def start_with_an_empty_account(drill: Drill) -> None:
    delete_the_gateways(drill)
    empty_the_settings(drill)


ALWAYS_WRONG: tuple[Way, ...] = (
    nothing,
    delete_the_volumes,
    delete_the_gateways,
    turn_all_off,
    empty_the_settings,
    spoil_the_settings,
    start_with_an_empty_account,
)


# --- appliance ----------------------------------------------------------------------------------


def turn_on_and_poll(drill: Drill) -> None:
    drill.sandbox.appliances["vm-2"].power_on()
    [info] = drill.client.list_volumes(GatewayARN=drill.settings["gateways"][1])["VolumeInfos"]
    while (
        drill.client.describe_cached_iscsi_volumes(VolumeARNs=[info["VolumeARN"]])[
            "CachediSCSIVolumes"
        ][0]["VolumeStatus"]
        != "AVAILABLE"
    ):
        pass


def turn_on_and_run(drill: Drill) -> None:
    drill.sandbox.appliances["vm-2"].power_on()
    drill.run()


def start_by_the_api(drill: Drill) -> None:
    with suppress(ClientError):
        drill.client.start_gateway(GatewayARN=drill.settings["gateways"][1])


def leave_the_gateway_out(drill: Drill) -> None:
    drill.settings["gateways"].pop()


def put_a_new_gateway_in_its_place(drill: Drill) -> None:
    drill.settings["gateways"][1] = drill.sandbox.gateway().arn


def take_them_from_recovery_points_by_hand(drill: Drill) -> None:
    leave_the_gateway_out(drill)
    for info in drill.client.list_volumes()["VolumeInfos"]:
        drill.client.create_snapshot_from_volume_recovery_point(
            VolumeARN=info["VolumeARN"], SnapshotDescription="by hand"
        )


def clone_it(drill: Drill) -> None:
    drill.sandbox.appliances["vm-2"].clone()


# --- buffer -------------------------------------------------------------------------------------


def let_it_upload(drill: Drill) -> None:
    drill.sandbox.appliances["vm-1"].fill_buffer(0)


def buy_a_disk(drill: Drill) -> None:
    disk = drill.sandbox.appliances["vm-1"].add_disk(500)
    drill.client.add_upload_buffer(GatewayARN=drill.settings["gateways"][0], DiskIds=[disk.id])


def add_the_disk_to_the_cache(drill: Drill) -> None:
    [gateway] = drill.settings["gateways"]
    drill.client.add_cache(GatewayARN=gateway, DiskIds=["/dev/sdd"])


def turn_it_off_and_on(drill: Drill) -> None:
    appliance = drill.sandbox.appliances["vm-1"]
    appliance.power_off()
    appliance.power_on()


def upload_with_all_cut_off(drill: Drill) -> None:
    turn_it_off_and_on(drill)
    let_it_upload(drill)


def add_a_disk_and_no_more(drill: Drill) -> None:
    drill.sandbox.appliances["vm-1"].add_disk(500)


def wait_a_week(drill: Drill) -> None:
    drill.sandbox.advance(days=7)


# --- deleted ------------------------------------------------------------------------------------


def replace_the_one(drill: Drill) -> None:
    drill.settings["gateways"][0] = gateways_of(drill)["oslo-2"]


def leave_out_what_is_gone(drill: Drill) -> None:
    known = {*gateways_of(drill).values()}
    drill.settings["gateways"] = [each for each in drill.settings["gateways"] if each in known]


def only_the_new_one(drill: Drill) -> None:
    drill.settings["gateways"] = [gateways_of(drill)["oslo-2"]]


def append_the_new_one(drill: Drill) -> None:
    drill.settings["gateways"].append(gateways_of(drill)["oslo-2"])


def make_another_oslo(drill: Drill) -> None:
    arn = drill.sandbox.gateway().arn
    drill.client.update_gateway_information(GatewayARN=arn, GatewayName="oslo")


# --- initiator ----------------------------------------------------------------------------------


def log_them_out_with_chap(drill: Drill) -> None:
    arn = volumes_of(drill)["scratch-42"]
    target = arn.partition("/volume/")[0] + "/target/iqn.1997-05.com.amazon:scratch-42"
    drill.client.update_chap_credentials(
        TargetARN=target,
        InitiatorName="iqn.1998-01.com.vmware:nobody",
        SecretToAuthenticateInitiator="12-characters",
    )


def log_out_and_delete_by_hand(drill: Drill) -> None:
    arn = volumes_of(drill)["scratch-42"]
    drill.sandbox.disconnect(arn)
    drill.client.delete_volume(VolumeARN=arn)


def log_everybody_out_and_in_again(drill: Drill) -> None:
    log_everybody_out(drill)
    drill.sandbox.connect(volumes_of(drill)["results"], "iqn.1998-01.com.vmware:database")


def log_everybody_out(drill: Drill) -> None:
    for arn in volumes_of(drill).values():
        drill.sandbox.disconnect(arn)


def log_out_the_database(drill: Drill) -> None:
    drill.sandbox.disconnect(volumes_of(drill)["results"])


def delete_the_database(drill: Drill) -> None:
    found = volumes_of(drill)
    log_everybody_out(drill)
    for arn in found.values():
        drill.client.delete_volume(VolumeARN=arn)


def move_the_scratch_volume_to_another_name(drill: Drill) -> None:
    drill.settings["gateway"] = drill.sandbox.gateway().arn


# --- snapshot -----------------------------------------------------------------------------------


def at_another_hour(drill: Drill) -> None:
    drill.client.update_snapshot_schedule(
        VolumeARN=volumes_of(drill)["scratch-build"], StartAt=5, RecurrenceInHours=24
    )


def delete_it_by_day(drill: Drill) -> None:
    drill.sandbox.advance(hours=5)
    drill.client.delete_volume(VolumeARN=volumes_of(drill)["scratch-build"])


def wait_five_minutes(drill: Drill) -> None:
    drill.sandbox.advance(minutes=5)


def take_no_snapshots_at_all(drill: Drill) -> None:
    for arn in volumes_of(drill).values():
        drill.client.delete_snapshot_schedule(VolumeARN=arn)


def move_the_wrong_schedule(drill: Drill) -> None:
    drill.client.update_snapshot_schedule(
        VolumeARN=volumes_of(drill)["artifacts"], StartAt=5, RecurrenceInHours=24
    )


def let_no_snapshot_begin(drill: Drill) -> None:
    drill.sandbox.appliances["vm-1"].fill_buffer()


def delete_both_by_day(drill: Drill) -> None:
    drill.sandbox.advance(hours=5)
    for arn in volumes_of(drill).values():
        drill.client.delete_volume(VolumeARN=arn)


# --- disk ---------------------------------------------------------------------------------------


def plan_a_new_disk(drill: Drill) -> None:
    disk = drill.sandbox.appliances["vm-2"].add_disk(200)
    drill.settings["zagreb"]["buffer"] = [disk.path]


def allocate_by_hand(drill: Drill) -> None:
    arn = gateways_of(drill)["zagreb"]
    drill.client.add_upload_buffer(GatewayARN=arn, DiskIds=["/dev/sdd"])
    drill.settings["zagreb"]["buffer"] = ["/dev/sdd"]


def swap_the_plans(drill: Drill) -> None:
    drill.settings["zagreb"] |= {"cache": ["/dev/sdc"], "buffer": ["/dev/sdb"]}


def plan_no_buffer(drill: Drill) -> None:
    drill.settings["zagreb"]["buffer"] = []


def plan_a_disk_that_is_not_there(drill: Drill) -> None:
    drill.settings["zagreb"]["buffer"] = ["/dev/sdz"]


def forget_the_gateway(drill: Drill) -> None:
    del drill.settings["zagreb"]


def begin_again(drill: Drill) -> None:
    drill.client.delete_gateway(GatewayARN=gateways_of(drill)["zagreb"])
    drill.settings["zagreb"]["key"] = drill.sandbox.appliances["vm-2"].new_key()


# --- clone --------------------------------------------------------------------------------------


def activate_by_hand(drill: Drill) -> None:
    key = drill.sandbox.appliance("cached", disks=[150, 150]).activation_key
    drill.client.activate_gateway(
        ActivationKey=key,
        GatewayName="branch",
        GatewayTimezone="GMT",
        GatewayRegion=drill.sandbox.region,
    )


def get_a_new_key(drill: Drill) -> None:
    drill.settings["branch"]["key"] = drill.sandbox.appliances["vm-2"].new_key()


def delete_the_original(drill: Drill) -> None:
    drill.client.delete_gateway(GatewayARN=gateways_of(drill)["golden"])


def use_the_key_of_the_original(drill: Drill) -> None:
    drill.settings["branch"]["key"] = drill.settings["golden"]["key"]


def turn_the_original_off(drill: Drill) -> None:
    drill.sandbox.appliances["vm-1"].power_off()


def clone_the_clone(drill: Drill) -> None:
    key = drill.sandbox.appliances["vm-2"].clone().activation_key
    drill.settings["branch"]["key"] = key


def call_the_original_branch(drill: Drill) -> None:
    arn = gateways_of(drill)["golden"]
    drill.client.update_gateway_information(GatewayARN=arn, GatewayName="branch")


# --- region -------------------------------------------------------------------------------------


def activate_it_by_hand(drill: Drill) -> None:
    drill.client.activate_gateway(
        ActivationKey=drill.sandbox.appliances["vm-2"].new_key(),
        GatewayName="denver",
        GatewayTimezone="GMT",
        GatewayRegion=drill.sandbox.region,
    )


def only_the_region(drill: Drill) -> None:
    drill.settings["denver"]["region"] = drill.sandbox.region


def only_the_key(drill: Drill) -> None:
    drill.settings["denver"]["key"] = drill.sandbox.appliances["vm-2"].new_key()


def another_machine(drill: Drill) -> None:
    key = drill.sandbox.appliance().activation_key
    drill.settings["denver"] |= {"region": drill.sandbox.region, "key": key}


def all_in_europe(drill: Drill) -> None:
    for plan in drill.settings.values():
        plan["region"] = "eu-central-1"


def leave_denver_out(drill: Drill) -> None:
    del drill.settings["denver"]


def the_key_of_boston(drill: Drill) -> None:
    key = drill.sandbox.appliances["vm-1"].new_key()
    drill.settings["denver"] |= {"region": drill.sandbox.region, "key": key}


# --- address ------------------------------------------------------------------------------------


def another_address(drill: Drill) -> None:
    drill.settings["file systems"][1]["ip"] = "10.0.99.1"


def associate_by_hand(drill: Drill) -> None:
    second = drill.settings["file systems"][1]
    second["ip"] = "10.0.0.77"
    drill.client.associate_file_system(
        GatewayARN=drill.settings["gateway"],
        LocationARN=second["arn"],
        UserName="Admin",
        Password=drill.settings["password"],
        ClientToken="file-system-1",
        EndpointNetworkConfiguration={"IpAddresses": [second["ip"]]},
    )


def the_address_of_the_gateway(drill: Drill) -> None:
    address = drill.sandbox.appliances["vm-1"].address
    drill.settings["file systems"][1]["ip"] = address


def address_for_the_first(drill: Drill) -> None:
    drill.settings["file systems"][0]["ip"] = "10.0.0.77"


def _association(drill: Drill) -> str:
    [arn] = account_of(drill.sandbox).associations
    return arn


def give_up_the_first(drill: Drill) -> None:
    drill.client.disassociate_file_system(FileSystemAssociationARN=_association(drill))
    del drill.settings["file systems"][0]


def swap_the_first_for_the_second(drill: Drill) -> None:
    drill.client.disassociate_file_system(FileSystemAssociationARN=_association(drill))
    drill.settings["file systems"].reverse()


def leave_the_second_out(drill: Drill) -> None:
    drill.settings["file systems"].pop()


def name_the_first_twice(drill: Drill) -> None:
    first, second = drill.settings["file systems"]
    second |= {"arn": first["arn"], "ip": "10.0.0.77"}


FURTHER_WAYS: dict[str, tuple[Way, ...]] = {
    "address": (associate_by_hand,),
    "appliance": (turn_on_and_poll, turn_on_and_run),
    "buffer": (let_it_upload, buy_a_disk),
    "clone": (activate_by_hand,),
    "deleted": (replace_the_one,),
    "disk": (plan_a_new_disk, allocate_by_hand),
    "initiator": (log_them_out_with_chap, log_out_and_delete_by_hand),
    "region": (activate_it_by_hand,),
    "snapshot": (at_another_hour, delete_it_by_day),
}

WRONG_WAYS: dict[str, tuple[Way, ...]] = {
    "address": (
        another_address,
        *(the_address_of_the_gateway, address_for_the_first, give_up_the_first),
        *(swap_the_first_for_the_second, leave_the_second_out, name_the_first_twice),
    ),
    "appliance": (
        *(start_by_the_api, leave_the_gateway_out, put_a_new_gateway_in_its_place),
        *(take_them_from_recovery_points_by_hand, clone_it),
    ),
    "buffer": (
        *(add_the_disk_to_the_cache, turn_it_off_and_on, upload_with_all_cut_off),
        *(add_a_disk_and_no_more, wait_a_week),
    ),
    "clone": (
        *(get_a_new_key, delete_the_original, use_the_key_of_the_original),
        *(turn_the_original_off, clone_the_clone, call_the_original_branch),
    ),
    "deleted": (
        *(leave_out_what_is_gone, only_the_new_one, append_the_new_one, make_another_oslo),
        wait_a_week,
    ),
    "disk": (
        *(swap_the_plans, plan_no_buffer, plan_a_disk_that_is_not_there),
        *(forget_the_gateway, begin_again),
    ),
    "initiator": (
        *(
            log_everybody_out,
            log_everybody_out_and_in_again,
            log_out_the_database,
            delete_the_database,
            turn_it_off_and_on,
        ),
        move_the_scratch_volume_to_another_name,
    ),
    "region": (
        *(only_the_region, only_the_key, another_machine, all_in_europe, leave_denver_out),
        the_key_of_boston,
    ),
    "snapshot": (
        *(wait_five_minutes, take_no_snapshots_at_all, move_the_wrong_schedule),
        *(let_no_snapshot_begin, delete_both_by_day, turn_it_off_and_on),
    ),
}


# --- jobs: bandwidth ----------------------------------------------------------------------------


def limit_of(client: Any, gateway: dict[str, str]) -> int:
    found = client.describe_bandwidth_rate_limit(GatewayARN=gateway["GatewayARN"])
    return int(found["AverageUploadRateLimitInBitsPerSec"])


def ask_volume_gateways(client: Any, _: dict[str, Any]) -> dict[str, int]:
    gateways = client.list_gateways()["Gateways"]
    return {
        each["GatewayName"]: limit_of(client, each)
        for each in gateways
        if each["GatewayType"] in ("CACHED", "STORED", "VTL")
    }


def limits_unless(client: Any, caught: type[Exception], codes: set[str] | None) -> dict[str, Any]:
    report: dict[str, Any] = {}
    for gateway in client.list_gateways()["Gateways"]:
        try:
            report[gateway["GatewayName"]] = limit_of(client, gateway)
        except caught as error:
            response = getattr(error, "response", {})
            if codes and response.get("error", {}).get("errorCode") not in codes:
                raise
            report[gateway["GatewayName"]] = None
    return report


def limits_but_any_exception(client: Any, _: dict[str, Any]) -> object:
    return limits_unless(client, Exception, None)


def limits_but_any_client_error(client: Any, _: dict[str, Any]) -> object:
    return limits_unless(client, ClientError, None)


def limits_but_the_carrier(client: Any, _: dict[str, Any]) -> object:
    return limits_unless(client, client.exceptions.InvalidGatewayRequestException, None)


def limits_but_one_code(client: Any, _: dict[str, Any]) -> object:
    return limits_unless(client, ClientError, {"NotSupported"})


def limits_but_also_off(client: Any, _: dict[str, Any]) -> object:
    codes = {"NotSupported", "UnsupportedOperationForGatewayType", "GatewayNotConnected"}
    return limits_unless(client, ClientError, codes)


def limits_of_none(_client: Any, _: dict[str, Any]) -> object:
    return {}


def limits_until_the_first_error(client: Any, _: dict[str, Any]) -> object:
    report: dict[str, Any] = {}
    with suppress(ClientError):
        for gateway in client.list_gateways()["Gateways"]:
            report[gateway["GatewayName"]] = limit_of(client, gateway)
    return report


# --- jobs: gateways and throttled ---------------------------------------------------------------


def described(client: Any, arns: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.describe_cached_iscsi_volumes(VolumeARNs=arns)[
        "CachediSCSIVolumes"
    ]
    return found


def arns_of(client: Any) -> list[str]:
    return [info["VolumeARN"] for info in client.list_volumes()["VolumeInfos"]]


def statuses(volumes: list[dict[str, Any]]) -> dict[str, str]:
    return {each["VolumeARN"]: each["VolumeStatus"] for each in volumes}


def one_call_for_each(client: Any, _: dict[str, Any]) -> dict[str, str]:
    return statuses([described(client, [arn])[0] for arn in arns_of(client)])


def one_call_for_all_or_none(client: Any, _: dict[str, Any]) -> dict[str, str]:
    arns = arns_of(client)
    return statuses(described(client, arns)) if arns else {}


def skip_what_fails(client: Any, _: dict[str, Any]) -> dict[str, str]:
    found: list[dict[str, Any]] = []
    for arn in arns_of(client):
        with suppress(ClientError):
            found += described(client, [arn])
    return statuses(found)


def only_the_first_gateway(client: Any, _: dict[str, Any]) -> dict[str, str]:
    arns = arns_of(client)
    first = [arn for arn in arns if arn.split("/")[1] == arns[0].split("/")[1]] if arns else []
    return statuses(described(client, first)) if first else {}


def say_all_are_available(client: Any, _: dict[str, Any]) -> dict[str, str]:
    return dict.fromkeys(arns_of(client), "AVAILABLE")


def unknown_where_it_fails(client: Any, _: dict[str, Any]) -> dict[str, str]:
    report = dict.fromkeys(arns_of(client), "UNKNOWN")
    return report | skip_what_fails(client, _)


def sizes(volumes: list[dict[str, Any]]) -> dict[str, int]:
    return {each["VolumeARN"]: each["VolumeSizeInBytes"] for each in volumes}


def patiently(
    client: Any, arn: str, attempts: int, caught: set[str], most: float = 10**6
) -> list[dict[str, Any]]:
    """Describe a volume, with waits that grow and are random."""
    for attempt in range(attempts):
        try:
            return described(client, [arn])
        except ClientError as error:
            if error.response["Error"]["Code"] not in caught or attempt == attempts - 1:
                raise
            time.sleep(min(uniform(2**attempt, 2 ** (attempt + 1)), most))
    raise AssertionError


def back_off(client: Any, _: dict[str, Any]) -> dict[str, int]:
    caught = {"ThrottlingException"}
    return sizes([each for arn in arns_of(client) for each in patiently(client, arn, 9, caught)])


def slow_down(client: Any, _: dict[str, Any]) -> dict[str, int]:
    found: list[dict[str, Any]] = []
    for arn in arns_of(client):
        time.sleep(5)
        found += described(client, [arn])
    return sizes(found)


def read_the_list(client: Any, _: dict[str, Any]) -> dict[str, int]:
    infos = client.list_volumes()["VolumeInfos"]
    return {info["VolumeARN"]: info["VolumeSizeInBytes"] for info in infos}


def retry_at_once(client: Any, _: dict[str, Any]) -> dict[str, int]:
    found: list[dict[str, Any]] = []
    for arn in arns_of(client):
        for attempt in range(5):
            try:
                found += described(client, [arn])
                break
            except ClientError:
                if attempt == 4:
                    raise
    return sizes(found)


def retry_without_end(client: Any, _: dict[str, Any]) -> dict[str, int]:
    found: list[dict[str, Any]] = []
    for arn in arns_of(client):
        while True:
            try:
                found += described(client, [arn])
                break
            except ClientError:
                time.sleep(30)
    return sizes(found)


def retry_throttling_without_end(client: Any, _: dict[str, Any]) -> dict[str, int]:
    found: list[dict[str, Any]] = []
    for arn in arns_of(client):
        found += patiently(client, arn, 10**6, {"ThrottlingException"}, most=60)
    return sizes(found)


def skip_what_is_throttled(client: Any, _: dict[str, Any]) -> dict[str, int]:
    found: list[dict[str, Any]] = []
    for arn in arns_of(client):
        with suppress(ClientError):
            found += described(client, [arn])
    return sizes(found)


def all_of_both_gateways_at_once(client: Any, _: dict[str, Any]) -> dict[str, int]:
    return sizes(described(client, arns_of(client)))


def retry_everything_patiently(client: Any, _: dict[str, Any]) -> dict[str, int]:
    caught = {"ThrottlingException", "InvalidGatewayRequestException"}
    return sizes([each for arn in arns_of(client) for each in patiently(client, arn, 40, caught)])


def sizes_of_none(_client: Any, _: dict[str, Any]) -> dict[str, int]:
    return {}


# --- jobs: endless ------------------------------------------------------------------------------


def code_of(error: ClientError) -> str | None:
    response: Any = error.response
    found: str | None = response.get("error", {}).get("errorCode")
    return found


def delete_what_is_listed(client: Any, settings: dict[str, Any]) -> None:
    there = {*arns_of(client)}
    for arn in settings["volumes"]:
        for attempt in range(5):
            try:
                if arn in there:
                    client.delete_volume(VolumeARN=arn)
                break
            except ClientError as error:
                if attempt == 4 or code_of(error) != "GatewayProxyNetworkConnectionBusy":
                    raise
                time.sleep(uniform(30, 60 * 2**attempt))


def retry_all_five_times(client: Any, settings: dict[str, Any]) -> None:
    for arn in settings["volumes"]:
        for attempt in range(5):
            try:
                client.delete_volume(VolumeARN=arn)
                break
            except ClientError as error:
                if code_of(error) == "VolumeNotFound":
                    break
                if attempt == 4:
                    raise
                time.sleep(60)


def delete_without_retries(client: Any, settings: dict[str, Any]) -> None:
    for arn in settings["volumes"]:
        client.delete_volume(VolumeARN=arn)


def delete_or_pass(client: Any, settings: dict[str, Any]) -> None:
    for arn in settings["volumes"]:
        with suppress(ClientError):
            client.delete_volume(VolumeARN=arn)


def give_up_after_three(client: Any, settings: dict[str, Any]) -> None:
    for arn in settings["volumes"]:
        for _ in range(3):
            try:
                client.delete_volume(VolumeARN=arn)
                break
            except ClientError:
                time.sleep(60)


def delete_the_whole_gateway(client: Any, settings: dict[str, Any]) -> None:
    client.delete_gateway(GatewayARN=settings["volumes"][0].partition("/volume/")[0])


def delete_every_volume(client: Any, _: dict[str, Any]) -> None:
    for arn in arns_of(client):
        client.delete_volume(VolumeARN=arn)


def forgive_not_found_but_never_wait(client: Any, settings: dict[str, Any]) -> None:
    for arn in settings["volumes"]:
        try:
            client.delete_volume(VolumeARN=arn)
        except ClientError as error:
            if code_of(error) != "VolumeNotFound":
                raise


def forgive_not_found_and_retry_for_ever(client: Any, settings: dict[str, Any]) -> None:
    for arn in settings["volumes"]:
        while True:
            try:
                client.delete_volume(VolumeARN=arn)
                break
            except ClientError as error:
                if code_of(error) == "VolumeNotFound":
                    break


# --- jobs: disk-id ------------------------------------------------------------------------------


def disks_of(client: Any, settings: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.list_local_disks(GatewayARN=settings["gateway"])["Disks"]
    return found


def add(client: Any, settings: dict[str, Any], ids: list[str]) -> None:
    if ids:
        client.add_upload_buffer(GatewayARN=settings["gateway"], DiskIds=ids)


def compare_ids_of_the_buffer(client: Any, settings: dict[str, Any]) -> None:
    used = client.describe_upload_buffer(GatewayARN=settings["gateway"])["DiskIds"]
    ids = {disk["DiskPath"]: disk["DiskId"] for disk in disks_of(client, settings)}
    if unknown := {*settings["disks"]} - {*ids}:
        raise RuntimeError(f"no such disk: {unknown}")
    add(client, settings, [ids[path] for path in settings["disks"] if ids[path] not in used])


def add_or_pass(client: Any, settings: dict[str, Any]) -> None:
    with suppress(ClientError):
        add(client, settings, settings["disks"])


def forgive_a_disk_that_is_not_there(client: Any, settings: dict[str, Any]) -> None:
    try:
        add(client, settings, settings["disks"])
    except ClientError as error:
        if code_of(error) != "DiskDoesNotExist":
            raise


def add_all_free_disks(client: Any, settings: dict[str, Any]) -> None:
    disks = disks_of(client, settings)
    add(client, settings, [d["DiskId"] for d in disks if d["DiskAllocationType"] == "AVAILABLE"])


def add_what_is_free_of_the_plan(client: Any, settings: dict[str, Any]) -> None:
    disks = [d for d in disks_of(client, settings) if d["DiskPath"] in settings["disks"]]
    add(client, settings, [d["DiskId"] for d in disks if d["DiskAllocationType"] == "AVAILABLE"])


def never_add_anything(_client: Any, _settings: dict[str, Any]) -> None:
    return


def one_more_disk_if_it_fails(client: Any, settings: dict[str, Any]) -> None:
    try:
        add(client, settings, settings["disks"])
    except ClientError:
        add(client, settings, ["/dev/sde"])


FURTHER_JOBS: dict[str, tuple[Job, ...]] = {
    "bandwidth": (ask_volume_gateways,),
    "disk-id": (compare_ids_of_the_buffer,),
    "endless": (delete_what_is_listed, retry_all_five_times),
    "gateways": (one_call_for_each,),
    "throttled": (back_off, slow_down, read_the_list),
}

WRONG_JOBS: dict[str, tuple[Job, ...]] = {
    "bandwidth": (
        *(limits_but_any_exception, limits_but_any_client_error, limits_but_the_carrier),
        *(limits_but_one_code, limits_but_also_off, limits_of_none, limits_until_the_first_error),
    ),
    "disk-id": (
        *(add_or_pass, forgive_a_disk_that_is_not_there, add_all_free_disks),
        *(add_what_is_free_of_the_plan, never_add_anything, one_more_disk_if_it_fails),
    ),
    "endless": (
        *(delete_without_retries, delete_or_pass, give_up_after_three, delete_the_whole_gateway),
        *(delete_every_volume, forgive_not_found_but_never_wait),
        forgive_not_found_and_retry_for_ever,
    ),
    "gateways": (
        *(one_call_for_all_or_none, skip_what_fails, only_the_first_gateway),
        *(say_all_are_available, unknown_where_it_fails),
    ),
    "throttled": (
        *(retry_at_once, retry_without_end, skip_what_is_throttled, sizes_of_none),
        *(all_of_both_gateways_at_once, retry_everything_patiently, retry_throttling_without_end),
    ),
}
