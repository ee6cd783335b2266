from __future__ import annotations

import logging

import boto3
from botocore.exceptions import ClientError
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel

app = FastAPI()
logger = logging.getLogger("api")


class NotReady(HTTPException):
    def __init__(self):
        super().__init__(status_code=503, detail="not ready")


class GatewayService:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    def state(self, arn: str) -> str:
        try:
            return self.client.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= translated rest
        except ClientError as e:
            if e.response.get("error", {}).get("errorCode") == "GatewayNotConnected":
                raise NotReady() from e
            raise HTTPException(status_code=502, detail=str(e)) from e

    def refresh(self, arn: str) -> None:
        try:
            self.client.refresh_cache(FileShareARN=arn)  #= swallowed rest
        except ClientError:
            logger.exception("refresh of %s failed", arn)


class Answer(BaseModel):
    arn: str
    state: str


def service() -> GatewayService:
    return GatewayService()


@app.get("/{arn}", response_model=Answer)
def get(arn: str, svc: GatewayService = Depends(service)):
    try:
        return Answer(arn=arn, state=svc.state(arn))
    except HTTPException:
        raise
    except Exception as e:
        raise HTTPException(status_code=500) from e


@app.post("/{arn}/refresh")
def refresh(arn: str, tasks: BackgroundTasks, svc: GatewayService = Depends(service)):
    tasks.add_task(svc.refresh, arn)
    return {"queued": arn}
