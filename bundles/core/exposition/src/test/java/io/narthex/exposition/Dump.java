// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.ExpositionReader.Entry;
import java.util.ArrayList;
import java.util.List;

/** Writes the entries of a reader as lines that a test can compare. */
final class Dump {

  private Dump() {}

  static List<String> of(ExpositionReader r) throws ExpositionException {
    List<String> out = new ArrayList<>();
    for (Entry e = r.next(); e != Entry.END; e = r.next()) {
      out.add(
          switch (e) {
            case SAMPLE -> r.labels() + " " + r.value() + suffix(r);
            case HISTOGRAM -> r.labels() + " " + r.histogram() + suffix(r);
            case TYPE -> "TYPE " + r.family() + " " + r.type();
            case HELP -> "HELP " + r.family() + " [" + r.help() + "]";
            case UNIT -> "UNIT " + r.family() + " [" + r.unit() + "]";
            case COMMENT -> "COMMENT [" + r.help() + "]";
            case END -> throw new IllegalStateException("END is not in the loop");
          });
    }
    return out;
  }

  private static String suffix(ExpositionReader r) throws ExpositionException {
    return (r.hasTimestamp() ? " @" + r.timestampMs() : "")
        + (r.startTimestampMs() != 0 ? " since " + r.startTimestampMs() : "")
        + (r.exemplars().isEmpty() ? "" : " " + r.exemplars());
  }
}
