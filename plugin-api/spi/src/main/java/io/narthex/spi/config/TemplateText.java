// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

import java.util.Objects;

/**
 * A text with Go template actions, as Alertmanager's receivers have them. A plug-in does not render
 * it itself; it asks the notification to.
 *
 * @param source the template's text
 */
public record TemplateText(String source) {

  public TemplateText {
    Objects.requireNonNull(source, "source");
  }
}
