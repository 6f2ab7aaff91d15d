// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.web.json.JsonStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an endpoint answers.
 *
 * @param data writes the member {@code data}
 * @param warnings what the client should know; left out when empty
 * @param infos lesser hints; left out when empty
 */
public record Answer(Data data, List<String> warnings, List<String> infos) {

  /** More annotations than this are cut, as upstream does. */
  private static final int MAX_ANNOTATIONS = 10;

  /** Says that a limit cut the result. */
  public static final String TRUNCATED = "results truncated due to limit";

  /** Writes a JSON value. */
  @FunctionalInterface
  public interface Data {

    /** Writes exactly one value. */
    void write(JsonStream json) throws IOException;
  }

  public Answer {
    warnings = cut(warnings, "warning");
    infos = cut(infos, "info");
  }

  /** An answer without annotations. */
  public static Answer of(Data data) {
    return new Answer(data, List.of(), List.of());
  }

  /** A list of texts, of which at most {@code limit} are shown; 0 shows all. */
  public static Answer texts(List<String> texts, int limit) {
    boolean tooMany = limit > 0 && texts.size() > limit;
    List<String> shown = tooMany ? texts.subList(0, limit) : texts;
    return new Answer(
        json -> json.texts(shown), tooMany ? List.of(TRUNCATED) : List.of(), List.of());
  }

  private static List<String> cut(List<String> annotations, String level) {
    if (annotations.size() <= MAX_ANNOTATIONS) {
      return List.copyOf(annotations);
    }
    List<String> kept = new ArrayList<>(annotations.subList(0, MAX_ANNOTATIONS));
    kept.add((annotations.size() - MAX_ANNOTATIONS) + " more " + level + " annotations omitted");
    return List.copyOf(kept);
  }
}
