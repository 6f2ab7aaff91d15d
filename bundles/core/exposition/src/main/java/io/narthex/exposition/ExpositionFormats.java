// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.CustomBucketReader;
import io.narthex.exposition.internal.HistogramLines;
import io.narthex.exposition.internal.OpenMetricsReader;
import io.narthex.exposition.internal.TextReader;
import io.narthex.exposition.internal.proto.ProtobufReader;

/** Makes the reader of a body. */
public final class ExpositionFormats {

  private ExpositionFormats() {}

  /**
   * Reads the Prometheus text format, 0.0.4 or 1.0.0, with the default options.
   *
   * @param body holds the body from its first byte on; never changed, and not copied when the body
   *     ends with a line feed
   * @param length the body's bytes
   */
  public static ExpositionReader text(byte[] body, int length) {
    return reader(Format.TEXT, body, length, ReaderOptions.DEFAULT);
  }

  /**
   * Reads a body in a format, see {@link FormatChoice} for how to find it.
   *
   * @param format the body's format
   * @param body holds the body from its first byte on; never changed
   * @param length the body's bytes
   * @param options what to read in which way
   */
  public static ExpositionReader reader(
      Format format, byte[] body, int length, ReaderOptions options) {
    return reader(format, body, length, options, memory());
  }

  /** Returns a memory without anything in it, for the bodies of one target. */
  public static ReaderMemory memory() {
    return new HistogramLines();
  }

  /**
   * Reads a body of a target of which others were read before.
   *
   * @param format the body's format
   * @param body holds the body from its first byte on; never changed
   * @param length the body's bytes
   * @param options what to read in which way
   * @param memory from {@link #memory}, kept for the target
   */
  public static ExpositionReader reader(
      Format format, byte[] body, int length, ReaderOptions options, ReaderMemory memory) {
    ExpositionReader reader =
        switch (format) {
          case TEXT -> TextReader.of(body, length, options.typeAndUnitLabels());
          case OPENMETRICS ->
              OpenMetricsReader.of(
                  body, length, options.typeAndUnitLabels(), options.skipCreatedSeries());
          case PROTOBUF -> new ProtobufReader(body, length, options);
        };
    // What protobuf has, it converts itself: there a histogram is one message.
    return options.convertClassicHistograms() && format != Format.PROTOBUF
        ? new CustomBucketReader(reader, options, (HistogramLines) memory)
        : reader;
  }
}
