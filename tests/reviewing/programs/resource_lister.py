from datetime import datetime

import boto3


class ResourceLister:
    def __init__(self, filter_tag_key, filter_tag_value):
        self.filter_tag_key = filter_tag_key
        self.filter_tag_value = filter_tag_value

    @staticmethod
    def evaluate_filters(obj, filters):
        return all(obj.get(k) == v for k, v in (filters or {}).items())

    def list_storagegateway(self, client, filters, callback, callback_params):
        found, kept = [], []
        for page in client.get_paginator("list_gateways").paginate():  #= propagates rest
            found.extend(page["Gateways"])
        for gateway in found:
            if ResourceLister.evaluate_filters(gateway, filters):
                info = client.describe_gateway_information(GatewayARN=gateway["GatewayARN"])  #= propagates rest
                for tag in info["Tags"]:
                    if tag["Key"] == self.filter_tag_key and tag["Value"] == self.filter_tag_value:
                        kept.append(gateway)
                        break
        if callback:
            callback(kept, *callback_params)

    def list_rds(self, client, filters, callback, callback_params):
        for page in client.get_paginator("describe_db_instances").paginate():
            callback(page, *callback_params)


def stop(gateways, session):
    client = session.client("storagegateway")
    for gateway in gateways:
        try:
            client.shutdown_gateway(GatewayARN=gateway["GatewayARN"])  #= swallowed rest
        except Exception as e:
            print(f"{datetime.now()} {e}")


def run(session, arguments):
    lister = ResourceLister(arguments["key"], arguments["value"])
    services = {"storagegateway": stop, "rds": print}
    for service in arguments["services"]:
        lister_function = getattr(lister, f"list_{service}")
        lister_function(session.client(service), None, services[service], (session,))
