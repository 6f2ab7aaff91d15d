// SPDX-License-Identifier: Apache-2.0

/**
 * Discovery by DNS, {@code dns_sd_configs}: each record of some names is a target.
 *
 * <p>Queries go through dnsjava, the DNS library of the Java field, not through the JDK's JNDI
 * provider. A discovery must tell "there is no such name", which ends targets, from "a server has a
 * problem", which keeps them, server by server and search domain by search domain; it must ask with
 * EDNS, so that a service with many instances does not need TCP each time; and it must see all
 * records of an answer, those behind a CNAME too. JNDI folds the first into exceptions, has no
 * EDNS, and hands out attributes of one name as text.
 *
 * <p>What is asked: {@code /etc/resolv.conf} is read for each round, and its name servers, search
 * list and {@code ndots} count as they do for other programs (and for Prometheus).
 */
@NullMarked
package io.narthex.discovery.dns;

import org.jspecify.annotations.NullMarked;
