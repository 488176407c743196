/**
 * What may be set: values come from the environment or from a file, and each is checked before the
 * service starts.
 */
package io.tradewind.settings;
