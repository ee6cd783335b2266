import boto3
from botocore.exceptions import ClientError


class Visitor:
    def visit(self, node):
        method = getattr(self, "visit_" + node["type"], self.generic_visit)
        return method(node)

    def generic_visit(self, node):
        for child in node.get("children", []):
            self.visit(child)


class TagVisitor(Visitor):
    def __init__(self, client):
        self.client = client
        self.untagged = []

    def visit_gateway(self, node):
        tags = self.client.list_tags_for_resource(ResourceARN=node["arn"])["Tags"]  #= translated rest
        if not tags:
            self.untagged.append(node["arn"])
        self.generic_visit(node)

    def visit_volume(self, node):
        try:
            self.client.list_volume_initiators(VolumeARN=node["arn"])  #= swallowed rest
        except ClientError:
            pass


def walk(tree):
    visitor = TagVisitor(boto3.client("storagegateway"))
    try:
        visitor.visit(tree)
    except ClientError as e:
        raise SystemExit(f"walk failed: {e}")
    return visitor.untagged
