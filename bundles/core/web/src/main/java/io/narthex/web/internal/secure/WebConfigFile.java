// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.config.ConfigException;
import io.narthex.config.material.WatchedFile;
import io.narthex.config.web.WebConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web configuration as its file has it now. A file that turned bad leaves the last good one in
 * force and is logged once; so does one that switches TLS on or off or changes what is fixed at the
 * start. Safe for several threads.
 */
public final class WebConfigFile {

  private static final Logger LOG = LoggerFactory.getLogger(WebConfigFile.class);

  private final Path path;
  private final WatchedFile file;
  private String text;
  private WebConfig good;
  private String told = "";

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be used; the message names file, line, column and remedy
   */
  public WebConfigFile(Path path) throws IOException {
    this.path = path;
    file = new WatchedFile(path);
    try {
      text = file.read();
      good = WebConfig.read(path);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Returns the configuration in force; the same object as before when nothing changed. */
  public synchronized WebConfig read() {
    try {
      String now = file.read();
      if (!now.equals(text)) {
        take(WebConfig.read(path));
        text = now;
        told = "";
      }
    } catch (ConfigException | IOException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(told)) {
        LOG.error("The web configuration of before stays in force: {}", problem);
        told = problem;
      }
    }
    return good;
  }

  private void take(WebConfig now) throws IOException {
    if (now.tlsServerConfig().enabled() != good.tlsServerConfig().enabled()) {
      throw new IOException(
          path + ": TLS is switched on or off at the start only; restart the server");
    }
    if (!Objects.equals(now.httpServerConfig().http2(), good.httpServerConfig().http2())
        || !now.rateLimit().equals(good.rateLimit())) {
      LOG.warn("{}: http2 and rate_limit are taken at the start only; restart the server", path);
    }
    good = now;
    LOG.info("The web configuration {} was read again", path);
  }

  /** Returns where it is read from. */
  public Path path() {
    return path;
  }
}
