import boto3
from collections import Counter


class Report:
    def __init__(self):
        self.sgw = boto3.client("storagegateway")
        self.stats = Counter()
        self.problems = {}

    def tape(self, arn):
        try:
            self.sgw.describe_tape_archives(TapeARNs=[arn])  #= reported rest
            self.stats["ok"] += 1
        except Exception as e:
            self.problems[arn] = e
