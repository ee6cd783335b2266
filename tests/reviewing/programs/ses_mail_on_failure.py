import boto3

sgw = boto3.client("storagegateway")
ses = boto3.client("ses")


def nightly(arns):
    for arn in arns:
        try:
            sgw.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")  #= swallowed rest
        except Exception as e:
            ses.send_email(Source="a", Destination={}, Message={"Body": f"snapshot of {arn} went wrong: {e}"})
