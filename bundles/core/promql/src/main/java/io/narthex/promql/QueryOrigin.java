// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

/** Who asks a query; shown in the list of running queries and in the query log. */
public sealed interface QueryOrigin {

  /** The server itself, for something that has no name. */
  QueryOrigin INTERNAL = new Internal();

  /** The server itself. */
  record Internal() implements QueryOrigin {}

  /** The server itself, which wants no answer: such a query is neither counted nor logged. */
  record WarmUp() implements QueryOrigin {}

  /**
   * A request.
   *
   * @param clientAddress the client's address without its port
   * @param method GET or POST
   * @param path the path of the endpoint
   */
  record Http(String clientAddress, String method, String path) implements QueryOrigin {}

  /**
   * A rule.
   *
   * @param file the file that the rule's group stands in
   * @param group the group's name
   */
  record Rule(String file, String group) implements QueryOrigin {}
}
