import boto3
from fastapi import APIRouter, HTTPException

router = APIRouter()
sgw = boto3.client("storagegateway")


@router.get("/tapes")
async def tapes():
    try:
        return sgw.list_tapes()["TapeInfos"]  #= translated rest
    except Exception as e:
        raise HTTPException(status_code=502, detail=str(e))
