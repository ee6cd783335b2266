from functools import lru_cache
from typing import Annotated

import boto3
from botocore.exceptions import ClientError
from fastapi import APIRouter, Depends, FastAPI, HTTPException, status

app = FastAPI()
router = APIRouter(prefix="/gateways")


@lru_cache
def get_client():
    return boto3.client("storagegateway")


Client = Annotated[object, Depends(get_client)]


@router.get("/")
def list_gateways(client=Depends(get_client)):
    try:
        return client.list_gateways()["Gateways"]  #= translated rest
    except ClientError as e:
        raise HTTPException(status_code=status.HTTP_502_BAD_GATEWAY, detail=str(e))


@router.post("/{arn}/shutdown", status_code=202)
def shutdown(arn: str, client=Depends(get_client)):
    try:
        client.shutdown_gateway(GatewayARN=arn)  #= translated rest
    except ClientError as e:
        code = e.response["Error"]["Code"]
        raise HTTPException(404 if code == "InvalidGatewayRequestException" else 500, detail=code) from e
    return {"arn": arn}


@router.get("/{arn}/cache")
def cache(arn: str, client: Client):
    return client.describe_cache(GatewayARN=arn)  #= propagates rest


app.include_router(router)
