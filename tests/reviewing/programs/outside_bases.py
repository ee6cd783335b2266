"""Classes with several bases in other libraries, and what these add to them."""
from abc import ABC
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

import boto3
from botocore.exceptions import ClientError
from celery import shared_task
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.http import JsonResponse
from django.views import View

T = TypeVar("T")
client = boto3.client("storagegateway")


class Gateway(models.Model):
    arn = models.CharField(max_length=200)


class Forbidding:
    def refuse(self, error):
        raise PermissionError(str(error))


class TapeView(LoginRequiredMixin, View):
    def failed(self, error):
        return JsonResponse({"error": str(error)}, status=500)

    def get(self, request):
        try:
            return JsonResponse(client.list_tapes())  #= reported rest
        except ClientError as e:
            return self.failed(e)


class PoolView(View, Forbidding):
    def get(self, request, *args, **kwargs):
        try:
            pools = client.list_tape_pools()  #= translated rest
        except ClientError as e:
            self.refuse(e)
        context = super().get_context_data(**kwargs)
        return self.render_to_response({**context, **pools})


class Store(ABC, Generic[T]):
    def load(self):
        try:
            return client.list_volumes()  #= translated rest
        except ClientError as e:
            return self.give_up(e)

    def give_up(self, error):
        raise LookupError(str(error))


class Action(Enum):
    STOP = "stop"

    def run(self, arn):
        try:
            client.shutdown_gateway(GatewayARN=arn)  #= translated rest
        except ClientError as e:
            self.failed(e)

    def failed(self, error):
        raise RuntimeError(self.value) from error


class Target(NamedTuple):
    arn: str

    def drop(self):
        try:
            client.delete_volume(VolumeARN=self.arn)  #= reported rest
        except ClientError:
            return False
        return True


@shared_task
def notify(text):
    print(text)


@Gateway.registered("refresh")
def refresh(arn):
    host, port = map(int, arn.split(":"))
    try:
        client.refresh_cache(FileShareARN=arn)  #= swallowed rest
    except ClientError as e:
        Gateway.objects.filter(arn=arn).delete()
        notify.delay("{Code}".format_map(e.response["Error"]))
