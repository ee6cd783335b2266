import traceback
import boto3


def handler(event, context):
    client = boto3.client("storagegateway")
    try:
        client.assign_tape_pool(TapeARN=event["tape"], PoolId=event["pool"])  #= reported rest
        return {"success": True}
    except Exception:
        return {"success": False, "trace": traceback.format_exc()}
