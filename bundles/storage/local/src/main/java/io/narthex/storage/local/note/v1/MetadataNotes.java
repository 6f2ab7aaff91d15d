// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.note.v1;

import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.codec.v1.ByteSource;

/**
 * The notes of {@code metadata.nxm}: a byte, 1 when some target begins to say this of a family and
 * 0 when none says it any more; then family, type (the name of the constant), unit and help, each a
 * text: the count of bytes as a varint, then UTF-8.
 */
public final class MetadataNotes {

  private MetadataNotes() {}

  /** Takes in what a file holds. */
  @FunctionalInterface
  public interface Reader {

    /** Some target says this from now on, or none does. */
    void metadata(MetricMetadata metadata, boolean said);
  }

  /** Adds a note. */
  public static void add(NoteLog log, MetricMetadata metadata, boolean said) {
    log.add(content -> write(content, metadata, said));
  }

  private static void write(ByteSink content, MetricMetadata metadata, boolean said) {
    content.put(said ? 1 : 0);
    NoteTexts.write(content, metadata.family());
    NoteTexts.write(content, metadata.type().name());
    NoteTexts.write(content, metadata.unit());
    NoteTexts.write(content, metadata.help());
  }

  /** Returns what reads the notes; a type that is not known is read as unknown. */
  public static NoteLog.Reader reader(Reader reader) {
    return content -> read(content, reader);
  }

  private static void read(ByteSource content, Reader reader) {
    boolean said = content.get() == 1;
    String family = NoteTexts.read(content);
    MetricType type = type(NoteTexts.read(content));
    String unit = NoteTexts.read(content);
    reader.metadata(new MetricMetadata(family, type, unit, NoteTexts.read(content)), said);
  }

  private static MetricType type(String name) {
    for (MetricType type : MetricType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return MetricType.UNKNOWN;
  }
}
