# SPDX-License-Identifier: Apache-2.0
"""The bodies that both servers are given, by name: a content type, what to ask of the job, and a function from the number of the
scrape to the body. Most are odd, many are broken: what a scraper makes of those is what the comparison is about."""
import gzip
import time

TEXT = "text/plain; version=0.0.4"
TEXT1 = "text/plain; version=1.0.0; escaping=allow-utf-8"
OM = "application/openmetrics-text; version=1.0.0; charset=utf-8"
BEGIN = int(time.time())
BODIES = {}


def body(name, text, content_type=TEXT, job="", headers=None):
    """Adds a body; in a text, N stands for the number of the scrape and T for a second of its own."""

    def made(n):
        given = text(n) if callable(text) else text
        if isinstance(given, str):
            given = given.replace("@N", str(n)).replace("@T", str(BEGIN + n)).encode("utf-8", "surrogateescape")
        return given

    BODIES[name] = (content_type, job, made, headers or {})


def plain_text():
    body("plain", "# HELP a_total help\n# TYPE a_total counter\na_total @N\nb{x=\"1\"} 1\nb{x=\"2\"} @N.5\n")
    body("empty", "")
    body("comments_only", "# one\n#two\n# HELP x\n# TYPE y\n")
    body("no_last_newline", "a 1\nb @N")
    body("crlf", "a 1\r\nb 2\r\n")
    body("tabs", "a\t1\nb\t{x=\"1\"}\t2\n\tc 3\n")
    body("blanks_in_braces", 'a{ x = "1" , y = "2" , } @N\n')
    body("blank_line", "a 1\n\n\nb 2\n")
    body("leading_blank", " a 1\n  b{x=\"1\"} 2\n")
    body("trailing_blank", "a 1 \nb 2\t\n")
    body("values", "a +Inf\nb -Inf\nc NaN\nd 1e308\ne 1e309\nf -0\ng 0x1p3\nh 1_000\n")
    body("values_case", "a inf\nb nan\nc INF\nd Infinity\ne +infinity\n")
    body("value_missing", "a 1\nb\nc 3\n")
    body("value_word", "a 1\nb one\nc 3\n")
    body("value_comma", "a 1,5\n")
    body("value_hex", "a 0x1F\nb 2\n")
    body("value_two", "a 1 2 3\n")
    body("value_plus", "a +1\nb -1\nc +@N\n")
    body("value_dots", "a .5\nb 5.\nc 1..2\n")
    body("value_exponent", "a 1e\n")
    body("name_digit", "1a 1\n")
    body("name_dash", "a-b 1\n")
    body("name_dot", "a.b 1\n")
    body("name_colon", "a:b:c 1\n:a 2\n")
    body("name_utf8", "ä 1\n")
    body("name_quoted", '{"a.b"} 1\n{"c d", x="1"} @N\n', TEXT1)
    body("name_quoted_in_text_0", '{"a.b"} 1\n{"c d", x="1"} @N\n')
    body("label_quoted", '{"a.b", "x y"="1"} 1\na{"x.z"="2"} @N\n', TEXT1)
    body("name_quoted_twice", '{"a.b", "c.d"} 1\n', TEXT1)
    body("name_quoted_last", '{x="1", "a.b"} @N\n', TEXT1)
    body("name_quoted_empty", '{""} 1\n', TEXT1)
    body("no_name", '{x="1"} 1\n')
    body("label_digit", 'a{1x="1"} 1\n')
    body("label_twice", 'a{x="1",x="2"} 1\n')
    body("label_empty_value", 'a{x=""} @N\na{y="1"} 2\n')
    body("label_name_label", 'a{__name__="b"} 1\n')
    body("label_reserved", 'a{__x__="1"} @N\n')
    body("label_unquoted", "a{x=1} 1\n")
    body("label_single_quotes", "a{x='1'} 1\n")
    body("label_open", 'a{x="1} 1\nb 2\n')
    body("label_no_comma", 'a{x="1"y="2"} 1\n')
    body("label_two_commas", 'a{x="1",,y="2"} 1\n')
    body("label_escapes", 'a{x="\\\\ \\" \\n \\t \\q"} @N\n')
    body("label_newline", 'a{x="1\n2"} 1\n')
    body("label_brace", 'a{x="}"} @N\nb{x="{,="} 2\n')
    body("label_utf8", 'a{x="äöü 😀"} @N\n')
    body("label_not_utf8", b'a{x="\xff\xfe"} 1\nb 2\n'.decode("utf-8", "surrogateescape"))
    body("label_long", 'a{x="' + "y" * 20_000 + '"} @N\n')
    body("brace_open", "a{ 1\n")
    body("brace_only", "a{} @N\nb{,} 2\n")
    body("duplicate_same", "a 1\na 1\nb @N\n")
    body("duplicate_other", "a 1\na 2\nb @N\n")
    body("duplicate_times", "a 1 @T000\na 2 @T500\n")
    body("instance_label", 'a{instance="mine",job="yours"} @N\n')
    body("instance_honoured", 'a{instance="mine",job="yours"} @N\n', job="honor_labels: true")
    body("exported", 'a{exported_instance="e",instance="mine"} @N\n')
    body("help_type_odd", "# TYPE a gauge\n# TYPE a counter\na 1\n# HELP a \\\\ \\n x\n# TYPE b unknownkind\nb 2\n")
    body("type_after", "a 1\n# TYPE a counter\nb 2\n")
    body("type_bad_case", "# TYPE a COUNTER\na 1\n")
    body("comment_strange", "#\n# \n#HELP a x\n# TYPE\na 1\n")
    body("nul", "a 1\n\0b 2\n")
    body("nul_in_label", 'a{x="\0"} 1\n')
    body("html", "<html><body>404</body></html>\n", "text/html")
    body("json", '{"a": 1}\n', "application/json")
    body("no_type", "a @N\n", "")
    body("no_type_fallback", "a @N\n", "", job="fallback_scrape_protocol: PrometheusText0.0.4")
    body("type_garbage", "a @N\n", ";;;")
    body("status_500", "a 1\n", headers={":status": "500"})
    body("status_204", "", headers={":status": "204"})
    body("gzip", lambda n: gzip.compress(f"a {n}\nb 2\n".encode()), headers={"Content-Encoding": "gzip"})
    body("gzip_false", "a 1\n", headers={"Content-Encoding": "gzip"})
    body("gzip_cut", lambda n: gzip.compress(f"a {n}\nb 2\n".encode() * 50)[:-9], headers={"Content-Encoding": "gzip"})
    body("encoding_unknown", "a 1\n", headers={"Content-Encoding": "br"})


def times():
    body("time", "a 1 @T000\nb @N @T500\nc 3\n")
    body("time_ignored", "a 1 @T000\nb @N\n", job="honor_timestamps: false")
    body("time_tracked", lambda n: "a 1 @T000\n" if n % 5 < 3 else "b 1\n", job="track_timestamps_staleness: true")
    body("time_gone", lambda n: "a 1 @T000\nc 1\n" if n % 5 < 3 else "b 1\n")
    body("time_same", lambda n: f"a {n} {BEGIN}000\nb 1 {BEGIN}000\n")
    body("time_far", "a 1 99999999999999\nb @N\n")
    body("time_too_far", "a 1 99999999999999999999\n")
    body("time_negative", "a 1 -1000\nb @N\n")
    body("time_fraction", "a 1 1.5\nb 2\n")
    body("time_backwards", lambda n: f"a {n} {BEGIN - n}000\nb {n}\n")


def coming_and_going():
    body("every_second", lambda n: "a 1\n" if n % 2 else "a 1\nb 2\n")
    body("one_of_five", lambda n: f"s{n % 5} {n}\n")
    body("broken_at_times", lambda n: "a 1\nb 2\nc 3\n" if n % 4 else "a 1\nb x\nc 3\n")
    body("broken_new_line", lambda n: "a 1\n" if n % 4 else f"a 1\nnew{n} 1\n!\n")
    body("broken_last", lambda n: "a 1\nb 2\nc 3\n" if n % 4 else "a 1\nb 2\nc")
    body("empty_at_times", lambda n: "a 1\nb 2\n" if n % 3 else "")
    body("error_at_times", lambda n: "a 1\nb 2\n", headers={":status": "every third 503"})
    body("html_at_times", lambda n: "a 1\nb 2\n" if n % 3 else "<html>\n")
    body("grows", lambda n: "".join(f'a{{i="{i}"}} {n}\n' for i in range(n % 17)))
    body("reordered", lambda n: "".join(f'a{{i="{(i * 7 + n) % 23}"}} {i}\n' for i in range(23)))
    body("nan_at_times", lambda n: f"a {'NaN' if n % 3 == 0 else n}\n")
    body("stale_by_hand", lambda n: "a NaN\n")
    body("spelled_differently", lambda n: 'a{x="1",y="2"} 1\n' if n % 2 else 'a{y="2",x="1"} 1\n')
    body("spaces_differ", lambda n: "a 1\n" if n % 2 else "a  1\n")


def limits():
    many = "".join(f'a{{i="{i}"}} @N\n' for i in range(20))
    body("sample_limit", many, job="sample_limit: 10")
    body("sample_limit_not_reached", many, job="sample_limit: 20")
    body("sample_limit_at_times", lambda n: many if n % 3 == 0 else "a 1\nb 2\n", job="sample_limit: 10")
    body("label_limit", 'a{b="1",c="2",d="3"} 1\n', job="label_limit: 4")
    body("label_name_limit", 'a{abcdefghijklm="1"} 1\n', job="label_name_length_limit: 10")
    body("label_value_limit", 'a{b="1234567890123456789012345"} 1\n', job="label_value_length_limit: 20")
    body("body_limit", many, job="body_size_limit: 100B")
    body("body_limit_gzip", lambda n: gzip.compress(b"a 1\n" * 999), job="body_size_limit: 1KB", headers={"Content-Encoding": "gzip"})
    keep = "metric_relabel_configs: [{source_labels: [i], regex: '1.*', action: keep}]"
    body("relabel_keep", many, job=keep)
    body("relabel_keep_limit", many, job=keep + "\n  sample_limit: 11")
    body("relabel_same", many, job="metric_relabel_configs: [{regex: i, action: labeldrop}]")
    body("relabel_name", many, job="metric_relabel_configs: [{target_label: __name__, replacement: renamed}]")
    body("relabel_no_name", many, job="metric_relabel_configs: [{target_label: __name__, replacement: ''}]")


def openmetrics():
    body("om", "# TYPE a counter\n# UNIT a_seconds seconds\na_total @N\n# EOF\n", OM)
    body("om_created", "# TYPE a counter\na_total @N\na_created 1.5\n# EOF\n", OM)
    body("om_time", "# TYPE a gauge\na @N @T.25\n# EOF\n", OM)
    body("om_no_eof", "# TYPE a gauge\na 1\n", OM)
    body("om_after_eof", "a 1\n# EOF\nb 2\n", OM)
    body("om_eof_no_newline", "a @N\n# EOF", OM)
    body("om_exemplar", '# TYPE a counter\na_total @N # {trace_id="x"} 1 @T.5\n# EOF\n', OM)
    body("om_exemplar_broken", '# TYPE a counter\na_total 1 # {trace_id="x" 1\n# EOF\n', OM)
    body("om_blank_line", "a 1\n\n# EOF\n", OM)
    body("om_comment", "# a comment\na 1\n# EOF\n", OM)
    body("om_two_blanks", "a  1\n# EOF\n", OM)
    body("om_info", "# TYPE a info\na_info{x=\"1\"} 1\n# TYPE s stateset\ns{s=\"on\"} @N\n# EOF\n", OM)
    body("om_unit_wrong", "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n", OM)
    body("om_name_quoted", '{"a.b",x="1"} @N\n# EOF\n', OM)
    body("om_nan_timestamp", "a 1 NaN\n# EOF\n", OM)
    buckets = "".join(f'h_bucket{{le="{le}"}} {i}@N\n' for i, le in enumerate(("0.1", "1", "10", "+Inf")))
    body("om_histogram", f"# TYPE h histogram\n{buckets}h_sum 1\nh_count 3@N\n# EOF\n", OM)
    body("le_normal", 'h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 2\ns{quantile="1"} @N\n', "text/plain; version=0.0.4")
    classic = f"# TYPE h histogram\n{buckets}h_sum 1\nh_count 3@N\n"
    body("histogram", classic)
    body("nhcb", classic, job="convert_classic_histograms_to_nhcb: true")
    body("nhcb_and_classic", classic, job="convert_classic_histograms_to_nhcb: true\n  always_scrape_classic_histograms: true")
    body("histogram_no_inf", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count @N\n", job="convert_classic_histograms_to_nhcb: true")
    body("histogram_falling", '# TYPE h histogram\nh_bucket{le="1"} 5\nh_bucket{le="2"} 3\nh_bucket{le="+Inf"} 6\nh_count 6\n', job="convert_classic_histograms_to_nhcb: true")


for add in (plain_text, times, coming_and_going, limits, openmetrics):
    add()
