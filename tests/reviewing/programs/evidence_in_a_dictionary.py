def disks(gw, arn):
    params = {"GatewayARN": arn}
    try:
        return gw.list_local_disks(**params)  #= swallowed rest
    except Exception:
        return None


def tags(gw, arn):
    params = {"ResourceARN": arn}
    return gw.list_tags_for_resource(**params)


def refresh(gw, arn):
    return gw.refresh_cache(**{"FileShareARN": arn})  #= propagates rest
