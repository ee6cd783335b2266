import json
import os
import time

import boto3

sgw = boto3.client("storagegateway")
s3 = boto3.client("s3")
STATE_FILE = "/var/lib/refresh/state.json"


def load():
    if os.path.exists(STATE_FILE):
        with open(STATE_FILE) as f:
            return json.load(f)
    return {"refreshed": {}, "failures": {}}


def refresh(arn, state):
    try:
        answer = sgw.refresh_cache(FileShareARN=arn, FolderList=["/"], Recursive=True)  #= reported rest
        state["refreshed"][arn] = answer["NotificationId"]
        state["failures"].pop(arn, None)
    except Exception as e:
        state["failures"][arn] = f"{type(e).__name__}: {e}"


def cycle(state):
    for share in sgw.list_file_shares()["FileShareInfoList"]:  #= swallowed rest
        refresh(share["FileShareARN"], state)


def main():
    state = load()
    while True:
        try:
            cycle(state)
        except Exception as e:
            print("cycle failed:", e)
        with open(STATE_FILE, "w") as f:
            json.dump(state, f)
        time.sleep(300)


if __name__ == "__main__":
    main()
