import boto3
import logging

sg = boto3.client("storagegateway")


def one(arn):
    try:
        sg.reset_cache(GatewayARN=arn)  #= swallowed rest
    except:  # noqa
        logging.exception("oops")


def two(arn):
    try:
        return sg.describe_cache(GatewayARN=arn)  #= translated rest
    except BaseException as e:
        logging.error("x")
        raise SystemExit(3) from e


def three(arn):
    try:
        sg.disable_gateway(GatewayARN=arn)  #= reported rest
        return 0
    except Exception:
        return -1


def four(arn):
    try:
        sg.start_gateway(GatewayARN=arn)  #= propagates rest
    except (TypeError, ValueError, OSError):
        return None


def five(arn):
    try:
        status = sg.describe_gateway_information(GatewayARN=arn)["GatewayState"]  #= reported rest
    except Exception as e:
        status = "ERROR: " + str(e)
    return status


def six(arn):
    try:
        result = sg.list_local_disks(GatewayARN=arn)  #= reported rest
    except Exception as e:
        result = e
    if isinstance(result, Exception):
        return {"failed": True}
    return {"failed": False, "disks": result["Disks"]}
