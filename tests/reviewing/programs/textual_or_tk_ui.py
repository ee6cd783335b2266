import threading
import tkinter as tk
from tkinter import messagebox

import boto3
from botocore.exceptions import BotoCoreError, ClientError


class App(tk.Frame):
    def __init__(self, master=None):
        super().__init__(master)
        self.sgw = boto3.client("storagegateway")
        self.list = tk.Listbox(self)
        self.button = tk.Button(self, text="Refresh", command=self.reload)

    def reload(self):
        self.list.delete(0, tk.END)
        try:
            gateways = self.sgw.list_gateways()["Gateways"]  #= swallowed rest
        except (ClientError, BotoCoreError) as e:
            messagebox.showerror("AWS", str(e))
            return
        for g in gateways:
            self.list.insert(tk.END, g["GatewayName"])

    def stop(self, arn):
        def work():
            try:
                self.sgw.shutdown_gateway(GatewayARN=arn)  #= swallowed rest
            except ClientError as e:
                self.after(0, lambda: messagebox.showerror("AWS", str(e)))
        threading.Thread(target=work, daemon=True).start()


if __name__ == "__main__":
    App().mainloop()
