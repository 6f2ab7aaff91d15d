# SPDX-License-Identifier: Apache-2.0
"""Asks for label values of the series that Gen.java makes of the node recording, and says how long the answers take.

usage: label_values.py HOST:PORT START_S END_S [TIMES]
"""
import http.client
import json
import sys
import time
import urllib.parse

ASKED = [
    ("instance", '{job="node"}'),
    ("__name__", '{instance=~".+"}'),
    ("instance", '{__name__=~"node_.+"}'),
    ("instance", "node_cpu_seconds_total"),
    ("device", '{instance=~"host-00.*"}'),
    ("instance", '{__name__=~".*seconds.*"}'),
    ("__name__", '{instance="host-0100:9100"}'),
    ("mode", '{job="node",instance=~".+7:9100"}'),
    ("instance", '{device=~".+"}'),
    ("instance", '{job!=""}'),
    ("instance", None),
]


def main(host, start, end, times):
    connection = http.client.HTTPConnection(host)

    def ask(label, selector):
        asked = {"start": start, "end": end}
        if selector:
            asked["match[]"] = selector
        began = time.perf_counter()
        connection.request("GET", f"/api/v1/label/{label}/values?{urllib.parse.urlencode(asked)}")
        body = connection.getresponse().read()
        return (time.perf_counter() - began) * 1000, len(json.loads(body)["data"])

    for _ in range(2):  # the first time the server is cold
        for label, selector in ASKED:
            first, values = ask(label, selector)
            took = sorted(ask(label, selector)[0] for _ in range(times))
            print(
                f"{label:9} {selector or '':36} first {first:6.1f} median {took[times // 2]:6.1f}"
                f" p99 {took[min(times - 1, times * 99 // 100)]:6.1f} ms, {values} values"
            )


main(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 100)
