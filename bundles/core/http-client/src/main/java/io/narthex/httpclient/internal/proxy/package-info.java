// SPDX-License-Identifier: Apache-2.0

/** Which proxy a call goes through, by the rules of Go's httpproxy package. */
@NullMarked
package io.narthex.httpclient.internal.proxy;

import org.jspecify.annotations.NullMarked;
