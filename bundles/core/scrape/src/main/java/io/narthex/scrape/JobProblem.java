// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

/**
 * Something that a job waits for, or that went wrong in it beside scrapes.
 *
 * @param scrapePool the job's name
 * @param waiting whether it will be well by itself once a plug-in or exporter arrives
 * @param reason a sentence for the operator, {@code waiting for discovery plug-in foo} for instance
 */
public record JobProblem(String scrapePool, boolean waiting, String reason) {}
