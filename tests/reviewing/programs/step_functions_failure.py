import boto3

sgw = boto3.client("storagegateway")
sfn = boto3.client("stepfunctions")


def handler(event, context):
    try:
        sgw.retrieve_tape_archive(TapeARN=event["tape"], GatewayARN=event["gateway"])  #= reported rest
        sfn.send_task_success(taskToken=event["token"], output="{}")
    except Exception as e:
        sfn.send_task_failure(taskToken=event["token"], error="Retrieve", cause=str(e))
