from botocore.exceptions import ClientError


def describe(session):
    rows = []
    sgw = session.client("storagegateway")
    for gateway in sgw.list_gateways()["Gateways"]:  #= propagates rest
        row = {"arn": gateway["GatewayARN"]}
        try:
            detail = sgw.describe_gateway_information(GatewayARN=gateway["GatewayARN"])  #= swallowed rest
            row["state"] = detail["GatewayState"]
        except ClientError:
            row["state"] = None
        rows.append(row)
    return rows
