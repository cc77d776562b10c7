/**
 * What remote procedure calls promise on every driver. A driver's own tests extend these suites.
 */
package dev.svar.testkit.rpc;
