// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class UiServletTest {

  @Test
  void servesThePageWithoutCachingIt() throws Exception {
    FakeExchange page = exchange("GET", "/query", Map.of());
    assertThat(page.status).isEqualTo(200);
    assertThat(page.headers)
        .containsEntry("Content-Type", "text/html; charset=utf-8")
        .containsEntry("Content-Length", Integer.toString(page.body.size()))
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("Vary", "Accept-Encoding")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsKeys("ETag", "Content-Security-Policy")
        .doesNotContainKey("Content-Encoding");
    assertThat(page.body.toString(StandardCharsets.UTF_8)).contains("<div id=\"root\">");
  }

  @Test
  void servesThePageAtTheRootAndLeadsThereWhenItsSlashIsMissing() throws Exception {
    assertThat(exchange("GET", "/", Map.of()).status).isEqualTo(200);
    FakeExchange bare = exchange("GET", "", Map.of());
    assertThat(bare.status).isEqualTo(302);
    assertThat(bare.headers).containsEntry("Location", "/prefix/?g0.expr=up");
  }

  @Test
  void sendsTheCompressedCopyWhenItIsAccepted() throws Exception {
    FakeExchange plain = exchange("GET", "/query", Map.of());
    FakeExchange packed = exchange("GET", "/query", Map.of("Accept-Encoding", "gzip, br"));
    assertThat(packed.headers)
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Content-Length", Integer.toString(packed.body.size()));
    assertThat(packed.headers.get("ETag")).isNotEqualTo(plain.headers.get("ETag"));
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed.body.toByteArray()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body.toByteArray());
    }
  }

  @Test
  void sendsNothingToWhoHasItAlready() throws Exception {
    String etag = exchange("GET", "/", Map.of()).headers.get("ETag");
    FakeExchange again = exchange("GET", "/", Map.of("If-None-Match", etag));
    assertThat(again.status).isEqualTo(304);
    assertThat(again.body.size()).isZero();
    assertThat(again.headers).containsEntry("ETag", etag);
  }

  @Test
  void letsHashedFilesBeKeptForEver() throws Exception {
    String page = exchange("GET", "/", Map.of()).body.toString(StandardCharsets.UTF_8);
    int start = page.indexOf("./assets/") + 1;
    String script = page.substring(start, page.indexOf('"', start));
    assertThat(exchange("GET", script, Map.of()).headers.get("Cache-Control"))
        .contains("immutable");
  }

  @Test
  void answersHeadLikeGetWithoutBody() throws Exception {
    for (String path : new String[] {"/targets", "/favicon.svg", "/api/v1/nothing"}) {
      FakeExchange get = exchange("GET", path, Map.of());
      FakeExchange head = exchange("HEAD", path, Map.of());
      assertThat(head.status).as(path).isEqualTo(get.status);
      assertThat(head.headers).as(path).isEqualTo(get.headers);
      assertThat(head.body.size()).as(path).isZero();
    }
  }

  @Test
  void redirectsBelowThePrefixAndKeepsTheQueryPart() throws Exception {
    FakeExchange moved = exchange("GET", "/graph/", Map.of());
    assertThat(moved.status).isEqualTo(302);
    assertThat(moved.headers).containsEntry("Location", "/prefix/graph?g0.expr=up");
  }

  @Test
  void answersPlainTextToWhatIsNotThere() throws Exception {
    FakeExchange missing = exchange("GET", "/api/v1/nothing", Map.of());
    assertThat(missing.status).isEqualTo(404);
    assertThat(missing.headers).containsEntry("Content-Type", "text/plain; charset=utf-8");
    assertThat(missing.body.toString(StandardCharsets.UTF_8)).startsWith("There is neither");
  }

  private static FakeExchange exchange(String method, String path, Map<String, String> headers)
      throws IOException, ServletException {
    FakeExchange exchange = new FakeExchange(method, path, headers);
    new UiServlet().service(exchange.request(), exchange.response());
    return exchange;
  }
}
