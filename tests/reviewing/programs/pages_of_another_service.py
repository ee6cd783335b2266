import boto3


def pages(call, key):
    options = {}
    results = {}
    more = True
    while more:
        answer = call(**options)
        results.update(answer.get(key))
        options["Marker"] = answer.get("NextMarker")
        for name in answer.keys():
            if name.endswith("List"):
                options["Marker"] = answer[name].get("NextMarker")
                break
        more = options["Marker"] is not None
    return results


def refresh(client, sgw):
    try:
        for share in pages(client.list_things, "Things"):
            sgw.refresh_cache(FileShareARN=share)  #= swallowed rest
    except Exception as error:
        print(error)


refresh(boto3.client("other"), boto3.client("storagegateway"))
