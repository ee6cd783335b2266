from django.core.management.base import BaseCommand, CommandError
from django.conf import settings
from django.utils import timezone

import boto3
from botocore.exceptions import ClientError

from storage.models import Gateway


class Command(BaseCommand):
    help = "Synchronises gateways"

    def add_arguments(self, parser):
        parser.add_argument("--region", default=settings.AWS_REGION)
        parser.add_argument("--strict", action="store_true")

    def handle(self, *args, **options):
        client = boto3.client("storagegateway", region_name=options["region"])
        try:
            gateways = client.list_gateways()["Gateways"]  #= translated rest
        except ClientError as e:
            raise CommandError(f"listing failed: {e}")
        failed = 0
        for gw in gateways:
            try:
                info = client.describe_gateway_information(GatewayARN=gw["GatewayARN"])  #= swallowed rest
            except ClientError as e:
                failed += 1
                self.stderr.write(f"{gw['GatewayARN']}: {e}")
                continue
            Gateway.objects.update_or_create(arn=gw["GatewayARN"], defaults={"state": info["GatewayState"], "seen": timezone.now()})
        self.stdout.write(self.style.SUCCESS(f"{len(gateways) - failed} gateways"))
