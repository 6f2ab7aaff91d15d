// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.note.v1;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.codec.v1.ByteSource;

/**
 * The notes of {@code exemplars.nxe}, one an exemplar, oldest first: the series' number as a
 * varint, the timestamp as a zigzag varint, the bits of the value in 8 bytes, the count of labels
 * as a varint, and for each label name and value, which are texts: the count of bytes as a varint,
 * then UTF-8.
 */
public final class ExemplarNotes {

  private ExemplarNotes() {}

  /** Takes in the exemplars that a file holds. */
  @FunctionalInterface
  public interface Reader {

    /** Reads an exemplar. */
    void exemplar(int series, Exemplar exemplar);
  }

  /** Adds a note. */
  public static void add(NoteLog log, int series, Exemplar exemplar) {
    log.add(content -> write(content, series, exemplar));
  }

  private static void write(ByteSink content, int series, Exemplar exemplar) {
    content.varint(series);
    content.zigzag(exemplar.timestampMs());
    content.word(Double.doubleToRawLongBits(exemplar.value()));
    Labels labels = exemplar.labels();
    content.varint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      NoteTexts.write(content, labels.name(i));
      NoteTexts.write(content, labels.value(i));
    }
  }

  /** Returns what reads the notes. */
  public static NoteLog.Reader reader(Reader reader) {
    return content -> read(content, reader);
  }

  private static void read(ByteSource content, Reader reader) {
    int series = (int) content.varint();
    long timestamp = content.zigzag();
    double value = Double.longBitsToDouble(content.word());
    String[] labels = new String[2 * (int) content.varint()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = NoteTexts.read(content);
    }
    reader.exemplar(series, new Exemplar(Labels.ofSorted(labels), value, timestamp));
  }
}
