# SPDX-License-Identifier: Apache-2.0
"""Lets Narthex and a Prometheus scrape the same bodies (bodies.py) for the same time, and compares what both have stored, sample by
sample: `promtool tsdb dump` of Prometheus' folder, and of the blocks that Narthex exports. The K-th scrape of a target gets the same
body from both, so samples are matched by the number of their scrape; those with a time of their own by that time.

usage: side.py DISTRIBUTION FOLDER_OF_PROMETHEUS_AND_PROMTOOL EMPTY_FOLDER [SECONDS] [NAME=HOST:PORT[/PATH] ...]

A NAME=... is a target that answers both by itself, a node exporter, for instance: of these only the names of series are compared.
Exits with 1 when something differs. The last two scrapes of each target are left out, since one server ends before the other.
"""
import collections
import http.server
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.request

import bodies

PORTS = {"narthex": 9191, "prometheus": 9192}
FLAGS = {"narthex": [], "prometheus": ["--enable-feature=native-histograms"]}
LINE = re.compile(r"^\{(.*)\} (.+) (-?\d+)$")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    counts = collections.Counter()

    def do_GET(self):
        name, _, by = self.path.removeprefix("/m/").partition("?by=")
        content_type, _, made, headers = bodies.BODIES[name]
        n = self.counts[name, by]
        self.counts[name, by] += 1
        content = made(n)
        status = headers.get(":status", "200")
        status = int(status) if status.isdigit() else 503 if n % 3 == 2 else 200
        self.send_response(status)
        for key, value in headers.items():
            if key[0] != ":":
                self.send_header(key, value)
        if content_type:
            self.send_header("Content-Type", content_type)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def handle_error(self, request, client_address):
        pass  # a scraper hangs up on what it does not want


def configuration(server, port, real):
    lines = ["global: {scrape_interval: 1s, scrape_timeout: 1s}", "scrape_configs:"]
    for name, (_, job, _, _) in bodies.BODIES.items():
        lines += [f"- job_name: {name}", f"  metrics_path: /m/{name}", f"  params: {{by: [{server}]}}"]
        lines += ["  " + line.strip() for line in job.splitlines()]
        lines += [f"  static_configs: [{{targets: ['127.0.0.1:{port}'], labels: {{instance: i}}}}]"]
    for name, address in real.items():
        host, slash, path = address.partition("/")
        lines += [f"- job_name: {name}", f"  metrics_path: /{path if slash else 'metrics'}"]
        lines += [f"  static_configs: [{{targets: ['{host}'], labels: {{instance: i}}}}]"]
    return "\n".join(lines) + "\n"


def run(distribution, prometheus, folder, seconds, real):
    site = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    binary = {"narthex": f"{distribution}/bin/narthex", "prometheus": f"{prometheus}/prometheus"}
    processes, health = {}, {}
    for server, port in PORTS.items():
        (folder / server).mkdir(parents=True)
        (folder / server / "c.yml").write_text(configuration(server, site.server_port, real))
        processes[server] = subprocess.Popen(
            [
                binary[server],
                f"--config.file={folder}/{server}/c.yml",
                f"--storage.tsdb.path={folder}/{server}/data",
                f"--web.listen-address=127.0.0.1:{port}",
                *FLAGS[server],
            ],
            stdout=open(folder / server / "log", "w"),
            stderr=subprocess.STDOUT,
        )
    try:
        time.sleep(seconds)
        for server, port in PORTS.items():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/targets?state=active") as answer:
                targets = json.load(answer)["data"]["activeTargets"]
            health[server] = {t["labels"]["job"]: (t["health"], t["lastError"]) for t in targets}
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            process.wait(60)
    return health


def dump(prometheus, folder):
    """The samples of a folder by job, series and time."""
    text = subprocess.run([f"{prometheus}/promtool", "tsdb", "dump", folder], check=True, capture_output=True).stdout
    jobs = collections.defaultdict(lambda: collections.defaultdict(dict))
    for line in text.decode("utf-8", "surrogateescape").split("\n"):
        if match := LINE.match(line):
            labels, value, at = match.groups()
            job = re.search(r'(?:^|, )job="([^"]*)"', labels).group(1)
            if job == "yours":
                job = "instance_honoured"
            jobs[job][labels][int(at)] = value
    return jobs


def by_scrape(series, own):
    """The same samples by the number of the scrape, and how many scrapes there were."""
    scrapes = sorted(next(samples for labels, samples in own.items() if '__name__="up"' in labels))
    number = {at: n for n, at in enumerate(scrapes)}
    kept = {}
    for labels, samples in series.items():
        kept[labels] = {number.get(at, f"at {at - bodies.BEGIN * 1000} ms"): value for at, value in samples.items()}
    return kept, len(scrapes)


def same(name, left, right):
    if '__name__="scrape_duration_seconds"' in name:  # each server's own
        return (left is None) == (right is None)
    return left == right


def compare(stored, real):
    differences, counted = [], collections.Counter()
    for job in sorted(stored["narthex"].keys() | stored["prometheus"].keys()):
        mine, scrapes_mine = by_scrape(stored["narthex"][job], stored["narthex"][job])
        theirs, scrapes_theirs = by_scrape(stored["prometheus"][job], stored["prometheus"][job])
        end = min(scrapes_mine, scrapes_theirs) - 2
        for name in sorted(mine.keys() | theirs.keys()):
            left, right = mine.get(name), theirs.get(name)
            counted["series"] += 1
            if left is None or right is None:
                first = min((at for at in (left or right) if isinstance(at, int)), default=0)
                if first < end:
                    differences.append(f"{job}: only in {'prometheus' if left is None else 'narthex'}: {name[:200]} {list((left or right).items())[:4]}")
                continue
            if job in real:
                continue
            limit = lambda at: at < end if isinstance(at, int) else int(at.split()[1]) < (end - 1) * 1000
            for at in sorted((at for at in left.keys() | right.keys() if limit(at)), key=lambda at: (isinstance(at, str), at)):
                counted["samples"] += 1
                counted["markers"] += right.get(at) == "NaN"
                if not same(name, left.get(at), right.get(at)):
                    differences.append(f"{job}: {name[:160]} scrape {at}: narthex {left.get(at)}, prometheus {right.get(at)}")
                    break
    return differences, counted


def main(distribution, prometheus, folder, seconds, real):
    folder = pathlib.Path(folder).absolute()
    health = run(distribution, prometheus, folder, seconds, real)
    subprocess.run(
        [f"{distribution}/bin/narthex", "tsdb", "export", f"--storage.tsdb.path={folder}/narthex/data", f"{folder}/narthex/blocks"],
        check=True,
    )
    stored = {
        "narthex": dump(prometheus, folder / "narthex" / "blocks"),
        "prometheus": dump(prometheus, folder / "prometheus" / "data"),
    }
    differences, counted = compare(stored, real)
    for job, (state, error) in health["prometheus"].items():
        if state == "down":
            print(f"{job}: down\n  narthex:    {health['narthex'][job][1]}\n  prometheus: {error}")
    print("\n".join(differences))
    print(f"{len(health['prometheus'])} jobs, {dict(counted)}, {len(differences)} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 60, dict(a.split("=", 1) for a in sys.argv[5:]))
