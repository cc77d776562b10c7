/**
 * What the verbs of openstack.common.rpc promise on every driver. A driver's own tests extend these
 * suites.
 */
package dev.svar.testkit.classic;
