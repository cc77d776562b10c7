/** What the wire format costs, beside plain Jackson. */
@NullMarked
package dev.svar.bench.codec;

import org.jspecify.annotations.NullMarked;
