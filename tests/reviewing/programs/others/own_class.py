class Cache:
    def refresh_cache(self):
        return True
    def describe_cache(self):
        try:
            return self.refresh_cache()
        except Exception:
            return None
cache = Cache()
try:
    cache.refresh_cache()
except Exception:
    pass
