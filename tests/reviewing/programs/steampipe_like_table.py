from typing import Any, Callable, Iterator, NamedTuple

import boto3
from botocore.exceptions import ClientError

IGNORED = ("InvalidGatewayRequestException", "UnrecognizedClientException")


class Column(NamedTuple):
    name: str
    hydrate: Callable[..., Any] | None = None


def ignore(codes):
    def decorator(func):
        def inner(*args, **kwargs):
            try:
                return func(*args, **kwargs)
            except ClientError as e:
                if e.response["Error"]["Code"] in codes:
                    return None
                raise
        return inner
    return decorator


def list_gateways(client) -> Iterator[dict]:
    for page in client.get_paginator("list_gateways").paginate():  #= propagates rest
        yield from page["Gateways"]


@ignore(IGNORED)
def hydrate_info(client, row):
    return client.describe_gateway_information(GatewayARN=row["GatewayARN"])  #= handled InvalidGatewayRequestException, UnrecognizedClientException; swallowed request codes; propagates rest


@ignore(IGNORED)
def hydrate_tags(client, row):
    return client.list_tags_for_resource(ResourceARN=row["GatewayARN"])["Tags"]  #= handled InvalidGatewayRequestException, UnrecognizedClientException; propagates rest


COLUMNS = [Column("GatewayName"), Column("info", hydrate_info), Column("tags", hydrate_tags)]


def query(region):
    client = boto3.client("storagegateway", region_name=region)
    for row in list_gateways(client):
        yield [c.hydrate(client, row) if c.hydrate else row[c.name] for c in COLUMNS]
