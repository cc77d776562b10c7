/** Suites that every driver passes, and what the tests of applications need: events, a clock. */
@NullMarked
package dev.svar.testkit;

import org.jspecify.annotations.NullMarked;
