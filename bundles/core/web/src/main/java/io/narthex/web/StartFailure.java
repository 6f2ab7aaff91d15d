// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

/**
 * The server cannot do its work: a port is taken, a flag is wrong. Registered as an OSGi service
 * with the service property {@value #PROPERTY}, so that a launcher that knows no bundle's classes
 * finds the line by a filter on that property, prints it and exits with status 1.
 *
 * @param message one line that says what is wrong and the remedy
 */
public record StartFailure(String message) {

  /** The service property that holds the line. */
  public static final String PROPERTY = "narthex.start.failure";
}
