// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import io.narthex.config.relabel.RelabelRule;
import io.narthex.spi.model.Labels;

/**
 * What one rule of a job made of a target's labels.
 *
 * @param rule the rule
 * @param output the labels behind the rule, empty once a rule has dropped the target
 * @param keep whether the target was still there behind the rule
 */
public record RelabelStep(RelabelRule rule, Labels output, boolean keep) {}
