import boto3

sgw = boto3.client("storagegateway")
table = boto3.resource("dynamodb").Table("jobs")


def run(job):
    try:
        sgw.cancel_retrieval(GatewayARN=job["gateway"], TapeARN=job["tape"])  #= swallowed rest
    except Exception:
        pass
    table.put_item(Item={"id": job["id"]})
