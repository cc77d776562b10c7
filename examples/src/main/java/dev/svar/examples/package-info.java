/** Programs that the documentation quotes. */
package dev.svar.examples;
