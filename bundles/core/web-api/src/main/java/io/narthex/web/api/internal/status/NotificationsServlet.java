// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What the operator should know of the server just now. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/notifications")
public final class NotificationsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient Notifications notifications;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public NotificationsServlet(@Reference ServerParts parts) {
    super(false);
    notifications = new Notifications(parts);
  }

  @Override
  protected Answer answer(Parameters parameters) {
    List<Notifications.Notification> active = notifications.active();
    return Answer.of(
        json -> {
          json.beginArray();
          for (Notifications.Notification notification : active) {
            write(json, notification, true);
          }
          json.endArray();
        });
  }

  static void write(JsonStream json, Notifications.Notification notification, boolean active)
      throws IOException {
    json.beginObject().name("text").value(notification.text());
    json.name("date").value(notification.date().toString());
    json.name("active").value(active).endObject();
  }
}
