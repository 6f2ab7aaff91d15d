// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.spi.storage.StoragePartition;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The parts in which samples are stored, in the form of Prometheus' block metadata. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/tsdb/blocks")
public final class TsdbBlocksServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public TsdbBlocksServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    List<StoragePartition> partitions = parts.storage().partitions();
    return Answer.of(
        json -> {
          json.beginObject().name("blocks").beginArray();
          for (StoragePartition partition : partitions) {
            String ulid = PartitionUlid.of(partition);
            json.beginObject().name("ulid").value(ulid);
            json.name("minTime").value(partition.minTimeMs());
            // Prometheus' end is the first millisecond behind the block.
            json.name("maxTime").value(partition.maxTimeMs() + 1);
            json.name("stats").beginObject();
            json.name("numSeries").value(partition.series());
            json.name("numChunks").value(partition.chunks()).endObject();
            json.name("compaction").beginObject();
            json.name("level").value(partition.level());
            json.name("sources").beginArray().value(ulid).endArray().endObject();
            json.name("version").value(1);
            json.name("diskBytes").value(partition.bytes()).endObject();
          }
          json.endArray().endObject();
        });
  }
}
