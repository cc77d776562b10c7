package dev.svar.examples.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Neutron's port, which its payload has under {@code port}. */
public record Port(
    String id,
    @JsonProperty("device_id") String device,
    @JsonProperty("fixed_ips") List<FixedIp> addresses,
    @JsonProperty("binding:host_id") String host) {

  /** The payload of {@code port.*}. */
  public record Payload(Port port) {}

  /** An address of a port. */
  public record FixedIp(@JsonProperty("ip_address") String address) {}
}
