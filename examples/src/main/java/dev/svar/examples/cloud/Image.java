package dev.svar.examples.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;

/**
 * Glance's payload: the image, flat. (Of an upload that failed, a text instead.)
 *
 * @param size null before the data are there
 */
public record Image(
    String id,
    String name,
    String status,
    Long size,
    @JsonProperty("disk_format") String format,
    Map<String, String> properties,
    boolean deleted,
    @JsonProperty("deleted_at") Instant deletedAt) {

  /** {@code image.send}: somebody got the data. */
  public record Sent(
      @JsonProperty("image_id") String image,
      @JsonProperty("bytes_sent") long bytes,
      @JsonProperty("receiver_user_id") String receiver) {}
}
