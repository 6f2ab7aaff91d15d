// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.io.Serial;

/** A call got no whole answer; the message is a sentence for the operator without any secret. */
public final class HttpFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** How far a call came. */
  public enum Phase {
    /** A setting cannot be used, or a file that it names cannot be read. */
    SETTINGS("settings"),
    /** No token could be had. */
    TOKEN("token"),
    /** The name of the host or of the proxy could not be resolved. */
    RESOLVE("resolve"),
    /** There was no connection to the host or the proxy. */
    CONNECT("connect"),
    /** The proxy would not lead to the host. */
    PROXY("proxy"),
    /** The two sides did not agree on TLS, or a certificate was refused. */
    TLS("tls"),
    /** The request was not answered by a head of HTTP. */
    HEAD("request"),
    /** The redirects led nowhere. */
    REDIRECT("redirect"),
    /** The body did not come whole. */
    BODY("body");

    private final String text;

    Phase(String text) {
      this.text = text;
    }

    /** Returns the phase's name in messages and APIs. */
    public String text() {
      return text;
    }
  }

  private final Phase phase;
  private final boolean timeout;

  /** A failure with a message for operators. */
  public HttpFailure(Phase phase, String message) {
    super(message);
    this.phase = phase;
    this.timeout = false;
  }

  /**
   * A failure with what lies beneath.
   *
   * @param timeout whether the time was up
   */
  public HttpFailure(Phase phase, String message, boolean timeout, Throwable cause) {
    super(message, cause);
    this.phase = phase;
    this.timeout = timeout;
  }

  /** Returns how far the call came. */
  public Phase phase() {
    return phase;
  }

  /** Returns whether the time was up. */
  public boolean timeout() {
    return timeout;
  }
}
