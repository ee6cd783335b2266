class Gateway(Device):
    def start(self):
        try:
            self.start_gateway()
        except Exception:
            pass
    def stop(self):
        self.shutdown_gateway()
