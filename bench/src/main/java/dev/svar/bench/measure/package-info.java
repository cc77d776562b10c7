/** Measuring contestants side by side: loads, rounds, and what their ratios are worth. */
@NullMarked
package dev.svar.bench.measure;

import org.jspecify.annotations.NullMarked;
