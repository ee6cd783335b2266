import boto3
import schedule
import time

client = boto3.client("storagegateway")


class Jobs:
    def __init__(self):
        self.jobs = []

    def add(self, job):
        self.jobs.append(job)

    def run_all(self):
        for job in self.jobs:
            try:
                job()
            except Exception as e:
                print("job failed", e)


jobs = Jobs()
jobs.add(lambda: client.refresh_cache(FileShareARN="arn:aws:storagegateway:eu-west-1:1:share/a"))  #= swallowed rest


def snapshot():
    client.create_snapshot_from_volume_recovery_point(VolumeARN="v", SnapshotDescription="d")  #= propagates rest


schedule.every().day.at("02:00").do(snapshot)
schedule.every(10).minutes.do(jobs.run_all)
while True:
    schedule.run_pending()
    time.sleep(1)
