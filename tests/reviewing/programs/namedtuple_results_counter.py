import collections
import boto3
from botocore.exceptions import ClientError

Outcome = collections.namedtuple("Outcome", ["arn", "status"])


def stop_all(arns):
    client = boto3.client("storagegateway")
    outcomes = []
    for arn in arns:
        try:
            client.shutdown_gateway(GatewayARN=arn)  #= reported rest
        except ClientError as e:
            status = e.response.get("error", {}).get("errorCode", "Unknown")
        else:
            status = "Stopped"
        outcomes.append(Outcome(arn, status))
    return collections.Counter(o.status for o in outcomes)


def start_all(arns):
    client = boto3.client("storagegateway")
    started = collections.defaultdict(list)
    for arn in arns:
        ok = True
        try:
            client.start_gateway(GatewayARN=arn)  #= reported rest
        except ClientError:
            ok = False
        started[ok].append(arn)
    return started
