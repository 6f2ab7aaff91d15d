// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.config.ConfigService;
import io.narthex.config.ReloadStatus;
import io.narthex.config.model.ByteSize;
import io.narthex.config.model.RetentionConfig;
import io.narthex.spi.config.Durations;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * How the process runs. Members that name parts of Go hold the nearest figure of the Java machine.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/runtimeinfo")
public final class RuntimeInfoServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;
  private final transient RetentionConfig ofFlags;

  /** An endpoint that asks the configuration and the Java machine. */
  @Activate
  public RuntimeInfoServlet(@Reference ServerParts parts, BundleContext context) {
    this(parts, context::getProperty);
  }

  RuntimeInfoServlet(ServerParts parts, UnaryOperator<@Nullable String> property) {
    super(false);
    this.parts = parts;
    this.ofFlags = RetentionConfig.ofFlags(property);
  }

  /** Returns the limits that the configuration file sets, or else the command line. */
  private String retention(@Nullable ConfigService configuration) {
    RetentionConfig own =
        configuration == null
            ? null
            : configuration.current().config().storage().tsdb().retention();
    RetentionConfig present = own == null ? ofFlags : own;
    StringJoiner limits = new StringJoiner(" or ");
    if (!present.time().isZero()) {
      limits.add(Durations.format(present.time()));
    }
    if (!present.size().equals(ByteSize.NONE)) {
      limits.add(present.size().toString());
    }
    if (present.percentage() > 0) {
      limits.add(
          BigDecimal.valueOf(present.percentage()).stripTrailingZeros().toPlainString() + "%");
    }
    return limits.toString();
  }

  @Override
  protected Answer answer(Parameters parameters) {
    ConfigService configuration = parts.configurationIfAny();
    ReloadStatus reload = configuration == null ? null : configuration.status();
    StorageEngine storage = parts.storageIfAny();
    Instant loaded = reload == null ? null : reload.lastSuccess();
    return Answer.of(
        json -> {
          Instant start = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
          json.beginObject().name("startTime").value(start.toString());
          json.name("CWD").value(Path.of("").toAbsolutePath().toString());
          json.name("hostname").value(hostName());
          json.name("serverTime").value(Instant.now().toString());
          json.name("reloadConfigSuccess").value(reload != null && reload.successful());
          json.name("lastConfigTime").value((loaded == null ? Instant.EPOCH : loaded).toString());
          json.name("corruptionCount").value(storage == null ? 0 : storage.corruptions());
          json.name("goroutineCount").value(ManagementFactory.getThreadMXBean().getThreadCount());
          json.name("GOMAXPROCS").value(Runtime.getRuntime().availableProcessors());
          json.name("GOMEMLIMIT").value(Runtime.getRuntime().maxMemory());
          json.name("GOGC").value("").name("GODEBUG").value("");
          json.name("storageRetention").value(retention(configuration)).endObject();
        });
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
