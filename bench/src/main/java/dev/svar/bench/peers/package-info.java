/** The contestants: Svar, and other ways to do the same. */
@NullMarked
package dev.svar.bench.peers;

import org.jspecify.annotations.NullMarked;
