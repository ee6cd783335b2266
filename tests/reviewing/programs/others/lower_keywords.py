def warm(service):
    try:
        service.refresh_cache(force=True, ttl=60)
    except Exception:
        pass
