import backoff
import boto3
from botocore.exceptions import ClientError


def fatal(error):
    return error.response.get("error", {}).get("errorCode") != "GatewayProxyNetworkConnectionBusy"


@backoff.on_exception(backoff.expo, ClientError, max_tries=5, giveup=fatal)
def disks(gateway):
    return boto3.client("storagegateway").list_local_disks(GatewayARN=gateway)["Disks"]  #= handled GatewayProxyNetworkConnectionBusy; propagates rest
