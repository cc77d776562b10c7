/** Message to bytes and back: the only place that knows the wire format. */
@NullMarked
package dev.svar.internal.codec;

import org.jspecify.annotations.NullMarked;
