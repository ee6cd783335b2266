import importlib
import pkgutil
from abc import ABC, abstractmethod

import boto3
from botocore.exceptions import ClientError


class Plugin(ABC):
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[cls.__name__.lower()] = cls

    @abstractmethod
    def scan(self, session): ...


class Tapes(Plugin):
    def scan(self, session):
        sgw = session.client("storagegateway")
        return [t["TapeARN"] for t in sgw.list_tapes()["TapeInfos"]]  #= reported rest


class Associations(Plugin):
    def scan(self, session):
        sgw = session.client("storagegateway")
        try:
            return sgw.list_file_system_associations()["FileSystemAssociationSummaryList"]  #= swallowed rest
        except ClientError:
            return []


def run(profile):
    session = boto3.Session(profile_name=profile)
    report = {}
    for name, plugin in Plugin.registry.items():
        try:
            report[name] = {"resources": plugin().scan(session), "error": None}
        except ClientError as e:
            report[name] = {"resources": [], "error": e.response["Error"]["Code"]}
    return report


def load(package):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
