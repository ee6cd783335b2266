"""A sandbox behind the endpoint, for clients in any language."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sgwlib import Endpoint, Fault, Sandbox
from sgwlib.simulation.endpoint import EndpointError
from tests.cli.running import sgw
from tests.endpoint.clients.plain import Reply, call, send
from tests.endpoint.clients.served import serve

if TYPE_CHECKING:
    from pathlib import Path

JSON = {"Content-Type": "application/json"}


def control(endpoint: Endpoint, order: Any = None) -> Reply:
    headers = {"Authorization": f"Bearer {endpoint.token}", **JSON}
    body = None if order is None else json.dumps(order).encode()
    method = "GET" if body is None else "POST"
    return send(endpoint.url, body, headers, method=method, path="/_sgw/sandbox")


def test_the_plan_comes_first_then_the_state() -> None:
    sandbox = Sandbox()
    gateway = sandbox.gateway("cached")
    plan = Fault("ListGateways", "ThrottlingException", times=1)
    with Endpoint(plan, sandbox=sandbox) as endpoint:
        assert call(endpoint.url).kind == "ThrottlingException"
        assert call(endpoint.url).json()["Gateways"][0]["GatewayARN"] == gateway.arn
        unknown = {"GatewayARN": gateway.arn[:-1] + "!"}
        assert call(endpoint.url, "ListLocalDisks", unknown).json()["error"] == {
            "errorCode": "InvalidParameters"
        }
        assert call(endpoint.url, "ListLocalDisks", b"[").kind == "SerializationException"
        assert "TapeInfos" in call(endpoint.url, "ListTapes").json()
        endpoint.sandbox = None
        assert call(endpoint.url).json()["Gateways"][0]["GatewayId"] == "sgw-12A3456B"
    assert [each.outcome for each in endpoint.calls] == [
        *("ThrottlingException", "success", "InvalidParameters", "SerializationException"),
        *("canned success", "success"),
    ]
    wrong: Any = {}
    with pytest.raises(EndpointError, match="sandbox is a dict; expected a Sandbox"):
        Endpoint(sandbox=wrong)


def test_the_world_is_reached_by_control_requests() -> None:
    sandbox = Sandbox()
    with Endpoint(sandbox=sandbox) as endpoint:
        made = control(endpoint, {"call": "gateway", "arguments": {"kind": "stored"}}).json()
        assert made["arn"] == sandbox.appliances["vm-1"].arn
        disk = control(
            endpoint, {"appliance": "vm-1", "call": "add_disk", "arguments": {"gib": 20}}
        )
        assert disk.json()["gib"] == 20
        control(endpoint, {"appliance": "vm-1", "set": {"busy": True}})
        control(endpoint, {"set": {"failing": True}})
        now = control(endpoint, {"call": "advance", "arguments": {"minutes": 31}}).json()
        seen = control(endpoint).json()
        assert (seen["now"], seen["failing"]) == (now, True)
        assert (seen["appliances"][0]["busy"], len(seen["appliances"][0]["disks"])) == (True, 4)
        for order, message in (
            ({}, "expected {"),
            ([], "expected {"),
            ({"call": "save", "arguments": {"path": "x"}}, "unknown call of the sandbox 'save'"),
            ({"call": "advance", "arguments": {"minuts": 1}}, "unexpected keyword argument"),
            ({"call": "advance", "arguments": [1]}, "expected {"),
            ({"call": ["advance"]}, "unknown call of the sandbox"),
            ({"appliance": "vm-9", "call": "power_off"}, "did you mean vm-1"),
            ({"appliance": "vm-1", "set": {"on": True}}, "unknown switch of the appliance 'on'"),
            ({"set": {"failing": 1}}, "expected True or False"),
            ({"set": []}, "expected {"),
        ):
            refused = control(endpoint, order)
            assert (refused.status, message in refused.message) == (400, True), refused.body
    with Endpoint() as endpoint:
        assert "there is no sandbox" in control(endpoint).message


def test_an_appliance_answers_with_an_activation_key() -> None:
    sandbox = Sandbox()
    with Endpoint(sandbox=sandbox) as endpoint:
        path = "/?gatewayType=FILE_S3&activationRegion=us-east-1"
        reply = send(endpoint.url, None, {}, method="GET", path=path)
        [appliance] = sandbox.appliances.values()
        assert (reply.status, appliance.kind) == (302, "s3-file")
        found = parse_qs(urlsplit(reply.headers["location"]).query)
        assert found["activationKey"] == [appliance.activation_key]
        send(endpoint.url, None, {}, method="GET", path=path)
        assert len(sandbox.appliances) == 1, "it is still waiting"
        given = {"GatewayName": "any", "GatewayTimezone": "GMT", "GatewayRegion": "us-east-1"}
        given["ActivationKey"] = appliance.activation_key
        assert "GatewayARN" in call(endpoint.url, "ActivateGateway", given).json()
        for path in ("/", "/other?activationRegion=us-east-1"):
            assert send(endpoint.url, None, {}, method="GET", path=path).status == 405
        path = "/?activationRegion=nowhere"
        assert send(endpoint.url, None, {}, method="GET", path=path).status == 400


def test_a_served_sandbox_keeps_its_state_over_restarts(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    with serve("--sandbox", str(path)) as served:
        key = served.facts["activation"].removeprefix("cached: ")
        given = {"GatewayName": "any", "GatewayTimezone": "GMT", "GatewayRegion": "us-east-1"}
        arn = call(served.url, "ActivateGateway", {**given, "ActivationKey": key}).json()
        assert served.end(signal.SIGTERM)[0] == 0
    assert Sandbox.load(path).appliances["vm-1"].arn == arn["GatewayARN"]
    with serve("--sandbox", str(path), "--fault", "ListTapes", "InternalFailure") as served:
        assert served.facts["sandbox"].endswith("1 appliance, 1 gateway, 0 volumes, 0 snapshots")
        assert call(served.url).json()["Gateways"][0]["GatewayARN"] == arn["GatewayARN"]
        assert call(served.url, "ListTapes").kind == "InternalFailure"
        assert served.control("sandbox")["appliances"][0]["arn"] == arn["GatewayARN"]


def test_a_file_that_cannot_be_used_is_refused_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    path.write_text("{}")
    refused = sgw("serve", "--sandbox", str(path))
    assert (refused.status, refused.out) == (2, "")
    assert "not the state of a sandbox" in refused.err
    assert path.read_text() == "{}"
    refused = sgw("serve", "--sandbox", str(tmp_path / "none" / "sandbox.json"))
    assert (refused.status, "cannot be written" in refused.err) == (2, True)
