import concurrent.futures as cf
import logging
import boto3
from botocore.exceptions import ClientError

log = logging.getLogger(__name__)


def tag_one(client, arn, tags):
    client.add_tags_to_resource(ResourceARN=arn, Tags=tags)  #= translated rest


def tag_all(arns, tags):
    client = boto3.client("storagegateway")
    errors = {}
    with cf.ThreadPoolExecutor(max_workers=4) as pool:
        jobs = {pool.submit(tag_one, client, arn, tags): arn for arn in arns}
        for job in cf.as_completed(jobs):
            exc = job.exception()
            if exc is not None:
                log.error("%s: %s", jobs[job], exc)
                errors[jobs[job]] = exc
    if errors:
        raise RuntimeError(f"{len(errors)} of {len(arns)} failed")


def untag_all(arns, keys):
    client = boto3.client("storagegateway")
    executor = cf.ThreadPoolExecutor()
    results = list(executor.map(lambda a: client.remove_tags_from_resource(ResourceARN=a, TagKeys=keys), arns))  #= propagates rest
    executor.shutdown()
    return len(results)
