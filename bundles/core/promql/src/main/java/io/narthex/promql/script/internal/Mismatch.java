// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

/**
 * What was expected and what was found instead.
 *
 * @param expected the expectation, in words or in the script's notation
 * @param got the finding
 */
public record Mismatch(String expected, String got) {}
