from botocore.exceptions import ClientError
from c7n.actions import BaseAction
from c7n.query import QueryResourceManager, DescribeSource
from c7n.tags import RemoveTag, Tag
from c7n.utils import local_session, chunks, get_retry


class DescribeGateway(DescribeSource):
    def augment(self, resources):
        client = local_session(self.manager.session_factory).client("storagegateway")
        for r in resources:
            r["Tags"] = self.manager.retry(client.list_tags_for_resource, ResourceARN=r["GatewayARN"]).get("Tags")  #= propagates rest
        return resources


class TagGateway(Tag):
    def process_resource_set(self, client, resources, new_tags):
        for r in resources:
            client.add_tags_to_resource(ResourceARN=r["GatewayARN"], Tags=new_tags)  # sgw: client #= propagates rest


class Stop(BaseAction):
    def process(self, resources):
        client = local_session(self.manager.session_factory).client("storagegateway")
        stopped = []
        for batch in chunks(resources, 10):
            for r in batch:
                if self.process_one(client, r):
                    stopped.append(r)
        return stopped

    def process_one(self, client, r):
        try:
            self.manager.retry(client.shutdown_gateway, GatewayARN=r["GatewayARN"])  #= handled InvalidGatewayRequestException; reported request codes; propagates rest
        except client.exceptions.InvalidGatewayRequestException as e:
            self.log.info("gateway %s cannot be stopped: %s", r["GatewayName"], e)
            return False
        return True
