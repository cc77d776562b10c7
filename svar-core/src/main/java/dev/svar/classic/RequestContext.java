package dev.svar.classic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The context of a user's request: {@code auth_token}, {@code user}, {@code tenant}, {@code
 * is_admin}, {@code read_only}, {@code show_deleted}, {@code request_id} and {@code instance_uuid}
 * ({@code openstack/common/context.py}). Immutable.
 */
public final class RequestContext extends CommonRpcContext {

  private RequestContext(Map<String, ? extends @Nullable Object> values) {
    super(values);
  }

  /** Starts a context in which nothing is known, and nothing allowed. */
  public static Builder builder() {
    return new Builder();
  }

  /** An administrator's context, of no user. */
  public static RequestContext admin(boolean showDeleted) {
    return builder().admin(true).showDeleted(showDeleted).build();
  }

  /** {@code req-} and a UUID, unless the builder was given one. */
  public String requestId() {
    return String.valueOf(get("request_id"));
  }

  @Override
  protected RequestContext withValues(Map<String, ? extends @Nullable Object> values) {
    return new RequestContext(values);
  }

  /** The values of a context. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private Builder() {
      values.put("auth_token", null);
      values.put("user", null);
      values.put("tenant", null);
      values.put("is_admin", false);
      values.put("read_only", false);
      values.put("show_deleted", false);
      values.put("request_id", null);
      values.put("instance_uuid", null);
    }

    public Builder authToken(@Nullable String token) {
      return put("auth_token", token);
    }

    public Builder user(@Nullable String user) {
      return put("user", user);
    }

    public Builder tenant(@Nullable String tenant) {
      return put("tenant", tenant);
    }

    public Builder admin(boolean admin) {
      return put("is_admin", admin);
    }

    public Builder readOnly(boolean readOnly) {
      return put("read_only", readOnly);
    }

    public Builder showDeleted(boolean showDeleted) {
      return put("show_deleted", showDeleted);
    }

    /** Default: {@code req-} and a new UUID. */
    public Builder requestId(@Nullable String id) {
      return put("request_id", id);
    }

    public Builder instanceUuid(@Nullable String uuid) {
      return put("instance_uuid", uuid);
    }

    private Builder put(String name, @Nullable Object value) {
      values.put(name, value);
      return this;
    }

    public RequestContext build() {
      Map<String, @Nullable Object> made = new LinkedHashMap<>(values);
      if (made.get("request_id") == null) {
        made.put("request_id", "req-" + UUID.randomUUID());
      }
      return new RequestContext(made);
    }
  }
}
