"""A resource provider: handlers by action, progress events."""
import logging
from enum import Enum
from typing import Any, MutableMapping, Optional

from botocore.exceptions import ClientError
from cloudformation_cli_python_lib import Action, HandlerErrorCode, OperationStatus, ProgressEvent, Resource, SessionProxy, exceptions

LOG = logging.getLogger(__name__)
TYPE_NAME = "Acme::StorageGateway::TapePool"
resource = Resource(TYPE_NAME, object)
test_entrypoint = resource.test_entrypoint


def client_of(session: Optional[SessionProxy]):
    return session.client("storagegateway")


@resource.handler(Action.CREATE)
def create_handler(session, request, callback_context: MutableMapping[str, Any]) -> ProgressEvent:
    model = request.desiredResourceState
    try:
        answer = client_of(session).create_tape_pool(PoolName=model.Name, StorageClass=model.StorageClass)  #= translated rest
    except ClientError as e:
        if e.response["Error"]["Code"] == "InvalidGatewayRequestException":
            raise exceptions.InvalidRequest(str(e))
        raise exceptions.InternalFailure(f"{e}")
    model.Arn = answer["PoolARN"]
    return ProgressEvent(status=OperationStatus.SUCCESS, resourceModel=model)


@resource.handler(Action.DELETE)
def delete_handler(session, request, callback_context):
    model = request.desiredResourceState
    try:
        client_of(session).delete_tape_pool(PoolARN=model.Arn)  #= reported rest
    except ClientError as e:
        LOG.error("delete failed: %s", e)
        return ProgressEvent(status=OperationStatus.FAILED, errorCode=HandlerErrorCode.GeneralServiceException, message=str(e))
    return ProgressEvent(status=OperationStatus.SUCCESS)


@resource.handler(Action.LIST)
def list_handler(session, request, callback_context):
    pools = client_of(session).list_tape_pools()["PoolInfos"]  #= propagates rest
    return ProgressEvent(status=OperationStatus.SUCCESS, resourceModels=pools)
