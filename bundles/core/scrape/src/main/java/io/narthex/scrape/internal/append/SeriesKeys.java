// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

/**
 * How the entries of a {@link SeriesTable} are found again; what the keys are is the finder's own.
 */
interface SeriesKeys {

  /** Forgets an entry; nothing happens when it is not known. */
  void remove(int entry);

  /** Forgets all entries. */
  void clear();
}
