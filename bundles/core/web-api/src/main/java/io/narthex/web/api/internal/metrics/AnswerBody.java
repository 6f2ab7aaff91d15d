// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.narthex.exposition.ContentCodings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** The body of what a scraper gets. */
final class AnswerBody {

  private AnswerBody() {}

  /**
   * Opens the body, compressed by zstd for a scraper that likes that best; gzip and Vary are the
   * server's. Closing it ends the answer.
   */
  static OutputStream open(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OutputStream plain = response.getOutputStream();
    if (!ContentCodings.prefersZstd(request.getHeader("Accept-Encoding"))) {
      return plain;
    }
    response.setHeader("Content-Encoding", "zstd");
    return new ZstdOutputStreamNoFinalizer(plain, RecyclingBufferPool.INSTANCE);
  }
}
