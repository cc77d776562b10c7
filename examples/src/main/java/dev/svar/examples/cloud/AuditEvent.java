package dev.svar.examples.cloud;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Keystone's payload: an event of the Cloud Auditing Data Federation (CADF), who did what to whom.
 *
 * @param resource the id of what was created or deleted; null for {@code authenticate}
 * @param reason null unless there is something to explain
 */
public record AuditEvent(
    @JsonProperty("typeURI") String type,
    String eventType,
    String action,
    String outcome,
    Resource initiator,
    Resource target,
    @JsonProperty("resource_info") String resource,
    Reason reason) {

  /**
   * Somebody or something.
   *
   * @param host where the request came from; null for what makes none
   */
  public record Resource(@JsonProperty("typeURI") String type, String id, Host host) {}

  /** Where a request came from. */
  public record Host(String address, String agent) {}

  /** Why. */
  public record Reason(
      @JsonProperty("reasonType") String text, @JsonProperty("reasonCode") String code) {}
}
