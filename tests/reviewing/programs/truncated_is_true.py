import boto3
from botocore.exceptions import ClientError


def inventory(args, region):
    client = boto3.client("storagegateway", region_name=region)
    if args.gateways is False and args.tapes is False:
        args.gateways = args.tapes = True
    found = {}
    if args.gateways is True:
        gateways = []
        answer = None
        truncated = False
        try:
            while answer is None or truncated is True:
                if truncated is False:
                    answer = client.list_gateways()  #= swallowed rest
                else:
                    answer = client.list_gateways(Marker=answer["Marker"])  #= swallowed rest
                for gateway in answer["Gateways"]:
                    gateways.append(gateway)
                truncated = answer["Truncated"]
        except ClientError:
            print("no gateways")
        found["gateways"] = gateways
    if args.tapes is True:
        tapes = []
        answer = None
        truncated = False
        try:
            while answer is None or truncated is True:
                if truncated is False:
                    answer = client.list_tapes()  #= swallowed rest
                else:
                    answer = client.list_tapes(Marker=answer["Marker"])  #= swallowed rest
                for tape in answer["TapeInfos"]:
                    tapes.append(tape)
                truncated = answer["Truncated"]
        except ClientError:
            print("no tapes")
        found["tapes"] = tapes
    return found
