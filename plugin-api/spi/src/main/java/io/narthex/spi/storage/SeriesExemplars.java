// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import java.util.List;

/**
 * The exemplars of one series.
 *
 * @param series the series' labels
 * @param exemplars its exemplars, oldest first
 */
public record SeriesExemplars(Labels series, List<Exemplar> exemplars) {

  public SeriesExemplars {
    exemplars = List.copyOf(exemplars);
  }
}
