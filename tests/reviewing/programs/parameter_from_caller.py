import boto3


def check(sg, arn):
    try:
        info = sg.list_gateways()  #= swallowed rest
        return len(info["Gateways"])
    except Exception:
        return 0


def main():
    print(check(boto3.client("storagegateway"), "a"))
