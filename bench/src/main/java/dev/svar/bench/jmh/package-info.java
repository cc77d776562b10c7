/** The inner pieces of the library, one by one. */
@NullMarked
package dev.svar.bench.jmh;

import org.jspecify.annotations.NullMarked;
