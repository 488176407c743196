/**
 * Settings: values come from the environment or from files, and each is checked before the service
 * starts.
 */
package io.tradewind.settings;
