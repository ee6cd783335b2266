import boto3, logging, re

client = boto3.client("storagegateway")
log = logging.getLogger(__name__)
KIND = re.compile(r"(?P<busy>VolumeInUse|GatewayNotConnected)|(?P<gone>VolumeNotFound)")
WORD = re.compile("[A-Z]+")


def group(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= handled VolumeInUse, GatewayNotConnected; propagates rest
    except client.exceptions.ClientError as e:
        m = KIND.search(e.response.get("error", {}).get("errorCode", ""))
        if m and m.lastgroup.upper() == "BUSY":
            return False
        raise


def text(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= reported rest
    except client.exceptions.ClientError as e:
        m = re.search("operation: (.*)", str(e))
        log.error("%s has %s from %d", m.string.strip(), m.re.pattern.strip(), m.start(1) + m.pos)
        return m.string


def every(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= propagates rest
    except client.exceptions.ClientError as e:
        found = re.finditer("[A-Z]+", str(e))
        log.error("%s %s", next(found).group(0), WORD.pattern.lower())
        for m in WORD.finditer(str(e)):
            log.error(m[0].lower())
        raise


def compiled(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= handled VolumeInUse; propagates rest
    except client.exceptions.ClientError as e:
        code = re.sub(WORD, lambda m: m[0], e.response.get("error", {}).get("errorCode", ""))
        if any(m.group() == "VolumeInUse" for m in re.finditer(re.compile("[A-Za-z]+"), code)):
            return False
        raise
