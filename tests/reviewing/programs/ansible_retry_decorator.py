from ansible_collections.amazon.aws.plugins.module_utils.retries import AWSRetry
import botocore


@AWSRetry.jittered_backoff(retries=5)
def list_pages(client):
    paginator = client.get_paginator("list_tapes")  #= translated rest
    return paginator.paginate().build_full_result()["TapeInfos"]


def run(module):
    client = module.client("storagegateway")
    try:
        tapes = list_pages(client)
    except botocore.exceptions.ClientError as e:
        module.fail_json_aws(e, msg="cannot list")
    module.exit_json(tapes=tapes)
