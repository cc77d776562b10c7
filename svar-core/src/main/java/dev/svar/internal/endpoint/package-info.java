/**
 * Objects whose methods messages may name: what the annotations of {@link dev.svar.rpc} say of
 * them, and how a message's arguments become parameters.
 */
@NullMarked
package dev.svar.internal.endpoint;

import org.jspecify.annotations.NullMarked;
