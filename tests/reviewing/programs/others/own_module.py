import cachetools_local
def job():
    try:
        cachetools_local.refresh_cache()
    except Exception:
        pass
