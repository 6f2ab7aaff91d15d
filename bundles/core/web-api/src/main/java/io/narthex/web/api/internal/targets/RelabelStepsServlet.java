// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.narthex.config.relabel.RelabelRule;
import io.narthex.scrape.RelabelStep;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
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

/** What each relabelling rule of a job makes of a target's labels. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/targets/relabel_steps")
public final class RelabelStepsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public RelabelStepsServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    String pool = required(parameters, "scrapePool");
    String text = required(parameters, "labels");
    Labels labels;
    try {
      labels = read(text);
    } catch (IOException e) {
      throw new ApiException(ErrorType.BAD_DATA, "error parsing labels: " + e.getMessage(), e);
    }
    List<RelabelStep> steps;
    try {
      steps = parts.targets().relabelSteps(pool, labels);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ErrorType.BAD_DATA, "error retrieving scrape config: " + e.getMessage(), e);
    }
    return Answer.of(
        json -> {
          json.beginObject().name("steps").beginArray();
          for (RelabelStep step : steps) {
            json.beginObject().name("rule");
            rule(json, step.rule());
            json.name("output").labels(step.output());
            json.name("keep").value(step.keep()).endObject();
          }
          json.endArray().endObject();
        });
  }

  private static String required(Parameters parameters, String name) {
    String text = parameters.text(name);
    if (text.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "no " + name + " parameter provided");
    }
    return text;
  }

  private static Labels read(String text) throws IOException {
    LabelsBuilder out = new LabelsBuilder();
    try (JsonParser in = JSON.createParser(text)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("an object of label names and values is wanted");
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        if (in.nextToken() != JsonToken.VALUE_STRING) {
          throw new IOException("the value of \"" + name + "\" is no string");
        }
        out.set(name, in.getText());
      }
      if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
        throw new IOException("there is something behind the object");
      }
    }
    return out.build();
  }

  private static void rule(JsonStream json, RelabelRule rule) throws IOException {
    json.beginObject();
    if (!rule.sourceLabels().isEmpty()) {
      json.name("source_labels").texts(rule.sourceLabels());
    }
    json.name("separator").value(rule.separator());
    json.name("regex").value(rule.regex().source());
    if (rule.modulus() != 0) {
      json.name("modulus").value(rule.modulus());
    }
    if (!rule.targetLabel().isEmpty()) {
      json.name("target_label").value(rule.targetLabel());
    }
    json.name("replacement").value(rule.replacement());
    json.name("action").value(rule.action().text()).endObject();
  }
}
