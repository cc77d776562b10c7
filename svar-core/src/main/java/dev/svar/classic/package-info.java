/**
 * The verbs of openstack.common.rpc (2013): call, multicall, cast, fanout_cast, their to_server
 * variants and notify, its connections, dispatcher, proxy, notifier, contexts and exceptions, on
 * the engine that {@code dev.svar.rpc} has. New programs are better off with that.
 *
 * <p>{@link dev.svar.classic.RpcBackend} is where to begin; {@link dev.svar.classic.Rpc} is the
 * same for one backend of the whole process.
 */
@NullMarked
package dev.svar.classic;

import org.jspecify.annotations.NullMarked;
