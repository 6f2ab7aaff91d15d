// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import java.util.List;

/**
 * What an {@code eval} expects beside its values.
 *
 * @param ordered whether the order of the result counts
 * @param fail how the query must fail; at most one entry
 * @param warnings what the warnings must be; unchecked when empty
 * @param infos what the infos must be; unchecked when empty
 * @param noWarnings whether there must be no warning
 * @param noInfos whether there must be no info
 */
record Expectations(
    boolean ordered,
    List<MessageMatch> fail,
    List<MessageMatch> warnings,
    List<MessageMatch> infos,
    boolean noWarnings,
    boolean noInfos) {

  Expectations {
    fail = List.copyOf(fail);
    warnings = List.copyOf(warnings);
    infos = List.copyOf(infos);
  }
}
