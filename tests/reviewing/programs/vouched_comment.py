def names(gw):
    try:
        return gw.list_gateways()  #= swallowed rest  # sgw: client
    except Exception:
        return None
