import boto3


def refresh(share):
    sgw = boto3.client("storagegateway")
    state = "done"
    try:
        sgw.refresh_cache(FileShareARN=share)  #= handled InternalServerError; propagates rest
    except* sgw.exceptions.InternalServerError:
        state = "later"
    except* (TimeoutError, ConnectionError) as group:
        raise group
    return state
