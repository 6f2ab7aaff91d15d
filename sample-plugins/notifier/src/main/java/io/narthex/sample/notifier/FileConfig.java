// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.notifier;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Required;
import io.narthex.spi.config.TemplateText;
import java.nio.file.Path;

/**
 * An entry of a receiver's {@code sample_configs}.
 *
 * @param file the file to append to
 * @param text the text of a notification
 */
@Doc("Appends notifications to a file, one line of JSON each.")
public record FileConfig(
    @Required @Doc("The file to append to; its folder must exist.") Path file,
    @Doc("The text, with Go template actions; group and summary when absent.") TemplateText text) {

  /** The host gives null for what is absent. */
  public FileConfig {
    if (text == null) {
      text =
          new TemplateText(
              "{{ .GroupLabels.SortedPairs.Values | join \" \" }} {{ .CommonAnnotations.summary }}");
    }
  }
}
