"""CHAP credentials of iSCSI targets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sgwlib.simulation.sandbox.common import ON_GATEWAY
from sgwlib.simulation.sandbox.rules import DOCUMENTED, INFERRED, Stage, guard, operation
from sgwlib.simulation.sandbox.volumes import targets_lost

if TYPE_CHECKING:
    from sgwlib.simulation.sandbox.rules import Call, Output

# Such as .../target/iqn.1997-05.com.amazon:data
_TARGET_ARN = re.compile(r"[^/]+/[^/]+/target/iqn\.[0-9a-zA-Z.:;-]+")
_SECRETS = ("SecretToAuthenticateInitiator", "SecretToAuthenticateTarget")
_SHORTEST, _LONGEST = 12, 16


@guard("TargetInvalid", Stage.FORM, INFERRED, "botocore 1.44.5 model, form of the ARN")
def target_wrong(call: Call) -> object:
    """The ARN is not the ARN of a target."""
    return not _TARGET_ARN.fullmatch(call["TargetARN"])


@guard("InvalidParameters", Stage.FORM, DOCUMENTED, "botocore 1.44.5 model: 12 to 16 bytes")
def secret_length_wrong(call: Call) -> object:
    """A secret is shorter than 12 bytes or longer than 16."""
    secrets = [call[each] for each in _SECRETS if each in call.given]
    return any(
        not _SHORTEST <= len(each.encode("utf-8", "surrogatepass")) <= _LONGEST for each in secrets
    )


@guard("TargetNotFound", Stage.RESOURCE, INFERRED, "reference page, message", needed=True)
def target_unknown(call: Call) -> object:
    """There is no such target on the gateway, because its volume was deleted or never made."""
    return call.account.volume_of_target(call["TargetARN"]) is None


@guard(
    "InitiatorNotFound",
    Stage.RESOURCE,
    INFERRED,
    "botocore 1.44.5 model: credentials are those of a pair of target and initiator",
)
def initiator_unknown(call: Call) -> object:
    """The target has no credentials for this initiator."""
    return call["InitiatorName"] not in call.target_volume.chap


_ON_TARGET = (target_wrong, *ON_GATEWAY, targets_lost, target_unknown)


@operation("DescribeChapCredentials", *_ON_TARGET)
def describe_chap_credentials(call: Call) -> Output:
    arn = call["TargetARN"]
    return {
        "ChapCredentials": [
            {"TargetARN": arn, "InitiatorName": name, **dict(zip(_SECRETS, secrets, strict=False))}
            for name, secrets in call.target_volume.chap.items()
        ]
    }


@operation("UpdateChapCredentials", *_ON_TARGET, secret_length_wrong)
def update_chap_credentials(call: Call) -> Output:
    """Set the credentials of an initiator. That closes all connections of the target."""
    volume = call.target_volume
    volume.chap[call["InitiatorName"]] = [call[each] for each in _SECRETS if each in call.given]
    volume.initiators.clear()
    return _echo(call)


@operation("DeleteChapCredentials", *_ON_TARGET, initiator_unknown)
def delete_chap_credentials(call: Call) -> Output:
    del call.target_volume.chap[call["InitiatorName"]]
    return _echo(call)


def _echo(call: Call) -> Output:
    return {"TargetARN": call["TargetARN"], "InitiatorName": call["InitiatorName"]}
