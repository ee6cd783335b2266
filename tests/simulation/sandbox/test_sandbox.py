"""The sandbox as a Python object: its settings, its world, its files."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgwlib import Sandbox
from sgwlib.errors import SandboxError, SgwError, UnknownNameError
from sgwlib.simulation.sandbox import rules_of
from sgwlib.simulation.sandbox.storing import from_bytes
from tests.simulation.sandbox.calls import done, new_volume, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def full() -> Sandbox:
    """Return a sandbox that has one of everything."""
    sandbox = Sandbox(seed=7)
    cached, stored = sandbox.gateway("cached"), sandbox.gateway("stored")
    volume = new_volume(sandbox, cached, Tags=[{"Key": "a", "Value": "<b>"}])
    new_volume(sandbox, stored)
    done(sandbox, "CreateSnapshot", VolumeARN=volume, SnapshotDescription="nightly")
    target = f"{cached.arn}/target/iqn.1997-05.com.amazon:data"
    secret = {"SecretToAuthenticateInitiator": "1" * 12}
    done(sandbox, "UpdateChapCredentials", TargetARN=target, InitiatorName="iqn.a", **secret)
    sandbox.connect(volume, "iqn.a")
    file, system = sandbox.gateway("fsx-file"), sandbox.file_system()
    associate = {"GatewayARN": file.arn, "LocationARN": system, "ClientToken": "token-1"}
    done(sandbox, "AssociateFileSystem", UserName="user", Password="hidden", **associate)
    sandbox.appliance("tape")
    sandbox.withdrawn = ["ListGateways"]
    sandbox.advance(hours=30)
    return sandbox


# --- Settings and mistakes --------------------------------------------------------------------

WRONG: dict[str, Callable[[Sandbox], object]] = {
    "region is": lambda _: Sandbox("nowhere"),
    "account is": lambda _: Sandbox(account="12"),
    "seed is": lambda _: Sandbox(seed=True),
    "live is": lambda _: Sandbox(live=1),  # type: ignore[arg-type]  # on purpose
    "0 GiB; expected a number above 0": lambda it: it.appliance("cached", [0]),
    "nan GiB": lambda it: it.appliance("cached", [float("nan")]),
    "00000 GiB": lambda it: it.appliance("cached", [10**400]),
    "2147483648 GiB; expected a number above 0, such as 150, up to": lambda it: it.snapshot(2**31),
    "'150' GiB": lambda it: it.appliance("cached", ["150"]),  # type: ignore[list-item]  # as above
    "sizes in GiB as disks": lambda it: it.appliance("cached", 150),  # type: ignore[arg-type]  # as above
    "sizes in GiB as disks, such": lambda it: it.gateway(disks=None),  # type: ignore[arg-type]  # as above
    "did you mean cached": lambda it: it.gateway("cashed"),
    "unknown kind of gateway None": lambda it: it.appliance(None),  # type: ignore[arg-type]  # as above
    "unknown kind of gateway []": lambda it: it.gateway([]),  # type: ignore[arg-type]  # as above
    "unknown appliance 'vm-7'; did you mean vm-1": lambda it: it.appliances["vm-7"],
    "unknown snapshot 'snap-1'; expected": lambda it: it.snapshots["snap-1"],
    "unknown appliance <Appliance vm-1": lambda it: it.appliances[it.appliances["vm-1"]],  # type: ignore[index]  # as above
    "is on already; expected power_off": lambda it: it.appliances["vm-1"].power_on(),
    "percent is 5.0; expected a whole": lambda it: it.appliances["vm-1"].fill_buffer(5.0),  # type: ignore[arg-type]  # as above
    "busy is 1; expected True or False": lambda it: setattr(it.appliances["vm-1"], "busy", 1),
    "region is 7": lambda it: it.appliances["vm-1"].new_key(7),  # type: ignore[arg-type]  # as above
    "region is 'nowhere'": lambda it: it.appliances["vm-1"].new_key("nowhere"),
    "retry_waits is 1": lambda it: it.client(retry_waits=1),  # type: ignore[arg-type]  # as above
    "with these options: 'str' object": lambda it: it.client(config="none"),
    "with these options: Invalid endpoint": lambda it: it.client(endpoint_url="none"),
    "with these options: Partial": lambda it: it.client(aws_access_key_id="one"),
    "bad_lun is 1; expected True": lambda it: it.appliances["vm-1"].add_disk(1, bad_lun=1),  # type: ignore[arg-type]  # as above
    "exportable is 'no'; expected True": lambda it: it.snapshot(exportable="no"),  # type: ignore[arg-type]  # as above
    "unknown volume": lambda it: it.connect("vol-1"),
    "unknown volume None": lambda it: it.disconnect(None),  # type: ignore[arg-type]  # as above
    "the clock cannot move": lambda it: it.advance(minutes=-1),
    "expected 0 to 366 days": lambda it: it.advance(days=367),
    "expected numbers": lambda it: it.advance(minutes="1"),  # type: ignore[arg-type]  # as above
    "did you mean ListGateways": lambda it: setattr(it, "withdrawn", ["ListGateway"]),
    "unknown operation of the sandbox": lambda it: setattr(it, "withdrawn", "RefreshCache"),
    "unknown operation of the sandbox []": lambda it: setattr(it, "withdrawn", [[]]),
    "unknown operation of the sandbox None": lambda it: setattr(it, "withdrawn", None),
    "the body is '{}'; expected bytes": lambda it: it.answer("ListGateways", "{}"),  # type: ignore[arg-type]  # as above
    "None cannot be read": lambda it: it.load(None),  # type: ignore[arg-type]  # as above
    "None cannot be written": lambda it: it.save(None),  # type: ignore[arg-type]  # as above
    "unknown operation 'DeleteVolum'": lambda _: rules_of("DeleteVolum", "VolumeInUse"),
    "unknown operation []": lambda _: rules_of([], "VolumeInUse"),  # type: ignore[arg-type]  # as above
    "unknown error code {}": lambda _: rules_of("DeleteVolume", {}),  # type: ignore[arg-type]  # as above
    "unknown error code 'InUse'": lambda _: rules_of("DeleteVolume", "InUse"),
    "unknown operation 'Nonsense'": lambda it: it.answer("Nonsense", b"{}"),
    "-1 GiB": lambda it: it.snapshot(-1),
    "is not activated; expected": lambda it: it.appliance("cached").arn,
    "has no upload buffer": lambda it: it.gateway("s3-file").fill_buffer(),
}


def test_a_call_of_the_world_that_makes_no_sense_says_what_is_possible() -> None:
    for message, call in WRONG.items():
        sandbox = Sandbox()
        sandbox.gateway("cached")
        before = copy.deepcopy(sandbox)
        with pytest.raises(SgwError) as caught:
            call(sandbox)
        assert message in str(caught.value)
        if "arn" not in message and "upload buffer" not in message and "activated" not in message:
            assert sandbox == before, message


def test_twice_is_refused() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    volume = new_volume(sandbox, gateway)
    gateway.power_off()
    with pytest.raises(SandboxError, match="off already; expected power_on"):
        gateway.power_off()
    with pytest.raises(SandboxError, match="is off or shut down; expected it to run"):
        sandbox.connect(volume)
    with pytest.raises(SandboxError, match=r"vm-1 is off; expected power_on\(\)"):
        gateway.new_key()
    gateway.power_on()
    wrong: list[Any] = ["", "A B", 7, None, []]
    for initiator in wrong:
        with pytest.raises(SandboxError, match="expected a string such as 'iqn"):
            sandbox.connect(volume, initiator)
    with pytest.raises(AttributeError):
        sandbox.busy = True  # type: ignore[attr-defined]  # an appliance has it
    with pytest.raises(SandboxError, match="no initiator is connected"):
        sandbox.disconnect(volume)
    sandbox.connect(volume)
    sandbox.disconnect(volume)
    done(sandbox, "DeleteVolume", VolumeARN=volume)


def test_a_gateway_cannot_be_made_while_the_service_fails() -> None:
    for switch, value, message in (
        ("failing", True, "ActivateGateway is refused: The service itself fails"),
        ("crashing", True, "ActivateGateway is refused: The service crashes"),
        ("withdrawn", "AddUploadBuffer", "AddUploadBuffer is refused: The region does not offer"),
    ):
        sandbox = Sandbox()
        setattr(sandbox, switch, value)
        before = copy.deepcopy(sandbox)
        with pytest.raises(SandboxError, match=message):
            sandbox.gateway("cached")
        assert sandbox == before


def test_arns_have_the_partition_of_their_region() -> None:
    for region, partition in (
        *(("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso")),
        *(("us-isob-east-1", "aws-iso-b"), ("eusc-de-east-1", "aws-eusc")),
    ):
        sandbox = Sandbox(region)
        gateway = sandbox.gateway("cached")
        assert new_volume(sandbox, gateway).startswith(f"arn:{partition}:storagegateway:{region}:")
        assert sandbox.file_system().startswith(f"arn:{partition}:fsx:{region}:")


def test_disks_have_the_ids_of_their_kind_of_gateway() -> None:
    sandbox = Sandbox()
    ids = {kind: sandbox.appliance(kind, [10]).disks[0].id for kind in ("cached", "stored", "tape")}
    assert ids == {
        "cached": "/dev/sdb",
        "stored": "pci-0000:03:00.0-scsi-0:0:0:0",
        "tape": "/dev/sdb",
    }
    assert len(sandbox.appliance("s3-file", [10]).disks[0].id) == 36
    many = sandbox.appliance("cached", [1] * 80)
    assert len({disk.path for disk in many.disks}) == 80


def test_no_machine_gets_an_address_that_another_has_had() -> None:
    sandbox = Sandbox()
    first = sandbox.appliance()
    had = [first.address, first.change_address(), sandbox.appliance().address]
    had += [first.change_address(), first.clone().address]
    assert len({*had}) == len(had)


def test_the_same_steps_give_the_same_sandbox() -> None:
    def steps(seed: int) -> Sandbox:
        sandbox = Sandbox(seed=seed)
        gateway = sandbox.gateway("stored")
        new_volume(sandbox, gateway)
        sandbox.advance(days=3)
        return sandbox

    assert steps(1) == steps(1)
    assert steps(1).events == steps(1).events
    assert steps(1) != steps(2)
    assert steps(1) != 1


# --- What happened, and at a glance -----------------------------------------------------------


def test_events_say_what_happened_in_order_and_why() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    gateway.power_off()
    assert refused(sandbox, "ListLocalDisks", GatewayARN=gateway.arn) == "GatewayNotConnected"
    done(sandbox, "ListTapes")
    assert [(each.what, each.outcome, each.why) for each in sandbox.events[-3:]] == [
        ("power off", "", "vm-1"),
        ("ListLocalDisks", "GatewayNotConnected", "The gateway's virtual machine is off."),
        ("ListTapes", "canned success", ""),
    ]
    times = [each.time for each in sandbox.events]
    assert times == sorted(times)


def test_the_account_at_a_glance(full: Sandbox) -> None:
    text, page = str(full), full._repr_html_()
    for word in ("Appliances", "Volumes", "Snapshots", "Last events", "pending", "completed"):
        assert (word in text) == (word in page) == (word != "pending"), word
    assert "150 GiB cache" in text
    assert "<table><caption>Appliances</caption>" in page
    assert repr(full).startswith("<Sandbox 111122223333 in us-east-1, 2026-01-02")
    sandbox = Sandbox()
    sandbox.gateway("cached")
    for number in range(60):
        sandbox.snapshot(number + 1)
    assert "Snapshots (and 10 more)" in str(sandbox)
    client, arn = sandbox.client(), sandbox.appliances["vm-1"].arn
    client.update_gateway_information(GatewayARN=arn, GatewayName="<script>")
    assert "&lt;script&gt;" in sandbox._repr_html_()
    assert "<script>" not in sandbox._repr_html_()


# --- Files and values -------------------------------------------------------------------------


def test_a_sandbox_survives_its_file(full: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    full.save(path)
    again = Sandbox.load(path)
    assert again == full
    assert again.events == full.events
    again.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
    for each in (full, again):
        each.advance(days=2)  # the schedules go on, too
        new_volume(each, each.appliances["vm-1"], "more")
    assert again == full
    assert "hidden" not in path.read_text(), "a password is not kept"


def test_a_sandbox_is_a_value(full: Sandbox) -> None:
    for again in (copy.copy(full), copy.deepcopy(full), pickle.loads(pickle.dumps(full))):
        assert again == full
        again.advance(minutes=1)
        assert again != full
    appliance = full.appliances["vm-1"]
    assert pickle.loads(pickle.dumps(appliance)) == appliance == copy.copy(appliance)
    assert appliance != full.appliances["vm-2"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(full)


def test_a_damaged_file_is_refused_whole(full: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    full.save(path)
    whole = json.loads(path.read_text())

    def damaged(change: Callable[[Any], object]) -> str:
        document = json.loads(path.read_text())
        change(document["account"])
        (tmp_path / "damaged.json").write_text(json.dumps(document))
        with pytest.raises(SandboxError) as caught:
            Sandbox.load(tmp_path / "damaged.json")
        return str(caught.value)

    gateway, other = [*whole["account"]["gateways"]][:2]
    [volume] = whole["account"]["gateways"][gateway]["volumes"]
    [stored] = whole["account"]["gateways"][other]["volumes"]

    def volumes(account: Any, name: str = gateway) -> Any:
        return account["gateways"][name]["volumes"]

    for change, message in (
        (lambda it: it.pop("region"), "missing 1 required"),
        (lambda it: it.update(colour="red"), "account has an unknown field: colour"),
        (lambda it: it.update(now="soon"), "account.now is 'soon'; expected float"),
        (lambda it: it.update(now=1e300), "the clock is at"),
        (lambda it: it.update(region="x"), "region is 'x'"),
        (lambda it: volumes(it).update({"vol-1": volumes(it)[volume]}), "that is not its own"),
        (lambda it: volumes(it)[volume].update(kind="stored"), "that is not its own"),
        (lambda it: volumes(it)[volume].update(size="10"), "size is '10'; expected int"),
        (lambda it: it["machines"]["vm-1"].update(kind="none"), "no kind"),
        (lambda it: it["machines"]["vm-1"].update(addresses=[]), "no address"),
        (lambda it: it["tokens"].update(a=gateway), "a client token is of"),
        (lambda it: it["gateways"][gateway].update(buffer_percent=101), "numbers that cannot be"),
        (lambda it: volumes(it)[volume].update(size=-1), "numbers that cannot be"),
        (lambda it: it["gateways"][gateway].update(updated=1e300), "in the future"),
        (lambda it: volumes(it, other)[stored]["schedule"].update(recurrence=0), "a schedule"),
        (lambda it: volumes(it, other)[stored]["schedule"].update(next_run=-1), "a schedule"),
        (
            lambda it: it["machines"]["vm-2"]["disks"][0].update(use="volume"),
            "are not those of its",
        ),
        (lambda it: it["machines"].pop("vm-4"), "of a machine that is not there"),
        (lambda it: it["events"].append([1e300, "a", "b", "c"]), "expected a time"),
        (lambda it: it["events"].append([1, "a"]), "has 2 values; expected 4"),
    ):
        assert message in damaged(change), message
    for content, message in (
        ("", "cannot be read"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "not the state of a sandbox"),
        (json.dumps({**whole, "version": 1}), "version 1; expected 2"),
        (json.dumps({**whole, "account": None}), "account is None; expected dict"),
        ('{"format": NaN}', "not JSON: NaN"),
    ):
        (tmp_path / "damaged.json").write_text(content)
        with pytest.raises(SandboxError, match=message):
            Sandbox.load(tmp_path / "damaged.json")
    with pytest.raises(SandboxError, match=r"none\.json cannot be read: No such file"):
        Sandbox.load(tmp_path / "none.json")
    with pytest.raises(SandboxError, match="cannot be written: there is no folder "):
        full.save(tmp_path / "none" / "sandbox.json")


@given(st.binary(max_size=60))
def test_any_bytes_are_a_sandbox_or_refused(content: bytes) -> None:
    with pytest.raises(SandboxError):
        from_bytes(content)


def test_any_request_gets_an_answer_of_the_service_s_kind() -> None:
    sandbox = Sandbox()
    sandbox.gateway("cached")
    for operation in sandbox.operations:
        for body in (b"", b"[]", b"{", b"\xff", b"null", b'{"GatewayARN": []}', b'{"Limit": 0.5}'):
            found = sandbox.answer(operation, body)
            if isinstance(found, bytes):
                assert operation == "ListGateways" or body == b'{"Limit": 0.5}'
            else:
                assert found.exception in ("SerializationException", "ValidationException")
    with pytest.raises(UnknownNameError):
        sandbox.answer("MakeCoffee", b"{}")
