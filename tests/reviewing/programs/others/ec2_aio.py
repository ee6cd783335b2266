import aioboto3
async def drop(volume):
    async with aioboto3.Session().client("ec2") as ec2:
        try:
            await ec2.delete_volume(VolumeId=volume)
        except Exception:
            pass
