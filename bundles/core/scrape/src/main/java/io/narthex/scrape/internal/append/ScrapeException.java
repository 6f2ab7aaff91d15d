// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.io.Serial;

/** A scrape failed; the message is what operators see with the target. */
public final class ScrapeException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What failed, for metrics. */
  public enum Kind {
    /** The target could not be asked, or did not answer well. */
    TARGET,
    /** The body is larger than allowed. */
    BODY_SIZE_LIMIT,
    /** The body breaks its format or holds an invalid series. */
    CONTENT,
    /** There are more samples than allowed. */
    SAMPLE_LIMIT,
    /** A series has more or longer labels than allowed. */
    LABEL_LIMIT,
    /** The job has more targets than allowed. */
    TARGET_LIMIT,
    /** Nothing can be stored. */
    STORAGE
  }

  private final Kind kind;

  /** A failure with a message for operators. */
  public ScrapeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure with what lies beneath. */
  public ScrapeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what failed. */
  public Kind kind() {
    return kind;
  }
}
