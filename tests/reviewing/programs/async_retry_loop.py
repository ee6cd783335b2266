import asyncio
from aiobotocore.session import get_session
from botocore.exceptions import ClientError


async def remove(arn):
    session = get_session()
    async with session.create_client("storagegateway") as client:
        for attempt in range(3):
            try:
                return await client.delete_tape_archive(TapeARN=arn)  #= translated ThrottlingException; propagates rest
            except ClientError as error:
                if error.response["Error"]["Code"] != "ThrottlingException":
                    raise
                await asyncio.sleep(2 ** attempt)
        raise TimeoutError(arn)
