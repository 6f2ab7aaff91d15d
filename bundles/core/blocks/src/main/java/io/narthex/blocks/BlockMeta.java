// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code meta.json} of a block says; its version is 1.
 *
 * @param ulid the block's name
 * @param minMs the first millisecond that the block covers
 * @param maxMs the first millisecond behind it
 * @param samples how many samples it has
 * @param series how many series it has
 * @param chunks how many chunks it has
 */
public record BlockMeta(
    String ulid, long minMs, long maxMs, long samples, long series, long chunks) {

  /** The file's name. */
  public static final String FILE = "meta.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Reads a block's file.
   *
   * @throws IOException when it is missing, is no JSON or of another version
   */
  static BlockMeta read(Path block) throws IOException {
    Path file = block.resolve(FILE);
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new BlockException(file, "is no JSON: " + e.getOriginalMessage());
    }
    if (root.path("version").asInt() != 1) {
      throw new BlockException(
          file, "unexpected meta file version " + root.path("version").asInt() + "; known is 1");
    }
    JsonNode stats = root.path("stats");
    return new BlockMeta(
        root.path("ulid").asText(),
        root.path("minTime").asLong(),
        root.path("maxTime").asLong(),
        stats.path("numSamples").asLong(),
        stats.path("numSeries").asLong(),
        stats.path("numChunks").asLong());
  }

  void write(Path block) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("ulid", ulid).put("minTime", minMs).put("maxTime", maxMs);
    root.putObject("stats")
        .put("numSamples", samples)
        .put("numSeries", series)
        .put("numChunks", chunks);
    root.putObject("compaction").put("level", 1).putArray("sources").add(ulid);
    root.put("version", 1);
    Files.write(block.resolve(FILE), JSON.writeValueAsBytes(root));
  }
}
