import sys
import traceback
import xml.etree.ElementTree as ET

import boto3


class Suite:
    def __init__(self, name):
        self.root = ET.Element("testsuite", name=name)
        self.failed = 0

    def case(self, name, function, *args):
        case = ET.SubElement(self.root, "testcase", name=name)
        try:
            function(*args)
        except Exception as error:
            self.failed += 1
            ET.SubElement(case, "failure", message=str(error)).text = traceback.format_exc()

    def write(self, path):
        ET.ElementTree(self.root).write(path)


def check_gateways(client):
    gateways = client.list_gateways()["Gateways"]  #= reported rest
    assert gateways, "no gateway"


def check_cache(client, arn):
    used = client.describe_cache(GatewayARN=arn)["CacheUsedPercentage"]  #= reported rest
    if used > 90:
        raise AssertionError("cache is full")


def main(arn):
    client = boto3.client("storagegateway")
    suite = Suite("gateways")
    suite.case("list", check_gateways, client)
    suite.case("cache", check_cache, client, arn)
    suite.write("junit.xml")
    return 1 if suite.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
