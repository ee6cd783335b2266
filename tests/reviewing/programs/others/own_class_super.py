class Cache(Base):
    def refresh_cache(self):
        try:
            super().refresh_cache()
        except Exception:
            pass
