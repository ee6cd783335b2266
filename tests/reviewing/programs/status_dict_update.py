import boto3


def health(regions):
    status = dict.fromkeys(regions, "unknown")
    for region in regions:
        client = boto3.client("storagegateway", region_name=region)
        try:
            gateways = client.list_gateways()["Gateways"]  #= reported rest
        except Exception:
            status[region] = "error"
            continue
        status[region] = "ok" if gateways else "empty"
    return status


def counts(regions):
    total = 0
    for region in regions:
        client = boto3.client("storagegateway", region_name=region)
        try:
            total += len(client.list_file_shares()["FileShareInfoList"])  #= swallowed rest
        except Exception:
            pass
    return total


def worst(regions):
    exit_status = 0
    for region in regions:
        client = boto3.client("storagegateway", region_name=region)
        try:
            client.list_tape_pools()  #= reported rest
        except Exception as e:
            print(region, e)
            exit_status = 1
    return exit_status
