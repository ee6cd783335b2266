from concurrent import futures
import boto3

client = boto3.client("storagegateway")


def info(arn):
    return client.describe_gateway_information(GatewayARN=arn)  #= reported rest


def report(arns):
    results, problems = {}, {}
    with futures.ThreadPoolExecutor() as executor:
        running = {executor.submit(info, arn): arn for arn in arns}
        for future in futures.as_completed(running):
            arn = running[future]
            try:
                results[arn] = future.result()
            except Exception as exc:
                problems[arn] = str(exc)
    return results, problems
