// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.BuildInfo;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Which build runs. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/buildinfo")
public final class BuildInfoServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient BuildInfo build;

  /** An endpoint that reads the build from framework properties. */
  @Activate
  public BuildInfoServlet(BundleContext context) {
    this(BuildInfo.read(context::getProperty));
  }

  BuildInfoServlet(BuildInfo build) {
    super(false);
    this.build = build;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    return Answer.of(json -> write(json, build));
  }

  static void write(JsonStream json, BuildInfo build) throws IOException {
    json.beginObject().name("version").value(build.version());
    json.name("revision").value(build.revision());
    json.name("branch").value("").name("buildUser").value("");
    json.name("buildDate").value("").name("goVersion").value(build.java()).endObject();
  }
}
