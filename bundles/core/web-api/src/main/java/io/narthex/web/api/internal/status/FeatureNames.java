// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import java.util.List;

/** The names that upstream gives to features, by category, where they are lists. */
final class FeatureNames {

  /** What queries can do always. */
  static final List<String> QUERIES =
      List.of(
          "at_modifier",
          "bool",
          "by",
          "duration_expr",
          "group_left",
          "group_right",
          "ignoring",
          "negative_offset",
          "offset",
          "on",
          "per_query_lookback_delta",
          "subqueries",
          "without");

  /** Operators and aggregations. */
  static final List<String> OPERATORS =
      List.of(
          "!=",
          "!~",
          "%",
          "*",
          "+",
          "-",
          "/",
          "<",
          "</",
          "<=",
          "==",
          "=~",
          ">",
          ">/",
          ">=",
          "@",
          "^",
          "and",
          "atan2",
          "avg",
          "bottomk",
          "count",
          "count_values",
          "group",
          "max",
          "min",
          "or",
          "quantile",
          "stddev",
          "stdvar",
          "sum",
          "topk",
          "unless");

  /** Aggregations that upstream calls experimental whatever is enabled. */
  static final List<String> EXPERIMENTAL_OPERATORS = List.of("limit_ratio", "limitk");

  /** Kinds of discoveries. */
  static final List<String> DISCOVERIES =
      List.of(
          "aws",
          "azure",
          "consul",
          "digitalocean",
          "dns",
          "docker",
          "dockerswarm",
          "ec2",
          "ecs",
          "elasticache",
          "eureka",
          "file",
          "gce",
          "hetzner",
          "http",
          "ionos",
          "kubernetes",
          "kuma",
          "lightsail",
          "linode",
          "marathon",
          "msk",
          "nerve",
          "nomad",
          "oci",
          "openstack",
          "outscale",
          "ovhcloud",
          "puppetdb",
          "rds",
          "scaleway",
          "serverset",
          "stackit",
          "triton",
          "uyuni",
          "vultr");

  /** What templates can call. */
  static final List<String> TEMPLATE_FUNCTIONS =
      List.of(
          "args",
          "externalURL",
          "first",
          "graphLink",
          "humanize",
          "humanize1024",
          "humanizeDuration",
          "humanizePercentage",
          "humanizeTimestamp",
          "label",
          "match",
          "now",
          "parseDuration",
          "pathPrefix",
          "query",
          "reReplaceAll",
          "safeHtml",
          "sortByLabel",
          "stripDomain",
          "stripPort",
          "strvalue",
          "tableLink",
          "title",
          "toDuration",
          "toLower",
          "toTime",
          "toUpper",
          "urlQueryEscape",
          "value");

  private FeatureNames() {}
}
