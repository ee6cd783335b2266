from typing import Annotated
import boto3
from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()


def client():
    return boto3.client("ec2")


Ec2 = Annotated[object, Depends(client)]


@app.delete("/volumes/{id}")
def drop(id: str, ec2: Ec2, other=Depends(client)):
    try:
        ec2.delete_volume(VolumeId=id)
        other.create_snapshot(VolumeId=id)
    except Exception as e:
        raise HTTPException(500, str(e))
