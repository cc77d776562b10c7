/** What was measured, for people and for programs. */
@NullMarked
package dev.svar.bench.report;

import org.jspecify.annotations.NullMarked;
