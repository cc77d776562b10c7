package dev.svar.examples.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** Cinder's payload: the volume, flat. */
public record Volume(
    @JsonProperty("volume_id") String id,
    @JsonProperty("display_name") String name,
    String status,
    @JsonProperty("size") int gigabytes,
    Map<String, String> metadata) {}
