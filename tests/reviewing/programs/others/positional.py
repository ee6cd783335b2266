def warm(store, key):
    try:
        store.refresh_cache(key)
    except Exception:
        return False
    return True
