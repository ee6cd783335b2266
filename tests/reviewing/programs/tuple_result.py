import boto3


def create(arn, size):
    client = boto3.client("storagegateway")
    try:
        r = client.create_tape_with_barcode(GatewayARN=arn, TapeSizeInBytes=size, TapeBarcode="A")  #= reported rest
        return r["TapeARN"], None
    except Exception as ex:
        return None, ex
