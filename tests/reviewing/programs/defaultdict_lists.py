from collections import defaultdict
import boto3
from botocore.exceptions import ClientError


class Inventory:
    def __init__(self, session):
        self.sgw = session.client("storagegateway")
        self.data = defaultdict(list)
        self.failures = defaultdict(int)

    def pools(self):
        try:
            self.data["pools"] += self.sgw.list_tape_pools()["PoolInfos"]  #= reported rest
        except ClientError as e:
            self.failures[e.response["Error"]["Code"]] += 1

    def tapes(self):
        try:
            self.data["tapes"] += self.sgw.list_tapes()["TapeInfos"]  #= reported rest
        except ClientError:
            self.failures["tapes"] += 1

    def reports(self):
        try:
            self.data["reports"] += self.sgw.list_cache_reports()["CacheReportList"]  #= swallowed rest
        except ClientError:
            self.data["reports"] = []


def main():
    inventory = Inventory(boto3.Session())
    inventory.pools()
    inventory.tapes()
    inventory.reports()
    return inventory
