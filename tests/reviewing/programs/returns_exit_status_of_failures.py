import sys
import boto3


def main():
    sgw = boto3.client("storagegateway")
    failed = False
    for gateway in sgw.list_gateways()["Gateways"]:  #= propagates rest
        try:
            sgw.update_gateway_software_now(GatewayARN=gateway["GatewayARN"])  #= translated rest
        except Exception as e:
            print(gateway, e)
            failed = True
    sys.exit(1 if failed else 0)


main()
