package dev.svar.rpc;

/**
 * Which public methods of an endpoint a message may name. A denied one is answered as a missing
 * one. Methods of {@link Object} are never exposed.
 */
public enum AccessPolicy {
  /** Every method whose name does not start with an underscore. The default. */
  NO_UNDERSCORE,
  /** The methods that carry {@link RpcMethod}. */
  EXPOSED,
  /** Every method. */
  ALL
}
