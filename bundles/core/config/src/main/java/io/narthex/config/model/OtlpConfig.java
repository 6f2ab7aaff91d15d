// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code otlp} section: how pushed OpenTelemetry metrics are translated.
 *
 * @param promoteAllResourceAttributes whether all resource attributes become labels
 * @param promoteResourceAttributes those that do
 * @param ignoreResourceAttributes those that do not, when all others do
 * @param translationStrategy how names are written
 * @param keepIdentifyingResourceAttributes whether target_info keeps service.*
 * @param convertHistogramsToNhcb whether explicit histograms become native ones
 * @param promoteScopeMetadata whether the scope becomes labels
 * @param labelNameUnderscoreSanitization default true
 * @param labelNamePreserveMultipleUnderscores default true
 */
public record OtlpConfig(
    boolean promoteAllResourceAttributes,
    List<String> promoteResourceAttributes,
    List<String> ignoreResourceAttributes,
    String translationStrategy,
    boolean keepIdentifyingResourceAttributes,
    @Key("convert_histograms_to_nhcb") boolean convertHistogramsToNhcb,
    boolean promoteScopeMetadata,
    @Nullable Boolean labelNameUnderscoreSanitization,
    @Nullable Boolean labelNamePreserveMultipleUnderscores) {

  private static final String DEFAULT_STRATEGY = "UnderscoreEscapingWithSuffixes";
  private static final Set<String> ESCAPING =
      Set.of(DEFAULT_STRATEGY, "UnderscoreEscapingWithoutSuffixes");
  private static final Set<String> UTF8 = Set.of("NoUTF8EscapingWithSuffixes", "NoTranslation");

  /** Nothing is set. */
  @SuppressWarnings("NullAway") // as the binder does
  public static final OtlpConfig DEFAULT =
      new OtlpConfig(false, null, null, null, false, false, false, null, null);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public OtlpConfig {
    promoteResourceAttributes =
        trimmed(
            "promote_resource_attributes", "promoted", Defaults.list(promoteResourceAttributes));
    ignoreResourceAttributes =
        trimmed("ignore_resource_attributes", "ignored", Defaults.list(ignoreResourceAttributes));
    translationStrategy =
        translationStrategy == null || translationStrategy.isEmpty()
            ? DEFAULT_STRATEGY
            : translationStrategy;
    labelNameUnderscoreSanitization =
        labelNameUnderscoreSanitization == null || labelNameUnderscoreSanitization;
    labelNamePreserveMultipleUnderscores =
        labelNamePreserveMultipleUnderscores == null || labelNamePreserveMultipleUnderscores;
    if (promoteAllResourceAttributes && !promoteResourceAttributes.isEmpty()) {
      throw new InvalidKeyException(
          "promote_resource_attributes",
          "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be"
              + " configured simultaneously");
    }
    if (!promoteAllResourceAttributes && !ignoreResourceAttributes.isEmpty()) {
      throw new InvalidKeyException(
          "ignore_resource_attributes",
          "'ignore_resource_attributes' cannot be configured unless"
              + " 'promote_all_resource_attributes' is true");
    }
    if (!ESCAPING.contains(translationStrategy) && !UTF8.contains(translationStrategy)) {
      throw new InvalidKeyException(
          "translation_strategy",
          "unsupported OTLP translation strategy \"" + translationStrategy + "\"");
    }
  }

  /** Returns whether the strategy keeps characters that only the UTF-8 scheme allows. */
  public boolean needsUtf8() {
    return UTF8.contains(translationStrategy);
  }

  private static List<String> trimmed(String key, String adjective, List<String> attributes) {
    List<String> out = new ArrayList<>();
    for (String attribute : attributes) {
      String trimmed = attribute.strip();
      if (trimmed.isEmpty()) {
        throw new InvalidKeyException(
            key, "invalid '" + key + "': empty " + adjective + " OTel resource attribute");
      }
      if (out.contains(trimmed)) {
        throw new InvalidKeyException(
            key,
            "invalid '"
                + key
                + "': duplicated "
                + adjective
                + " OTel resource attribute \""
                + trimmed
                + "\"");
      }
      out.add(trimmed);
    }
    return List.copyOf(out);
  }
}
