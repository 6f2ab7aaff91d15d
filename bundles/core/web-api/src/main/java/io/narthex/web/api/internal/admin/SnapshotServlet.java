// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.admin;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.GoNumbers;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Copies the stored data into a folder of its own below the data folder. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/admin/tsdb/snapshot")
public final class SnapshotServlet extends AdminServlet {

  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final transient ServerParts parts;
  private final transient Path snapshots;

  /** An endpoint that asks the storage engine. */
  @Activate
  public SnapshotServlet(@Reference ServerParts parts, BundleContext context) {
    this(parts, context::getProperty);
  }

  SnapshotServlet(ServerParts parts, UnaryOperator<@Nullable String> property) {
    super(property);
    this.parts = parts;
    String data = property.apply("narthex.storage.tsdb.path");
    this.snapshots = Path.of(data == null ? "data" : data).resolve("snapshots");
  }

  @Override
  protected Answer change(Parameters parameters) {
    boolean skipHead = bool(parameters.text("skip_head"));
    StorageEngine storage = parts.storage();
    String name =
        TIME.format(Instant.now())
            + String.format("-%016x", ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE);
    Path folder = snapshots.resolve(name);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ApiException(ErrorType.INTERNAL, "create snapshot directory: " + e, e);
    }
    try {
      storage.snapshot(folder, !skipHead);
    } catch (IOException e) {
      throw new ApiException(ErrorType.INTERNAL, "create snapshot: " + e.getMessage(), e);
    }
    return Answer.of(json -> json.beginObject().name("name").value(name).endObject());
  }

  /** Reads what Go takes for true and false. */
  private static boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "", "0", "f", "F", "FALSE", "false", "False" -> false;
      default ->
          throw ApiException.invalidParameter(
              "skip_head",
              "unable to parse boolean: strconv.ParseBool: parsing "
                  + GoNumbers.quote(text)
                  + ": invalid syntax");
    };
  }
}
