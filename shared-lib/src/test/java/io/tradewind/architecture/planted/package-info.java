/** Code that breaks the house rules on purpose: one violation per rule. */
package io.tradewind.architecture.planted;
