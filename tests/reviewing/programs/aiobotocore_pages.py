from aiobotocore.session import get_session
from botocore.exceptions import ClientError


async def tapes():
    found = []
    async with get_session().create_client("storagegateway", region_name="us-east-1") as client:
        try:
            async for page in client.get_paginator("list_tapes").paginate():  #= swallowed rest
                found.extend(page["TapeInfos"])
        except ClientError:
            pass
    return found
