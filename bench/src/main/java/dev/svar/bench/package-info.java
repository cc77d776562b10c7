/** Benchmarks. */
@NullMarked
package dev.svar.bench;

import org.jspecify.annotations.NullMarked;
