import boto3


def create(gateway, name, sgw=boto3.client("storagegateway")):
    if name:
        label = name
    else:
        label = "gateway"
    label = label.strip()
    try:
        sgw.update_gateway_information(GatewayARN=gateway, GatewayName=label)  #= swallowed rest
    except sgw.exceptions.ClientError as error:
        print(error)
        sgw.delete_gateway(GatewayARN=gateway)  #= propagates rest
