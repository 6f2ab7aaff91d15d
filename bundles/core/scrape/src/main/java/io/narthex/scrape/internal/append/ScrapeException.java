// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A scrape failed; the message is what operators see with the target. */
public final class ScrapeException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What failed, for metrics. */
  public enum Kind {
    /** The target could not be asked, or did not answer well. */
    TARGET("request"),
    /** The body is larger than allowed. */
    BODY_SIZE_LIMIT("limit"),
    /** The body breaks its format or holds an invalid series. */
    CONTENT("parse"),
    /** There are more samples than allowed. */
    SAMPLE_LIMIT("limit"),
    /** A native histogram has more buckets than allowed. */
    HISTOGRAM_LIMIT("limit"),
    /** A series has more or longer labels than allowed. */
    LABEL_LIMIT("limit"),
    /** The job has more targets than allowed. */
    TARGET_LIMIT("limit"),
    /** Nothing can be stored. */
    STORAGE("storage");

    private final String phase;

    Kind(String phase) {
      this.phase = phase;
    }
  }

  private final Kind kind;
  private final String phase;

  /** A failure with a message for operators. */
  public ScrapeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.phase = kind.phase;
  }

  /** A failure with what lies beneath. */
  public ScrapeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.phase = kind.phase;
  }

  /**
   * A target that could not be asked.
   *
   * @param phase how far the scrape came, {@code connect} for instance
   */
  public ScrapeException(String phase, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Kind.TARGET;
    this.phase = phase;
  }

  /** Returns how far the scrape came, in a word. */
  public String phase() {
    return phase;
  }

  /** Returns what failed. */
  public Kind kind() {
    return kind;
  }
}
