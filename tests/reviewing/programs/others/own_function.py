def list_tapes(shelf):
    return shelf["tapes"]
def show(shelf):
    try:
        return list_tapes(shelf)
    except KeyError:
        return []
