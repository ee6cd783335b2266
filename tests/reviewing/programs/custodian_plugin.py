import itertools

from c7n.actions import BaseAction, RemovePolicyBase
from c7n.filters import Filter, ValueFilter
from c7n.manager import resources
from c7n.query import DescribeSource, QueryResourceManager, TypeInfo
from c7n.utils import local_session, type_schema


@resources.register("storage-gateway")
class StorageGateway(QueryResourceManager):
    class resource_type(TypeInfo):
        enum_spec = ("list_gateways", "Gateways", None)
        arn = id = "GatewayARN"
        service = "storagegateway"
        name = "GatewayName"


@StorageGateway.action_registry.register("delete")
class Delete(BaseAction):
    schema = type_schema("delete")
    permissions = ("storagegateway:DeleteGateway",)

    def process(self, resources):
        client = local_session(self.manager.session_factory).client("storagegateway")
        for r in resources:
            try:
                client.delete_gateway(GatewayARN=r["GatewayARN"])  #= handled InvalidGatewayRequestException; swallowed request codes; propagates rest
            except client.exceptions.InvalidGatewayRequestException:
                continue


@StorageGateway.filter_registry.register("schedule")
class Schedule(ValueFilter):
    annotation = "c7n:Schedule"

    def process(self, resources, event=None):
        client = local_session(self.manager.session_factory).client("storagegateway")
        for r in resources:
            if self.annotation not in r:
                r[self.annotation] = self.manager.retry(
                    client.describe_maintenance_start_time, GatewayARN=r["GatewayARN"], ignore_err_codes=("InvalidGatewayRequestException",)  #= handled InvalidGatewayRequestException; swallowed request codes; propagates rest
                )
        return super().process(resources, event)
