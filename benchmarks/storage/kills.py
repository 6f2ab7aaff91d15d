# SPDX-License-Identifier: Apache-2.0
"""Kills a server at random moments while three connections write to it, starts it again, and counts at the end: each sample and
exemplar of an acknowledged request must be there, with its value, and none that was never sent. With a promtool the folder is exported
as blocks at the end, and what promtool dumps of them is compared sample by sample with what the server had answered.

usage: kills.py DISTRIBUTION EMPTY_FOLDER PORT KILLS SEED [PROMTOOL]
"""
import http.client
import json
import pathlib
import random
import re
import struct
import subprocess
import sys
import threading
import time
import urllib.parse

CONFIG = """
global: {scrape_interval: 1h}
storage: {engine: {wal_segment_bytes: 1048576, wal_segments: 3, block_rows: 16}}
"""
HEADERS = {
    "Content-Encoding": "snappy",
    "Content-Type": "application/x-protobuf",
    "X-Prometheus-Remote-Write-Version": "0.1.0",
}


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(tag, content):
    return bytes([tag]) + varint(len(content)) + content


def label(name, value):
    return field(10, field(10, name.encode()) + field(18, value.encode()))


def sample(series, timestamp, value, with_exemplar):
    job, instance, number = series
    pairs = {"__name__": "kill", "instance": instance, "job": job, "n": str(number)}
    message = b"".join(label(name, text) for name, text in sorted(pairs.items()))
    bits = struct.pack("<d", value)
    message += field(18, b"\x09" + bits + b"\x10" + varint(timestamp))
    if with_exemplar:
        message += field(26, label("trace_id", f"t{timestamp}") + b"\x11" + bits + b"\x18" + varint(timestamp))
    return field(10, message)


def snappy(content):
    """A snappy block of literals only."""
    out = varint(len(content))
    for at in range(0, len(content), 65536):
        part = content[at : at + 65536]
        out += bytes([61 << 2]) + struct.pack("<H", len(part) - 1) + part
    return out


class Kills:
    def __init__(self, distribution, folder, port, seed):
        self.port = int(port)
        self.folder = pathlib.Path(folder)
        self.command = [
            f"{distribution}/bin/narthex",
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{port}",
            "--web.enable-remote-write-receiver",
            "--enable-feature=exemplar-storage",
        ]
        self.seed = seed
        self.lock = threading.Lock()
        self.sent, self.acknowledged, self.exemplars = {}, {}, set()
        self.begin = int(time.time() * 1000) - 1_200_000
        self.clocks = [self.begin] * 3
        self.stop = False
        (self.folder / "prometheus.yml").write_text(CONFIG)

    def start(self):
        with open(self.folder / "log", "a") as log:
            self.server = subprocess.Popen(self.command, stdout=log, stderr=log)
        deadline = time.time() + 60
        while time.time() < deadline:
            try:
                if self.get("/-/ready")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise SystemExit("the server is not ready after a minute")

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def write(self, writer, chance):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.stop:
            self.clocks[writer] += chance.choice([100] * 50 + [1000, 15_000])
            timestamp = self.clocks[writer]
            instance = f"i{chance.randrange(4)}"
            first = chance.choice([0, 0, chance.randrange(3000)])
            with_exemplars = chance.random() < 0.1
            samples = [
                ((f"w{writer}", instance, first + i), timestamp, chance.choice([1.0, chance.random()]))
                for i in range(chance.choice([1, 20, 200]))
            ]
            with self.lock:
                self.sent.update({(series, time): value for series, time, value in samples})
            body = snappy(b"".join(sample(*each, with_exemplars) for each in samples))
            try:
                connection.request("POST", "/api/v1/write", body, HEADERS)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status // 100 != 2:
                raise SystemExit(f"status {answer.status}")
            with self.lock:
                self.acknowledged.update({(series, time): value for series, time, value in samples})
                if with_exemplars:
                    self.exemplars.update((series, time) for series, time, _ in samples)

    def run(self, kills):
        chance = random.Random(self.seed)
        self.start()
        for _ in range(kills):
            self.stop = False
            seeds = [random.Random(chance.random()) for _ in range(3)]
            threads = [threading.Thread(target=self.write, args=pair) for pair in enumerate(seeds)]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.2, 2.5))
            self.server.kill()
            self.server.wait()
            self.stop = True
            for thread in threads:
                thread.join()
            self.start()
        found = self.count(kills)
        self.server.terminate()
        self.server.wait()
        return found

    def count(self, kills):
        end = max(self.clocks) / 1000 + 60
        start = self.begin / 1000 - 60
        found, exemplars = {}, set()
        for writer in range(3):
            query = f'kill{{job="w{writer}"}}[{int(end - start) + 1}s]'
            answer = self.get(f"/api/v1/query?time={end}&query={urllib.parse.quote(query)}")[1]
            for series in json.loads(answer)["data"]["result"]:
                key = self.key(series["metric"])
                found.update({(key, round(float(t) * 1000)): float(v) for t, v in series["values"]})
        answer = self.get(f"/api/v1/query_exemplars?start={start}&end={end}&query=kill")[1]
        for series in json.loads(answer)["data"]:
            key = self.key(series["seriesLabels"])
            exemplars.update((key, round(each["timestamp"] * 1000)) for each in series["exemplars"])
        missing = sum(found.get(key) != value for key, value in self.acknowledged.items())
        strange = sum(self.sent.get(key) != value for key, value in found.items())
        print(
            f"seed {self.seed}, {kills} kills: {len(self.acknowledged)} samples acknowledged, {missing} missing or"
            f" wrong, {strange} never sent; {len(self.exemplars)} exemplars, {len(self.exemplars - exemplars)} missing"
        )
        return found

    @staticmethod
    def key(labels):
        return labels["job"], labels["instance"], int(labels["n"])


def dumped(distribution, data, blocks, promtool):
    """Exports a folder and returns what a promtool dumps of the blocks."""
    command = [f"{distribution}/bin/narthex", "tsdb", "export", f"--storage.tsdb.path={data}", str(blocks)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = {}
    with subprocess.Popen([promtool, "tsdb", "dump", str(blocks)], stdout=subprocess.PIPE, text=True) as dump:
        for line in dump.stdout:
            labels, value, time_ms = line.rsplit(" ", 2)
            series = dict(re.findall(r'(\w+)="([^"]*)"', labels))
            found[Kills.key(series), int(time_ms)] = float(value)
    if dump.returncode:
        raise SystemExit(f"promtool ended with {dump.returncode}")
    return found


kills = Kills(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[5]))
answered = kills.run(int(sys.argv[4]))
if len(sys.argv) > 6:
    exported = dumped(sys.argv[1], kills.folder / "data", kills.folder / "blocks", sys.argv[6])
    different = sum(exported.get(key) != value for key, value in answered.items())
    print(f"promtool dumps {len(exported)} samples of {len(answered)} that were answered; {different} missing or different")
