"""Collect what an account has, and let no failure stop the collection."""
import boto3


def collect(session, region):
    client = session.client("storagegateway", region_name=region)
    found = {}
    try:
        found["gateways"] = client.list_gateways()["Gateways"]  #= swallowed rest
    except Exception:
        pass
    try:
        found["volumes"] = client.list_volumes()["VolumeInfos"]  #= swallowed rest
    except Exception:
        pass
    try:
        found["shares"] = client.list_file_shares()["FileShareInfoList"]  #= swallowed rest
    except Exception:
        pass
    try:
        found["tapes"] = client.list_tapes()["TapeInfos"]  #= swallowed rest
    except Exception:
        pass
    try:
        found["pools"] = client.list_tape_pools()["PoolInfos"]  #= swallowed rest
    except Exception:
        pass
    return found
