from abc import ABC, abstractmethod


class Base(ABC):
    @property
    @abstractmethod
    def shares(self):
        ...

    @abstractmethod
    def client(self):
        pass

    def refresh(self):
        for share in self.shares.get("NFS", []):
            try:
                self.client().refresh_cache(FileShareARN=share)  #= swallowed rest
            except Exception as error:
                print(error)
