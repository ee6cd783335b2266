"""Whatever happens, in whatever order, a sandbox stays what an account can be."""

from __future__ import annotations

import json
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sgwlib import Sandbox, load_catalogue
from sgwlib.catalogue import Pair
from sgwlib.errors import SandboxError, UnknownNameError
from sgwlib.simulation.api import api_model
from sgwlib.simulation.sandbox.state import API_TYPES
from sgwlib.simulation.sandbox.storing import from_bytes, problems, to_bytes
from tests.simulation.sandbox.calls import new_volume, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sgwlib import ErrorResponse
    from sgwlib.simulation.sandbox import Appliance

CATALOGUE = load_catalogue()
GENERAL = {*CATALOGUE.general_exceptions}
OPERATIONS = Sandbox().operations
INITIATOR = "iqn.1991-05.com.microsoft:host"
ASSOCIATION = "FileSystemAssociationARN"
MADE = ("VolumeARN", "TargetARN", "SnapshotId", ASSOCIATION)
NONSENSE = ["x" * 54, "", "é" * 60, 7, -1, True, None, [], {}, "a" * 3000]
OFTEN = ("CreateCachediSCSIVolume", "CreateStorediSCSIVolume", "CreateSnapshot") * 4
SEEDS = st.integers(0, 2**32)
MOST_STEPS = 20
CHANGES: dict[str, Callable[[Appliance], object]] = {
    "power off": lambda machine: machine.power_off(),
    "power on": lambda machine: machine.power_on(),
    "fill": lambda machine: machine.fill_buffer(),
    "drain": lambda machine: machine.fill_buffer(0),
    "add disk": lambda machine: machine.add_disk(20),
    "add odd disk": lambda machine: machine.add_disk(1.5, bad_lun=True),
    "clone": lambda machine: machine.clone(),
    "address": lambda machine: machine.change_address(),
    "key": lambda machine: machine.new_key(),
    "busy": lambda machine: setattr(machine, "busy", not machine.busy),
    "failing": lambda machine: setattr(machine, "failing", not machine.failing),
    "outdated": lambda machine: setattr(machine, "outdated", not machine.outdated),
    "lost": lambda machine: setattr(machine, "targets_lost", not machine.targets_lost),
}


class Machine(RuleBasedStateMachine):
    """Calls of clients and events of the world, in any order."""

    @initialize(live=st.booleans())
    def start(self, live: bool) -> None:  # noqa: FBT001 - hypothesis gives it
        self.sandbox, self.live = Sandbox(live=live), live
        self.known: dict[str, list[Any]] = {
            "VolumeARN": [],
            "TargetARN": [],
            "SnapshotId": ["snap-78e22663"],
            ASSOCIATION: ["arn:aws:storagegateway:us-east-1:1:fs-association/f-1"],
            "TargetName": ["data", "more", "most", "DATA"],
            "InitiatorName": [INITIATOR],
            "ClientToken": ["token-1", "token-2", "token-3"],
            "VolumeSizeInBytes": [2**30, 10 * 2**30, 5],
            "GatewayTimezone": ["GMT", "GMT-5:00", "CET"],
            "GatewayRegion": ["us-east-1"],
            "GatewayType": [*API_TYPES.values(), "NONE"],
            "BandwidthType": ["ALL", "UPLOAD", "BOTH"],
            "LocationARN": [self.sandbox.file_system()],
            "Marker": ["YQ==", "none!"],
            "SecretToAuthenticateInitiator": ["1" * 12, "short"],
            "Tags": [[{"Key": "a", "Value": "b"}]],
        }
        for kind in ("cached", "stored", "fsx-file"):
            self.add_gateway(kind)
        for gateway in [*self.sandbox.appliances.values()][:2]:
            self.keep("VolumeARN", new_volume(self.sandbox, gateway))

    def keep(self, member: str, value: Any) -> None:
        self.known[member] = [*dict.fromkeys([value, *self.known[member]])][:6]

    @rule(kind=st.sampled_from([*API_TYPES]))
    def add_gateway(self, kind: str) -> None:
        if len(self.sandbox.appliances) < 8:
            try:
                self.sandbox.gateway(kind)
            except SandboxError:
                assert self.sandbox.failing or self.sandbox.withdrawn

    @rule(minutes=st.sampled_from([0, 1, 31, 60, 60 * 30]))
    def advance(self, minutes: int) -> None:
        before = self.sandbox.now
        assert (self.sandbox.advance(minutes=minutes) - before).total_seconds() == minutes * 60

    @rule(seed=SEEDS, what=st.sampled_from([*CHANGES]))
    def change(self, seed: int, what: str) -> None:
        with suppress(SandboxError):  # such as power_off twice
            CHANGES[what](Random(seed).choice([*self.sandbox.appliances.values()]))

    @rule(seed=SEEDS)
    def connect(self, seed: int) -> None:
        if self.known["VolumeARN"]:
            with suppress(SandboxError, UnknownNameError):  # it is off, or was deleted
                self.sandbox.connect(Random(seed).choice(self.known["VolumeARN"]), INITIATOR)

    @rule(seed=SEEDS)
    def fail_for_a_while(self, seed: int) -> None:
        self.sandbox.failing = seed % 4 == 0
        self.sandbox.withdrawn = Random(seed).sample(OPERATIONS, 5)
        self.call(seed)
        self.sandbox.failing, self.sandbox.withdrawn = False, []

    # A seed instead of a draw for each value: hypothesis would spend most of the time on these.
    @rule(seed=SEEDS)
    def call(self, seed: int) -> None:
        chance = Random(seed)
        for _ in range(10):
            operation = chance.choice([*OPERATIONS, *OFTEN])
            shape: Any = api_model().operation_model(operation).input_shape
            pool = self.pool(operation, chance)
            given = {
                name: self.value_of(name, member, chance, pool)
                for name, member in shape.members.items()
                if name in shape.required_members or (name in pool and chance.random() < 0.1)
            }
            found = self.sandbox.answer(operation, json.dumps(given).encode())
            self.check(operation, found)

    def check(self, operation: str, found: ErrorResponse | bytes) -> None:
        if isinstance(found, bytes):
            output = json.loads(found)
            assert [*problems_of(operation, output)] == []
            for member in MADE:
                if member in output:
                    self.keep(member, output[member])
        elif found.code:
            pair = Pair(operation, found.code)
            is_live = self.live and pair in CATALOGUE.observations
            assert CATALOGUE.documented_anywhere(*pair) or is_live, pair
        else:
            assert found.exception in {*GENERAL, *CATALOGUE.carriers}

    def pool(self, operation: str, chance: Random) -> dict[str, list[Any]]:
        """Return values that make sense, most of them about one gateway."""
        machines = [*self.sandbox.appliances.values()]
        kinds = CATALOGUE.api_operations[operation].gateway_types or [*API_TYPES]
        fit = [each for each in machines if each.activated and each.kind in kinds]
        one = chance.choice(fit or machines)
        near = [one] * 9 + machines
        disks = [disk.id for machine in near for disk in machine.disks]
        volumes = self.known["VolumeARN"]
        return self.known | {
            "GatewayARN": [each.arn for each in near if each.activated] or ["x" * 54],
            "ActivationKey": ["INVALIDKEY", *(each.activation_key for each in machines)],
            "NetworkInterfaceId": [each.address for each in near],
            "DiskId": disks,
            "DiskIds": [[each] for each in disks],
            "SourceVolumeARN": volumes,
            "ResourceARN": [one.arn if one.activated else "x" * 54, *volumes],
            "VolumeARNs": [[each] for each in volumes],
            "FileSystemAssociationARNList": [[each] for each in self.known[ASSOCIATION]],
        }

    def value_of(self, name: str, shape: Any, chance: Random, pool: dict[str, list[Any]]) -> Any:
        """Return mostly a value that makes sense."""
        if chance.random() < 0.01:
            return chance.choice(NONSENSE)
        if pool.get(name):
            return chance.choice(pool[name])
        if shape.type_name == "boolean":
            return chance.random() < 0.5
        if shape.type_name in ("integer", "long"):
            least = shape.metadata.get("min", 1)
            return chance.randint(least, shape.metadata.get("max", least + 3))
        if shape.type_name != "string":
            return [] if shape.type_name == "list" else {}
        return chance.choice([*shape.enum] or ["something"])

    @invariant()
    def it_can_be(self) -> None:
        if hasattr(self, "sandbox"):
            account = self.sandbox._account
            assert [*problems(account)] == []
            assert from_bytes(to_bytes(account)) == account
            assert str(self.sandbox).startswith("Sandbox 111122223333")


@pytest.mark.parametrize("examples", [8, pytest.param(120, marks=pytest.mark.heavy)])
def test_a_sandbox_stays_what_an_account_can_be(examples: int) -> None:
    Machine.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=MOST_STEPS,
        deadline=None,
        phases=[Phase.reuse, Phase.generate],  # what follows from a seed does not shrink
        suppress_health_check=[*HealthCheck],
    )
    Machine.TestCase().runTest()
