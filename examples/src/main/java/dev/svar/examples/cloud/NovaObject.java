package dev.svar.examples.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * The envelope of Nova's versioned notifications, around the payload and around objects in it.
 *
 * <p>The records below have what a listener most often wants to know. Nova adds fields with a
 * higher minor version, and fields that a record does not have are left alone.
 *
 * @param name the kind of object, such as {@code InstanceCreatePayload}
 * @param version of that kind; another major version has other fields
 * @param namespace {@code nova}
 */
public record NovaObject<T>(
    @JsonProperty("nova_object.name") String name,
    @JsonProperty("nova_object.version") String version,
    @JsonProperty("nova_object.namespace") String namespace,
    @JsonProperty("nova_object.data") T data) {

  /**
   * {@code instance.*}.
   *
   * @param fault null unless something failed
   * @param stateUpdate null but in {@code instance.update}
   */
  public record Instance(
      String uuid,
      @JsonProperty("display_name") String name,
      String host,
      String state,
      @JsonProperty("task_state") String taskState,
      @JsonProperty("tenant_id") String project,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("deleted_at") Instant deletedAt,
      NovaObject<Flavor> flavor,
      @JsonProperty("ip_addresses") List<NovaObject<Ip>> addresses,
      NovaObject<Fault> fault,
      @JsonProperty("state_update") NovaObject<StateUpdate> stateUpdate) {}

  /** What an instance is made of. */
  public record Flavor(String name, int vcpus, @JsonProperty("memory_mb") int memory) {}

  /** An address of an instance. */
  public record Ip(String address, int version) {}

  /** What went wrong. */
  public record Fault(
      String exception, @JsonProperty("exception_message") String message, String traceback) {}

  /** From which state to which. */
  public record StateUpdate(@JsonProperty("old_state") String before, String state) {}

  /** {@code service.*}. */
  public record ServiceStatus(
      String host,
      String binary,
      boolean disabled,
      @JsonProperty("disabled_reason") String reason,
      @JsonProperty("last_seen_up") Instant lastSeen) {}

  /** {@code compute_task.*}: no host was found, or the one found could not. */
  public record ComputeTask(
      @JsonProperty("instance_uuid") String instance, String state, NovaObject<Fault> reason) {}
}
